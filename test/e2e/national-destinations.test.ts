import { hash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFolder } from '../../src/simulate/receivers/folder/read-folder.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { PRESCRIPTION } from '../support/json-forms.ts';
import { type SignedInReceiverProcess, startSignedInReceiverProcess } from '../support/receiver-process.ts';
import { createFolder } from '../support/run-cli.ts';
import { type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { ROOT } from '../support/source-files.ts';

const KINDS = ['province-warehouse', 'moh-hub', 'claim-portal', 'e-prescription'] as const;
/** The samples are of facility 00000. */
const FACILITIES = ['99001', '00000'];

/** What is sent, by whom, and where it goes beside the folder. */
const FORMS = [
  ['a claim', '99001', 'examples/claim.xml', 'claim-portal'],
  ['a document', '00000', 'test/cases/national-forms/synthetic-ct2025-hschungtu.xml', 'claim-portal'],
  ['a death notice', '00000', 'test/cases/national-forms/synthetic-hsdlgbt.xml', 'claim-portal'],
  ['a birth certificate', '00000', 'test/cases/national-forms/synthetic-hsdlgcs.xml', 'claim-portal'],
  ['a health check', '00000', 'test/cases/national-forms/synthetic-ksk-adult-nested.xml', 'moh-hub,province-warehouse'],
  ['a prescription', '99001', null, 'e-prescription'],
] as const;

describe('destinations as they are in Việt Nam, each in a process of its own', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let served: ServedGateway;
  let receivers: readonly SignedInReceiverProcess[] = [];
  const archive = () => join(folder.path, 'archive');

  beforeAll(async () => {
    folder = await createFolder();
    await mkdir(archive());
    receivers = await Promise.all(
      KINDS.map((kind) => startSignedInReceiverProcess(kind, FACILITIES, join(folder.path, kind))),
    );
    const file = { id: 'archive', kind: 'file', folder: archive() };
    served = await serveFacilities(FACILITIES, {
      destinations: [...receivers.map(({ destination }) => destination), file],
    });
  });
  afterAll(async () => {
    const codes = [await served.close(), ...(await Promise.all(receivers.map((receiver) => receiver.interrupt())))];
    await folder.remove();
    expect(codes).toEqual([0, 0, 0, 0, 0]);
  });

  it.each(FORMS)('%s of %s goes where it belongs, and into the folder', async (_name, facility, path, destinations) => {
    const sender = served.sender(facility);
    const prescription = JSON.stringify({ ...PRESCRIPTION, ma_lien_thong_bac_si: 'BS-00001' });
    const sent =
      path === null
        ? await sender.post('/submissions', prescription, 'application/json')
        : await sender.post('/submissions', await readFile(join(ROOT, path)), 'application/xml');
    expect([sent.status, sent.body]).toMatchObject([201, expect.stringContaining('"state":"accepted"')]);
    const { id } = JSON.parse(sent.body) as Receipt;
    let receipt: Receipt | undefined;
    await eventually('every delivery came to an end', async () => {
      receipt = JSON.parse((await sender.get(`/submissions/${id}`)).body) as Receipt;
      return receipt.records.every(({ deliveries }) =>
        deliveries.every(({ state }) => ['delivered', 'refused', 'parked'].includes(state)),
      );
    });
    const deliveries = receipt?.records[0]?.deliveries ?? [];
    expect(deliveries.map(({ destination, state }) => `${destination} ${state}`).sort()).toEqual(
      ['archive', ...destinations.split(',')].map((destination) => `${destination} delivered`),
    );
    for (const delivery of deliveries) expect(delivery.receipt).toEqual(expect.any(String));
  });

  it('each of them has what it was owed, once', async () => {
    const committed = await Promise.all(
      receivers.map(async ({ url }) => {
        const { stats } = (await (await fetch(`${url}/_effects`)).json()) as { stats: { committed: number } };
        return stats.committed;
      }),
    );
    expect(committed).toEqual([1, 1, 4, 1]);
    expect(await readFolder(archive())).toHaveLength(FORMS.length);
  });

  it('what was sent is kept without tokens and passwords, and none of them is in the log', async () => {
    const files = await Promise.all(
      KINDS.map(async (kind) => (await readdir(join(folder.path, kind))).map((name) => join(folder.path, kind, name))),
    );
    const texts = await Promise.all(files.flat().map(async (file) => (await readFile(file, 'utf8')).trim()));
    // Passwords of doctors stand in an object; of a key any line tells.
    const told = texts.flatMap((text) =>
      text.startsWith('{') ? Object.values<string>(JSON.parse(text)) : text.split('\n'),
    );
    expect(told.length).toBeGreaterThan(20);
    const digests = told.map((secret) => hash('md5', secret).toUpperCase());
    const secrets = [...told.filter((line) => !line.startsWith('-----')), ...digests, 'access_token', 'Bearer '];
    const kept = await served.withStore(async (store) => {
      const rows = await store.deliveries({ limit: 100 });
      return Promise.all(rows.map(async ({ id }) => String((await store.sentMessage(id, 1))?.bytes)));
    });
    expect(kept).toHaveLength(2 * FORMS.length + 1);
    expect(kept.filter((bytes) => bytes.includes('fileHSBase64'))).toHaveLength(1);
    for (const text of [...kept, served.gateway.output()]) {
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});
