import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { createLine } from '../../../src/line.ts';
import { judgeRecords } from '../../../src/pipeline/judge-records.ts';

const { limits } = parseConfigFile('');
const overridesFolder = join(PATHS.root, 'test/cases/overrides');
const line = await createLine(limits, { overridesFolder });

const XML1 = `<TONG_HOP><MA_LK>LK1</MA_LK><STT>1</STT><GIOI_TINH>1</GIOI_TINH><MABENHCHINH>A00</MABENHCHINH>
<MA_QUOCTICH>VN</MA_QUOCTICH><NGAY_VAO>202611010800</NGAY_VAO><NGAY_RA>202611020800</NGAY_RA></TONG_HOP>`;

async function judge(facility: string, day: string) {
  const { records } = await judgeRecords({ ...line.stages, timed: (_stage, run) => run() }, facility, {
    id: 'test',
    channel: 'submissions',
    bytes: Buffer.from(XML1),
    sha256: '',
    contentType: 'application/xml',
    idempotencyKey: null,
    receivedAt: Date.parse(`${day}T12:00:00+07:00`),
  });
  const [record] = records;
  if (record === undefined) throw new Error('no record');
  const { source, verdict, mapped } = record;
  return {
    fields: source.format === 'fhir-json' ? undefined : source.tables.get('XML1')?.rows[0]?.fields,
    told: verdict.issues.map(({ rule, place }) => `${rule.id} ${place}`),
    fhir: JSON.stringify(mapped.resources),
  };
}

describe('overrides in the line', () => {
  it('make what is judged and mapped, and the receipt tells it', async () => {
    const { fields, told, fhir } = await judge('99001', '2026-11-22');
    expect(fields?.get('MA_BENH_CHINH')).toBe('A00');
    expect(told).toEqual(expect.arrayContaining(['LT-M030 XML1[1].MA_BENH_CHINH', 'LT-M030 XML1[1].MA_QUOCTICH']));
    expect(told.filter((one) => one.endsWith('.MABENHCHINH'))).toEqual([]);
    expect(fhir).toContain('"code":"000"');
  });

  it.each([
    ['after its last day of receipt', '99001', '2027-01-01'],
    ['of another facility', '99002', '2026-11-22'],
  ])('an override %s does nothing', async (_name, facility, day) => {
    const { fields, told } = await judge(facility, day);
    expect(fields?.get('MABENHCHINH')).toBe('A00');
    expect(told.filter((one) => one.startsWith('LT-M03'))).toEqual([]);
  });
});
