import type { FormRecord } from '../../types/source-record.ts';
import { rowsOf } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';
import { isDigits } from './value-forms.ts';

/** A rule on each value of a field that may be a list. */
interface ValueRule {
  readonly table: string;
  readonly field: string;
  readonly faultOf: (value: string) => string | null;
}

const faultOfBed = (value: string) => (/^[HTCK]\d{3}$/.test(value) ? null : 'LT-B090');
const faultOfMachine = (value: string) => (/^[A-Z]{2}\.\d{1,2}\.[0-9A-Z]{5}\.\S{1,50}$/.test(value) ? null : 'LT-B091');

const RULES: readonly ValueRule[] = [
  ...[
    ['XML2', 'MA_BAC_SI'],
    ['XML3', 'MA_BAC_SI'],
    ['XML3', 'NGUOI_THUC_HIEN'],
    ['XML4', 'MA_BS_DOC_KQ'],
    ['XML5', 'NGUOI_THUC_HIEN'],
    ['XML13', 'MA_BAC_SI'],
    ['XML14', 'MA_BAC_SI'],
  ].map(([table = '', field = '']) => ({ table, field, faultOf: faultOfPractitioner })),
  { table: 'XML3', field: 'MA_GIUONG', faultOf: faultOfBed },
  { table: 'XML3', field: 'MA_MAY', faultOf: faultOfMachine },
];

/**
 * Who and what gave care: a name (LT-B088) or a social-insurance number (LT-B089) in place of the practice licence, the
 * forms of bed (LT-B090) and machine codes (LT-B091); a reserved field that is used (LT-B092).
 * @source QĐ 4750/QĐ-BYT: MA_BAC_SI is the number of the practice licence; MA_GIUONG, MA_MAY
 */
export function checkStaffCodes(record: FormRecord, findings: Findings): void {
  for (const { table, field, faultOf } of RULES) {
    for (const row of rowsOf(record, table)) {
      for (const value of listParts(row.fields.get(field))) {
        const fault = faultOf(value);
        if (fault !== null) findings.add(fault, table, row.number, field);
      }
    }
  }
  for (const { name, rows } of record.tables.values()) {
    for (const { number, fields } of rows) {
      if ((fields.get('DU_PHONG') ?? '') !== '') findings.add('LT-B092', name, number, 'DU_PHONG');
    }
  }
}

function faultOfPractitioner(value: string): string | null {
  if (value.length === 10 && isDigits(value)) return 'LT-B089';
  return value.includes(' ') && !/\d/.test(value) ? 'LT-B088' : null;
}
