/**
 * Accepts per second of the SQLite store, beside a bare INSERT of the same bytes in the same run.
 *
 *   npm run bench:store
 *
 * A submission is one claim of ~40 KB (base64 tables) mapped to 60 resources, owed to two destinations; 200 facilities.
 * "Grouped" keeps 64 accepts waiting, as a busy gateway does; "one at a time" waits for each. The bare INSERT keeps
 * nothing but the bytes, with the same fsync. Absolute figures are those of the machine; the ratios are what counts.
 */
import { createHash, hash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { deriveLogicalId } from '../src/fhir/logical-id.ts';
import { packSubmission } from '../src/store/sqlite/accept.ts';
import { openDatabase } from '../src/store/sqlite/connection.ts';
import { openSqliteStore } from '../src/store/sqlite/open-sqlite-store.ts';
import type { Store, SubmissionToStore } from '../src/types/store.ts';

const FACILITIES = Array.from({ length: 200 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const RESOURCES = 60;
const CLAIM_ROWS = 84;
const WAITING = 64;
const TYPES = ['Observation', 'MedicationRequest', 'Procedure', 'ServiceRequest', 'ChargeItem', 'Condition'] as const;

function claimBytes(): Buffer {
  const rows = Array.from({ length: CLAIM_ROWS }, (_, row) => {
    const code = randomBytes(6).toString('hex');
    return `<CHI_TIET_DVKT><STT>${row}</STT><MA_DICH_VU>${code}</MA_DICH_VU><TEN_DICH_VU>Định lượng Glucose [Máu]</TEN_DICH_VU>
      <SO_LUONG>1</SO_LUONG><DON_GIA_BV>21500</DON_GIA_BV><NGAY_YL>202611220812</NGAY_YL><MA_BAC_SI>${code}</MA_BAC_SI>
      <KET_QUA/><MA_MAY/><DON_VI_DO/><TYLE_TT>100</TYLE_TT><T_BHTT>17200</T_BHTT><MA_KHOA>K03</MA_KHOA></CHI_TIET_DVKT>`;
  });
  return Buffer.from(`<NOIDUNGFILE>${Buffer.from(rows.join('')).toString('base64')}</NOIDUNGFILE>`);
}

function resourcesOf(facility: string, key: string): Resource[] {
  return Array.from({ length: RESOURCES }, (_, row) => ({
    resourceType: TYPES[row % TYPES.length] as 'Observation',
    id: deriveLogicalId(facility, key, 'XML3', String(row)),
    identifier: [{ system: 'https://lienthong.example/fhir/NamingSystem/ma-lk', value: `${key}-${row}` }],
    status: 'final',
    code: {
      coding: [
        { system: 'https://lienthong.example/fhir/CodeSystem/dvkt', code: `23.${row}.1494`, display: 'Glucose' },
      ],
      text: 'Định lượng Glucose [Máu]',
    },
    subject: { reference: `Patient/${facility}-${key}` },
    encounter: { reference: `Encounter/${facility}-${key}` },
    effectiveDateTime: '2026-11-22T08:12:00+07:00',
    performer: [{ reference: `Practitioner/${facility}-00${row % 7}` }],
    valueQuantity: { value: row + 0.5, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    extension: [
      {
        url: 'https://lienthong.example/fhir/StructureDefinition/claim-price',
        valueString: randomBytes(4).toString('hex'),
      },
    ],
  }));
}

function buildSubmission(number: number): SubmissionToStore {
  const facility = FACILITIES[number % FACILITIES.length] as string;
  const key = v7();
  const bytes = claimBytes();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    id: v7(),
    facility,
    idempotencyKey: sha256,
    sha256,
    bytes,
    contentType: 'application/xml',
    channel: 'submissions',
    format: 'claim-xml',
    state: 'accepted',
    receivedAt: Date.now(),
    response: null,
    outcome: null,
    destinations: ['province', 'nation'],
    records: [
      {
        id: v7(),
        key,
        position: 1,
        state: 'accepted',
        outcome: '{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}',
        resources: resourcesOf(facility, key),
        deletes: [],
        replacesEpisode: true,
        patient: `Patient/${facility}-${key}`,
        mapping: 'claim-xml/4750@1',
        policy: 'default@1+0/enforced',
        broken: [],
        unmapped: [],
        evidence: {
          source: 'claim',
          encounter: key,
          endOfCare: Date.now(),
          level: 1,
          sectionsDue: ['administrative', 'orders'],
          sectionsPresent: ['administrative', 'orders'],
          identity: true,
          signed: false,
        },
      },
    ],
  };
}

/** Runs `work` on each item with up to `waiting` of them under way; gives items per second. */
async function rate<T>(items: readonly T[], waiting: number, work: (item: T) => Promise<unknown>): Promise<number> {
  const queue = items.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: waiting }, async () => {
      for (const item of queue) await work(item);
    }),
  );
  return items.length / ((performance.now() - start) / 1_000);
}

