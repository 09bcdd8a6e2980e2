import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHospital, type Hospital, type Sent } from '../../src/simulate/hospitals/hospital.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { freePort } from './free-port.ts';
import { createHospitalDesk, type HospitalDesk } from './hospital-desk.ts';
import { ROOT } from './source-files.ts';

const DAY_MS = 86_400_000;

/** A real gateway with one hospital and three destinations: one takes everything, one refuses every patient, one is not there. */
export interface ConsoleDesk {
  readonly desk: HospitalDesk;
  readonly hospital: Hospital;
  readonly province: Receiver;
  /** Sends a file as the hospital does; gives the key of its first record. */
  send(sent: Pick<Sent, 'bytes' | 'keys'> & Partial<Pick<Sent, 'contentType'>>): Promise<string>;
  /** The operator's entries of the audit log, newest last: what was done, to what, by whom, with the details. */
  audited(): Promise<readonly Audited[]>;
  close(): Promise<void>;
}

export interface Audited {
  readonly event: string;
  readonly object: string;
  readonly by: string;
  readonly details: Readonly<Record<string, string>>;
}

/** Starts it; the hospital sends what is ten days old. */
export async function startConsoleDesk(): Promise<ConsoleDesk> {
  const hospital = createHospital({ facility: '99001', seed: 'console', clock: () => Date.now() - 10 * DAY_MS });
  const province = await startReceiver({ name: 'province', port: 0, clock: Date.now });
  const validate = ({ resourceType }: { resourceType: string }) =>
    resourceType === 'Patient' ? ['Patient.identifier is not known here'] : [];
  const ministry = await startReceiver({ name: 'nation', port: 0, clock: Date.now, validate });
  const desk = await createHospitalDesk('99001', [
    { id: 'province', url: province.url, deadlines: [{ records: ['claim'], hours: 3 }] },
    { id: 'ministry', url: ministry.url },
    { id: 'portal', url: `http://127.0.0.1:${await freePort()}/fhir` },
  ]);
  let files = 0;
  return {
    desk,
    hospital,
    province,
    async send({ bytes, keys, contentType }) {
      files += 1;
      const file = join(desk.folder, `sent-${files}.${contentType === 'application/fhir+json' ? 'json' : 'xml'}`);
      writeFileSync(file, bytes);
      const run = await desk.asFacility('send', file);
      if (!run.stdout.includes(String(keys[0]))) throw new Error(`not sent: ${run.stdout}${run.stderr}`);
      return String(keys[0]);
    },
    audited: () => readAudit(desk),
    async close() {
      await desk.close();
      await Promise.all([province.close(), ministry.close()]);
    },
  };
}

/** A claim with the table of HIV care (XML6), which is specially protected. */
export function withHivCare({ bytes, keys }: Sent): Pick<Sent, 'bytes' | 'keys'> {
  const template = readFileSync(join(ROOT, 'test/cases/claim-xml/synthetic-4750-inner-xml6.xml'), 'utf8');
  const inner = template
    .replace('TEST0000000001', String(keys[0]))
    .replace('<MA_CSKCB>00000<', '<MA_CSKCB>99001<')
    .replace('<NGAYKD_HIV/>', '<NGAYKD_HIV>20200102</NGAYKD_HIV>')
    .replace('<GIAI_DOAN_LAM_SANG/>', '<GIAI_DOAN_LAM_SANG>2</GIAI_DOAN_LAM_SANG>');
  const file = `<FILEHOSO><LOAIHOSO>XML6</LOAIHOSO><NOIDUNGFILE>${Buffer.from(inner).toString('base64')}</NOIDUNGFILE></FILEHOSO>`;
  return { bytes: Buffer.from(bytes.toString('utf8').replace('</HOSO>', `${file}</HOSO>`)), keys };
}

interface Entry {
  readonly subtype?: readonly { readonly code: string }[];
  readonly agent: readonly { readonly who: { readonly display?: string } }[];
  readonly entity?: readonly {
    readonly what: { readonly identifier?: { readonly value: string } };
    readonly detail?: readonly { readonly type: string; readonly valueString: string }[];
  }[];
}

async function readAudit(desk: HospitalDesk): Promise<readonly Audited[]> {
  const { openSqliteStore } = await import('../../src/store/sqlite/open-sqlite-store.ts');
  const dataDir = String(desk.env['DATA_DIR']);
  const store = await openSqliteStore({ dataDir, exclusive: false, clock: Date.now, newId: () => '' });
  try {
    const entries = await store.audit(1, 10_000);
    return entries
      .map(({ entry }) => JSON.parse(entry) as Entry)
      .map(({ subtype, agent, entity }) => ({
        event: subtype?.[0]?.code ?? '',
        object: entity?.[0]?.what.identifier?.value ?? '',
        by: agent[0]?.who.display ?? '',
        details: Object.fromEntries((entity?.[0]?.detail ?? []).map(({ type, valueString }) => [type, valueString])),
      }))
      .filter(({ by }) => by.startsWith('staff:'));
  } finally {
    await store.close();
  }
}
