/**
 * What it costs on one core to make validated FHIR of claim files: decode, map and validate, each beside the XML parser
 * alone on the same bytes and JSON.parse of the result, all in one process; then the way back.
 *
 *   npm run bench:map
 *
 * See bench/README.md for the method and how to read the figures. Takes about half a minute.
 */
import { SaxesParser } from 'saxes';
import { loadConfig } from '../src/config/load-config.ts';
import { createFormWriter } from '../src/encode/form-writer.ts';
import { createLine } from '../src/line.ts';
import type { JudgedRecord } from '../src/pipeline/judge-records.ts';
import type { SourceRecord } from '../src/types/source-record.ts';
import { createClaims, type Payload } from './ingest/payloads.ts';

const FACILITIES = Array.from({ length: 20 }, (_, index) => `99${String(index).padStart(3, '0')}`);
const ENCOUNTERS = 400;
const ROUNDS = 5;

const { limits } = loadConfig({}, () => '');
const line = await createLine(limits);
const rebuild = line.createFormReader();
const write = createFormWriter(line.forms);
const payloads = createClaims(FACILITIES, ENCOUNTERS);
const receivedAt = Date.now();

/** CPU milliseconds of a run over all files: the best of some rounds, after one to warm up. */
function measure<T>(run: () => T): { readonly ms: number; readonly result: T } {
  let best = Number.POSITIVE_INFINITY;
  let result = run();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    result = run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  return { ms: best, result };
}

/** The inner tables too: they are base64 in the envelope. */
function parseOnly({ bytes }: Payload): void {
  const inner: string[] = [];
  let text = '';
  const envelope = new SaxesParser();
  envelope.on('opentag', () => {
    text = '';
  });
  envelope.on('text', (piece) => {
    text += piece;
  });
  envelope.on('closetag', ({ name }) => {
    if (name === 'NOIDUNGFILE') inner.push(Buffer.from(text, 'base64').toString('utf8'));
  });
  envelope.write(bytes.toString('utf8')).close();
  for (const table of inner) {
    const parser = new SaxesParser();
    parser.on('text', () => undefined);
    parser.on('opentag', () => undefined);
    parser.on('closetag', () => undefined);
    parser.write(table).close();
  }
}

const raw = ({ bytes }: Payload) => ({
  id: '',
  channel: 'submissions' as const,
  bytes,
  sha256: '',
  contentType: 'application/xml',
  idempotencyKey: null,
  receivedAt,
});

function mapAll(records: readonly SourceRecord[]): Pick<JudgedRecord, 'source' | 'mapped'>[] {
  return records.map((source) => ({ source, mapped: line.stages.map(source.facility ?? '', source) }));
}

const parse = measure(() => {
  for (const payload of payloads) parseOnly(payload);
});
const decoded = measure(() => payloads.flatMap((payload) => [...line.stages.decode(raw(payload))]));
const mapped = measure(() => mapAll(decoded.result));
const judged = measure(() =>
  mapped.result.map(({ source, mapped: one }) => line.stages.judge(source, one, receivedAt)),
);
const texts = mapped.result.map(({ mapped: { resources } }) => JSON.stringify(resources));
const parsed = measure(() => texts.map((text) => JSON.parse(text) as Record<string, unknown>[]));
const back = measure(() =>
  parsed.result.map((resources) => write(rebuild(resources).forms.map(({ record }) => record))),
);

const megabytes = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) / 1e6;
const rows = decoded.result.reduce(
  (sum, record) =>
    record.format === 'fhir-json'
      ? sum
      : sum + [...record.tables.values()].reduce((n, table) => n + table.rows.length, 0),
  0,
);
const resources = mapped.result.reduce((sum, { mapped: one }) => sum + one.resources.length, 0);
const whole = decoded.ms + mapped.ms + judged.ms;
const count = payloads.length;

function print(name: string, ms: number): void {
  const cells = [
    (ms / count).toFixed(2),
    ((count / ms) * 1000).toFixed(0),
    ((rows / ms) * 1000).toFixed(0),
    (ms / parse.ms).toFixed(2),
  ];
  console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(14)).join(''));
}

console.log(
  `${count} encounters, ${rows} rows, ${resources} resources; on average ${((megabytes(payloads.map(({ bytes }) => bytes.length)) / count) * 1000).toFixed(0)} KB of XML, ${(resources / count).toFixed(0)} resources, ${((megabytes(texts.map(({ length }) => length)) / count) * 1000).toFixed(0)} KB of JSON`,
);
console.log(
  ''.padEnd(28) + ['ms/encounter', 'encounters/s', 'rows/s', '/ XML parse'].map((cell) => cell.padStart(14)).join(''),
);
print('XML parser alone', parse.ms);
print('JSON.parse of the result', parsed.ms);
print('decode', decoded.ms);
print('map', mapped.ms);
print('validate', judged.ms);
print('decode + map + validate', whole);
print('back: FHIR to XML', back.ms);
console.log(`RSS ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
