import type { FormRecord } from '../../types/source-record.ts';
import { rowsOf, summaryRow, valueIn } from './claim-facts.ts';
import { exceeds, negate, parseDecimal, signOf, sum, ZERO } from './exact-decimal.ts';
import type { Findings } from './findings.ts';

/** MA_NHOM of services that have results: tests, imaging, functional exploration. */
const WITH_RESULT = new Set(['1', '2', '3']);
/** Characters of GIA_TRI; a single result is shorter. */
const LONGEST_RESULT = 100;
const HEAVIEST_KG = 500n;

/**
 * Services and their results: a result without its service (LT-B075), a service without its result (LT-B076), a whole
 * report in one value (LT-B077), a value without the code of its index (LT-B078), a weight that cannot be kilograms
 * (LT-B079).
 * @source QĐ 4750/QĐ-BYT, XML3 and XML4; faults seen in exports
 */
export function checkResults(record: FormRecord, findings: Findings): void {
  const services = rowsOf(record, 'XML3');
  const results = rowsOf(record, 'XML4');
  const ordered = new Set(services.map((row) => valueIn(row, 'MA_DICH_VU')));
  const answered = new Set(results.map((row) => valueIn(row, 'MA_DICH_VU')));
  for (const row of results) {
    const service = valueIn(row, 'MA_DICH_VU');
    const value = valueIn(row, 'GIA_TRI');
    const report = (ruleId: string, field: string) => findings.add(ruleId, 'XML4', row.number, field);
    if (services.length > 0 && service !== '' && !ordered.has(service)) report('LT-B075', 'MA_DICH_VU');
    if (value.length > LONGEST_RESULT || value.includes('\n')) report('LT-B077', 'GIA_TRI');
    if (value !== '' && valueIn(row, 'MA_CHI_SO') === '') report('LT-B078', 'MA_CHI_SO');
  }
  for (const row of services) {
    const service = valueIn(row, 'MA_DICH_VU');
    const isDone = signOf(parseDecimal(row.fields.get('SO_LUONG')) ?? ZERO) === 1;
    if (service !== '' && isDone && WITH_RESULT.has(valueIn(row, 'MA_NHOM')) && !answered.has(service)) {
      findings.add('LT-B076', 'XML3', row.number, 'MA_DICH_VU');
    }
  }
  checkWeight(record, findings);
}

function checkWeight(record: FormRecord, findings: Findings): void {
  const summary = summaryRow(record);
  const text = valueIn(summary, 'CAN_NANG');
  if (summary === undefined || text === '') return;
  const weight = parseDecimal(text);
  const limit = { units: HEAVIEST_KG, scale: 0 };
  const isWeight = weight !== undefined && signOf(weight) === 1 && !exceeds(sum(weight, negate(limit)), ZERO);
  if (!isWeight) findings.add('LT-B079', 'XML1', summary.number, 'CAN_NANG');
}
