import { execFile } from 'node:child_process';
import { chmod, lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readFolderFailure } from '../../../src/forward/destinations/put-file.ts';
import { careRecord } from '../../support/care-record.ts';
import { composed } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { FACILITY_DAY, LAST_PART, RECORD_FILE, useFolder } from '../../support/folder-setting.ts';
import { ROOT } from '../../support/source-files.ts';

const { folder, destinationAt, files } = useFolder();

describe('file destination, faults', () => {
  it('a folder that is not there is not made', async () => {
    const destination = destinationAt({ folder: join(folder(), 'not-mounted') });
    const delivery = fhirDelivery();
    expect(await destination.send(await composed(destinationAt(), delivery), delivery)).toEqual({
      kind: 'misconfigured',
      reason: 'folder-missing',
    });
    expect(await files()).toEqual([]);
  });

  it('a file in place of the folder', async () => {
    await writeFile(join(folder(), 'plain'), '');
    const delivery = fhirDelivery();
    const outcome = destinationAt({ folder: join(folder(), 'plain') }).send(
      await composed(destinationAt(), delivery),
      delivery,
    );
    expect(await outcome).toEqual({ kind: 'misconfigured', reason: 'folder-missing' });
  });

  it('a folder that may not be written to', async () => {
    const closed = join(folder(), 'closed');
    await mkdir(closed);
    await chmod(closed, 0o500);
    const delivery = fhirDelivery();
    const outcome = await destinationAt({ folder: closed }).send(await composed(destinationAt(), delivery), delivery);
    // Nothing is closed to root.
    const isRoot = process.getuid?.() === 0;
    expect(outcome).toMatchObject(isRoot ? { kind: 'delivered' } : { kind: 'misconfigured', reason: 'folder-denied' });
  });

  it('a disk that takes no more is waited for, and nothing half is left', async () => {
    const delivery = fhirDelivery({
      resources: careRecord('P1', 'LK1').map((one) => ({ ...one, language: 'v'.repeat(20_000) })),
    });
    const { bytes } = await composed(destinationAt(), delivery);
    await writeFile(join(folder(), 'bytes'), bytes);
    // A process that may write 8 KiB a file: the kernel refuses in the middle, as a full disk does.
    const program = `
      import { readFileSync } from 'node:fs';
      import { putFile } from '${join(ROOT, 'src/forward/destinations/put-file.ts')}';
      const place = { folder: '${folder()}', name: '${RECORD_FILE}', attempt: 1 };
      process.stdout.write(JSON.stringify(await putFile(place, readFileSync('${join(folder(), 'bytes')}'))));`;
    const shell = `ulimit -f 16 && exec "${process.execPath}" --input-type=module -e "$PROGRAM"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', shell], { env: { ...process.env, PROGRAM: program } });
    expect(JSON.parse(stdout)).toEqual({ kind: 'transient', reason: 'disk-error' });
    expect(await files()).toEqual(['bytes']);
  });

  it.each([
    ['ENOSPC', 'transient', 'disk-full'],
    ['EDQUOT', 'transient', 'disk-full'],
    ['EIO', 'transient', 'disk-error'],
    ['EACCES', 'misconfigured', 'folder-denied'],
    ['EROFS', 'misconfigured', 'folder-denied'],
    ['ENOENT', 'misconfigured', 'folder-missing'],
  ])('%s is %s', (code, kind, reason) => {
    expect(readFolderFailure(Object.assign(new Error(code), { code }))).toEqual({ kind, reason });
  });

  it('a bug is no failure of the disk', () => {
    expect(() => readFolderFailure(new TypeError('x'))).toThrow('x');
  });

  it('a link in the place of the temporary file is replaced, not followed', async () => {
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    await writeFile(join(folder(), 'other'), 'kept');
    await mkdir(join(folder(), FACILITY_DAY), { recursive: true });
    await symlink(join(folder(), 'other'), join(folder(), FACILITY_DAY, `.${LAST_PART}.1.part`));
    expect(await destinationAt().send(message, delivery)).toMatchObject({ kind: 'delivered' });
    expect(await readFile(join(folder(), 'other'), 'utf8')).toBe('kept');
    expect((await lstat(join(folder(), RECORD_FILE))).isFile()).toBe(true);
  });

  it('a link under the name is not followed', async () => {
    const elsewhere = join(folder(), 'elsewhere');
    await mkdir(elsewhere);
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    await writeFile(join(elsewhere, 'target'), message.bytes);
    await mkdir(join(folder(), FACILITY_DAY), { recursive: true });
    await symlink(join(elsewhere, 'target'), join(folder(), RECORD_FILE));
    expect(await destinationAt().send(message, delivery)).toEqual({ kind: 'refused', reason: 'file-differs' });
  });

  it.each([
    '../out',
    '/etc/lt',
    `../${RECORD_FILE}`,
    `/${RECORD_FILE}`,
    RECORD_FILE.replace('99001', '../..'),
    '',
    `${RECORD_FILE}\0`,
    '..',
  ])('no name but its own is written: %j', async (key) => {
    const delivery = fhirDelivery();
    const message = { ...(await composed(destinationAt(), delivery)), key };
    expect(await destinationAt().send(message, delivery)).toEqual({ kind: 'misconfigured', reason: 'file-name' });
    expect(await files()).toEqual([]);
  });

  it('once closed nothing is written', async () => {
    const destination = destinationAt();
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    const underWay = destination.send(message, delivery);
    await destination.close();
    expect(await underWay).toMatchObject({ kind: expect.stringMatching(/^(?:unknown|delivered)$/) });
    expect(await destination.send(message, { ...delivery, attempt: 2 })).toEqual({
      kind: 'unknown',
      reason: 'stopped',
    });
  });
});
