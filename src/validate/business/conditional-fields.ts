import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { rowsOf, valueIn } from './claim-facts.ts';
import type { Findings } from './findings.ts';
import { listParts } from './list-values.ts';

/** Fields that must be there when others of the row say so, beyond what mappings/forms/claim.json can tell. */
interface Condition {
  readonly table: string;
  readonly holds: (row: SourceRow) => boolean;
  readonly needs: readonly string[];
}

const has = (field: string, code: string) => (row: SourceRow) => listParts(row.fields.get(field)).includes(code);

const CONDITIONS: readonly Condition[] = [
  {
    table: 'XML6',
    holds: (row) => !['', '0'].includes(valueIn(row, 'LOAI_DTRI_LAO')),
    needs: ['PHACDO_DTRI_LAO', 'NGAYBD_DTRI_LAO'],
  },
  {
    table: 'XML6',
    holds: has('MA_TINH_TRANG_DK', '1'),
    needs: ['LAN_XN_PCR', 'NGAY_XN_PCR', 'NGAY_KQ_XN_PCR', 'MA_KQ_XN_PCR'],
  },
  {
    table: 'XML6',
    holds: has('MA_XU_TRI', '1'),
    needs: ['NGAY_BAT_DAU_XU_TRI', 'NGAY_KET_THUC_XU_TRI', 'SO_NGAY_CAP_THUOC_ARV'],
  },
  { table: 'XML6', holds: has('MA_PHAC_DO_DIEU_TRI', 'KHAC'), needs: ['MA_BAC_PHAC_DO'] },
];

/**
 * Fields of XML6 that are empty although others of the row require them: LT-B002. The end of a treatment for tuberculosis
 * stays empty while it lasts.
 * @source QĐ 4750/QĐ-BYT, XML6
 */
export function checkConditionalFields(record: FormRecord, findings: Findings): void {
  for (const { table, holds, needs } of CONDITIONS) {
    for (const row of rowsOf(record, table)) {
      if (!holds(row)) continue;
      for (const field of needs) if (valueIn(row, field) === '') findings.add('LT-B002', table, row.number, field);
    }
  }
}
