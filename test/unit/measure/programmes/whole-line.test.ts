import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { createLine } from '../../../../src/line.ts';
import { createProgrammeService } from '../../../../src/measure/programmes/programme-service.ts';
import { createLinePreparation } from '../../../../src/pipeline/preparation/line-preparation.ts';
import { loadYaml } from '../../../support/config-text.ts';
import { healthBookFile, healthCheckFile } from '../../../support/health-form-files.ts';
import { PRESCRIPTION } from '../../../support/json-forms.ts';
import { ROOT } from '../../../support/source-files.ts';
import { openTemporaryStore, type TemporaryStore } from '../../../support/temporary-store.ts';

const FACILITY = '99001';
const config = loadYaml(`programmes:
  population: { total: 1000, communes: { "21001": 400, "21002": 600 } }
  driverChecks: [{ facility: "99001", from: 2026-01-01 }, { facility: "99002", from: 2026-01-01 }]`);
/** A Monday. */
const MORNING = Date.parse('2026-11-23T08:00:00+07:00');

const read = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const home = (code: string) => `</MADINHDANH><MAXA_THUONGTRU>${code}</MAXA_THUONGTRU>`;
const book = (person: number, code: string, note?: string) =>
  healthBookFile(person, note).replace('</MADINHDANH>', home(code));
const check = (began: string) =>
  healthCheckFile(3)
    .replace('<MACSKCB>0000000000000<', `<MACSKCB>${FACILITY}<`)
    .replace('<MA_CSKCB>00000<', `<MA_CSKCB>${FACILITY}<`)
    .replace('<TYPE>Adult<', '<TYPE>Driver<')
    .replace('<NGAY_VAO>202607010815<', `<NGAY_VAO>${began}<`);
const birth = (issued: string) =>
  read('test', 'cases', 'national-forms', 'synthetic-hsdlgcs.xml')
    .replace('<MACSKCB>00000<', `<MACSKCB>${FACILITY}<`)
    .replace('<NGAY_CT>20260705<', `<NGAY_CT>${issued}<`);

let opened: TemporaryStore;
beforeAll(async () => {
  opened = await openTemporaryStore();
});
afterAll(() => opened.cleanup());

it('counts what national forms bring, from their bytes to the figures', async () => {
  const { store } = opened;
  const line = await createLine(config.limits, config);
  const prepare = createLinePreparation(line, config, { timed: (_stage, run) => run(), newId: v7 });
  const send = async (text: string, receivedAt = MORNING) => {
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const contentType = text.startsWith('{') ? 'application/json' : 'application/xml';
    const raw = {
      id: v7(),
      channel: 'submissions',
      bytes,
      sha256,
      contentType,
      idempotencyKey: null,
      receivedAt,
    } as const;
    const prepared = await prepare({ facility: FACILITY, raw });
    if (prepared.kind === 'refused') throw new Error(prepared.refusal.issues.map(({ rule }) => rule.id).join());
    expect((await store.accept(prepared.packed)).kind).toBe('stored');
  };

  await send(read('examples', 'claim.xml'));
  await send(book(1, '21001'));
  // The same again with a word changed is a correction, and the same person.
  await send(book(1, '21002', 'Không mổ').replace('YC-1', 'YC-1-1'), MORNING + 1);
  await send(book(2, '99999'));
  await send(check('202611221000'));
  // Issued on Friday at 16:30: four working hours end on Monday at 10:30.
  await send(birth('202611201630'));
  await send(JSON.stringify(PRESCRIPTION));

  const clock = () => MORNING + 60_000;
  const service = createProgrammeService({ store, settings: config.programmes, registry: store.facilities, clock });
  const figures = await service.figures({ from: '2026-11-01', to: '2026-11-23' });
  const told = figures.map(({ id, numerator, denominator }) => `${id} ${numerator}/${denominator}`);
  expect(told).toEqual([
    'health-book 1/1000',
    'e-prescription 1/0',
    'driver-check 1/2',
    'birth-certificate 1/1',
    'death-notice 0/0',
    'health-check 1/1',
    'identity 1/1',
    'telehealth 0/1',
    'immunisation 1/1000',
  ]);
  expect(figures[0]?.byCommune.map(({ commune, numerator }) => [commune, numerator])).toEqual([
    ['21001', 0],
    ['21002', 1],
  ]);
});
