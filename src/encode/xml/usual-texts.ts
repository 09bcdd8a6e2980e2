import type { FormRecord } from '../../types/source-record.ts';

const SIGNATURE = 'CHUKYDONVI';

/**
 * Completes the texts of a record that came in no file, as far as they can be told: facility, number of HOSO; the others
 * stay empty. A record that came in files keeps its own.
 */
export function withUsualTexts(record: FormRecord, records: number): FormRecord {
  const { envelope } = record;
  if (envelope.files.length > 0) return record;
  const usual = [
    ['THONGTINDONVI/MACSKCB', facilityOf(record)],
    ['THONGTINHOSO/NGAYLAP', ''],
    ['THONGTINHOSO/SOLUONGHOSO', String(records)],
  ] as const;
  const told = [...envelope.texts].filter(([path]) => path !== SIGNATURE);
  const signature = [SIGNATURE, envelope.texts.get(SIGNATURE) ?? ''] as const;
  return { ...record, envelope: { ...envelope, texts: new Map([...usual, ...told, signature]) } };
}

/** KHAMSUCKHOE has the GLN in its envelope, every other one mã CSKCB. */
function facilityOf({ facility, tables }: FormRecord): string {
  const gln = tables.get('KSK.XML2')?.rows[0]?.fields.get('MA_GTIN_CSKCB')?.trim() ?? '';
  return gln === '' ? facility : gln;
}