/** The bytes alone, with the fsync of the store: one transaction each, or one for `group` of them. */
function rateOfBareInsert(file: string, items: readonly SubmissionToStore[], group: number): number {
  const db = openDatabase(file);
  db.exec('CREATE TABLE bare (id TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO bare (id, bytes) VALUES (?, ?)');
  const start = performance.now();
  for (let first = 0; first < items.length; first += group) {
    const some = items.slice(first, first + group);
    db.transaction(() => some.map(({ id, bytes }) => insert.run(id, bytes))).immediate();
  }
  const perSecond = items.length / ((performance.now() - start) / 1_000);
  db.close();
  return perSecond;
}

/** CPU milliseconds for each item, after a warm-up: other load on the machine does not count. */
function cost<T>(items: readonly T[], work: (item: T) => unknown): number {
  for (const item of items) work(item);
  const start = process.cpuUsage();
  for (const item of items) work(item);
  return cpuMs(start) / items.length;
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

async function openStore(dataDir: string): Promise<Store> {
  const store = await openSqliteStore({ dataDir, exclusive: true, clock: Date.now, newId: v7 });
  const facility = { name: 'x', cohort: 'hospital', ownership: '', level: '', commune: '', openFrom: null } as const;
  const rest = { openTo: null, scope: [], announced: null, statistics: {} };
  await Promise.all(FACILITIES.map((code) => store.putFacility({ code, ...facility, ...rest })));
  return store;
}

function reportCost(items: readonly SubmissionToStore[], acceptMs: number): void {
  const contents = items.map(({ records }) => records.flatMap(({ resources }) => resources));
  const texts = contents.map((resources) => resources.map((resource) => JSON.stringify(resource)));
  const joined = texts.map((parts) => `[${parts.join(',')}]`);
  const parts = {
    'JSON.stringify': cost(contents, (resources) => resources.map((resource) => JSON.stringify(resource))),
    'SHA-256 of each resource': cost(texts, (list) => list.map((text) => hash('sha256', text, 'buffer'))),
    'zstd of the resources': cost(joined, (text) => zstdCompressSync(text)),
    'zstd of the bytes': cost(items, ({ bytes }) => zstdCompressSync(bytes)),
  };
  const packing = cost(items, packSubmission);
  console.log('\nCPU of one grouped accept (ms)');
  for (const [name, ms] of Object.entries(parts)) console.log(`  ${name.padEnd(34)}${ms.toFixed(3)}`);
  console.log(`  ${'all packing'.padEnd(34)}${packing.toFixed(3)}`);
  console.log(`  ${'SQL, log, audit and the rest'.padEnd(34)}${(acceptMs - packing).toFixed(3)}`);
  console.log(`  ${'together'.padEnd(34)}${acceptMs.toFixed(3)}`);
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lien-thong-bench-store-'));
  try {
    const grouped = Array.from({ length: 1_500 }, (_, number) => buildSubmission(number));
    const single = Array.from({ length: 300 }, (_, number) => buildSubmission(number));
    const bareSingle = rateOfBareInsert(join(dataDir, 'bare-1.db'), grouped, 1);
    const bareGrouped = rateOfBareInsert(join(dataDir, 'bare-64.db'), grouped, WAITING);
    const store = await openStore(dataDir);
    const accept = (submission: SubmissionToStore) => store.accept(submission);
    await rate(
      Array.from({ length: 100 }, (_, number) => buildSubmission(number)),
      WAITING,
      accept,
    );
    const acceptSingle = await rate(single, 1, accept);
    const start = process.cpuUsage();
    const acceptGrouped = await rate(grouped, WAITING, accept);
    const acceptMs = cpuMs(start) / grouped.length;
    await store.close();

    const sample = grouped.slice(0, 200);
    const bytes = sample.reduce((sum, submission) => sum + submission.bytes.length, 0) / sample.length;
    const written = sample.reduce((sum, submission) => sum + packSubmission(submission).size, 0) / sample.length;
    const line = (name: string, bare: number, accepts: number) =>
      console.log(
        `${name.padEnd(16)}${bare.toFixed(0).padStart(12)}${accepts.toFixed(0).padStart(12)}${(accepts / bare).toFixed(3).padStart(10)}`,
      );
    console.log(
      `${RESOURCES} resources, ${(bytes / 1024).toFixed(1)} KiB received, ${(written / 1024).toFixed(1)} KiB kept\n`,
    );
    console.log(
      `${'per second'.padEnd(16)}${'bare INSERT'.padStart(12)}${'accept'.padStart(12)}${'ratio'.padStart(10)}`,
    );
    line('one at a time', bareSingle, acceptSingle);
    line('grouped', bareGrouped, acceptGrouped);
    reportCost(sample, acceptMs);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

await main();
