import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { digestRecord } from '../../../src/simulate/receivers/digest.ts';
import { readFolder } from '../../../src/simulate/receivers/folder/read-folder.ts';
import { careRecord } from '../../support/care-record.ts';
import { composed } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { FACILITY_DAY, LAST_PART, RECORD_FILE, useFolder } from '../../support/folder-setting.ts';
import { PRESCRIPTION } from '../../support/json-forms.ts';
import { nationalDelivery } from '../../support/national-delivery.ts';
import { ROOT } from '../../support/source-files.ts';

const { folder, destinationAt, files } = useFolder();

describe('file destination, NDJSON', () => {
  it('writes a resource a line and gives the name of the file as the receipt', async () => {
    const destination = destinationAt();
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    expect(await destination.send(message, delivery)).toEqual({ kind: 'delivered', receipt: RECORD_FILE });
    expect(await files()).toEqual([RECORD_FILE]);
    const text = await readFile(join(folder(), RECORD_FILE), 'utf8');
    expect(text.split('\n').map((line) => line.slice(0, 34))).toEqual([
      '{"resourceType":"Encounter","id":"',
      '{"resourceType":"Observation","id"',
      '{"resourceType":"Patient","id":"99',
      '',
    ]);
    expect(await readFolder(folder())).toMatchObject([
      { key: RECORD_FILE, changed: 2, digest: digestRecord(delivery.resources) },
    ]);
  });

  it('tells in a last line what the version removes', async () => {
    const delivery = fhirDelivery({ removed: ['Observation/b', 'Condition/a'], version: 2 });
    const { bytes, key } = await composed(destinationAt(), delivery);
    expect(key).toBe(RECORD_FILE.replace('-v1', '-v2'));
    expect(bytes.toString().split('\n').at(-2)).toBe(
      '{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Condition/a"}},{"request":{"method":"DELETE","url":"Observation/b"}}]}',
    );
  });

  it('a version that only removes is one line; one of nothing is refused', async () => {
    const { bytes } = await composed(destinationAt(), fhirDelivery({ resources: [], removed: ['Observation/b'] }));
    expect(bytes.toString().match(/\n/g)).toHaveLength(1);
    expect(await destinationAt().compose(fhirDelivery({ resources: [] }))).toEqual({
      kind: 'refused',
      reason: 'nothing-to-send',
    });
  });

  it('the order in which resources come changes nothing of the bytes', async () => {
    const delivery = fhirDelivery({ removed: ['Observation/b', 'Condition/a'] });
    const other = {
      ...delivery,
      resources: [...delivery.resources].reverse(),
      removed: [...delivery.removed].reverse(),
    };
    expect(await composed(destinationAt(), other)).toEqual(await composed(destinationAt(), delivery));
  });

  it('read in order of names a newer version supersedes, and removes', async () => {
    const destination = destinationAt();
    const versions = [1, 2].map((version) =>
      fhirDelivery({
        version,
        recordId: `019ab000-0000-7000-8000-00000000000${version}`,
        resources: careRecord('P1', 'LK1', version),
        removed: version === 2 ? ['Encounter/gone'] : [],
      }),
    );
    for (const delivery of [...versions].reverse())
      await destination.send(await composed(destinationAt(), delivery), delivery);
    const effects = await readFolder(folder());
    expect(effects.map(({ resources }) => resources)).toEqual([
      ['Encounter/99001-LK1/_history/1', 'Observation/99001-LK1-obs/_history/1', 'Patient/99001-P1/_history/1'],
      [
        'Encounter/99001-LK1/_history/1',
        'Observation/99001-LK1-obs/_history/2',
        'Patient/99001-P1/_history/1',
        'Encounter/gone',
      ],
    ]);
  });
});

describe('file destination, national form', () => {
  const cases = (name: string) => readFile(join(ROOT, 'test', 'cases', ...name.split('/')));

  it.each([
    ['claim-xml/synthetic-4750-giamdinhhs.xml', 'xml', '<GIAMDINHHS'],
    ['national-forms/synthetic-hsdlgcs.xml', 'xml', '<HSDLGCS'],
    ['national-forms/synthetic-ksk-adult-nested.xml', 'xml', '<KHAMSUCKHOE'],
  ])('%s comes back as it came', async (file, extension, root) => {
    const destination = destinationAt({ form: 'national' });
    const delivery = nationalDelivery(await cases(file), { facility: '00000' });
    const message = await composed(destination, delivery);
    expect(message.contentType).toBe('application/xml');
    expect(message.bytes.toString()).toContain(root);
    expect(await destination.send(message, delivery)).toMatchObject({
      kind: 'delivered',
      receipt: expect.stringMatching(new RegExp(`^2026-11-22/00000/[0-9a-f-]{36}-[0-9a-f]{64}-v1\\.${extension}$`)),
    });
    expect(await readFolder(folder())).toHaveLength(1);
  });

  it('a form that came as JSON goes as JSON', async () => {
    const destination = destinationAt({ form: 'national' });
    const message = await composed(destination, nationalDelivery(JSON.stringify(PRESCRIPTION)));
    expect(message).toMatchObject({ contentType: 'application/json', key: expect.stringMatching(/\.json$/) });
    expect(JSON.parse(message.bytes.toString())).toEqual(PRESCRIPTION);
  });

  it('what never had a form is refused', async () => {
    const destination = destinationAt({ form: 'national' });
    expect(await destination.compose(fhirDelivery())).toEqual({ kind: 'refused', reason: 'no-national-form' });
    expect(await destination.compose(fhirDelivery({ resources: [] }))).toEqual({
      kind: 'refused',
      reason: 'nothing-to-send',
    });
  });
});

describe('file destination, repeated', () => {
  it('the same message again finds its file and leaves it as it is', async () => {
    const destination = destinationAt();
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    const first = await destination.send(message, delivery);
    const { ino, mtimeMs } = await stat(join(folder(), RECORD_FILE));
    expect(await destination.send(message, { ...delivery, attempt: 2, fence: 2 })).toEqual(first);
    expect(await stat(join(folder(), RECORD_FILE))).toMatchObject({ ino, mtimeMs });
    expect(await readFolder(folder())).toHaveLength(1);
  });

  it.each([
    ['other bytes of another length', '{}\n'],
    ['other bytes of the same length', undefined],
  ])('%s under the name are refused and stay', async (_name, text) => {
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    const foreign = text ?? ' '.repeat(message.bytes.length);
    await mkdir(join(folder(), FACILITY_DAY), { recursive: true });
    await writeFile(join(folder(), RECORD_FILE), foreign);
    expect(await destinationAt().send(message, delivery)).toEqual({ kind: 'refused', reason: 'file-differs' });
    expect(await readFile(join(folder(), RECORD_FILE), 'utf8')).toBe(foreign);
    expect(await files()).toEqual([RECORD_FILE]);
  });

  it('what a killed attempt left is no file, and goes with the next attempt', async () => {
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    await mkdir(join(folder(), FACILITY_DAY), { recursive: true });
    await writeFile(join(folder(), FACILITY_DAY, `.${LAST_PART}.1.part`), message.bytes.subarray(0, 100));
    expect(await readFolder(folder())).toEqual([]);
    expect(await destinationAt().send(message, { ...delivery, attempt: 2 })).toMatchObject({ kind: 'delivered' });
    expect(await files()).toEqual([RECORD_FILE]);
  });

  it('attempts side by side end with one whole file', async () => {
    const destination = destinationAt();
    const delivery = fhirDelivery();
    const message = await composed(destinationAt(), delivery);
    const attempts = [1, 3, 5, 7].map((attempt) => destination.send(message, { ...delivery, attempt }));
    expect(new Set((await Promise.all(attempts)).map(({ kind }) => kind))).toEqual(new Set(['delivered']));
    expect(await files()).toEqual([RECORD_FILE]);
    expect(await readFile(join(folder(), RECORD_FILE))).toEqual(message.bytes);
  });
});
