import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { createFormDecoder } from '../../src/decode/form-xml.ts';
import { loadForms } from '../../src/fhir/forms.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import type { Issue } from '../../src/types/issue.ts';
import type { DecodedEnvelope, DecodeStream, FormRecord, SourceRecord } from '../../src/types/source-record.ts';

export const RULES = loadRuleCatalogue(PATHS.rules);
export const FORMS = loadForms(join(PATHS.mappings, 'forms'));
export const LIMITS = { maxDepth: 64, maxNodes: 20_000 } as const;

/** The claim decoder over the project's own forms and rules, with small limits. */
export const decodeClaim = createFormDecoder({ rules: RULES, limits: LIMITS, forms: FORMS });

/** One FILEHOSO: LOAIHOSO and what stands in NOIDUNGFILE. */
export type File = readonly [loaiHoSo: string, content: string];

/** An envelope of facility 99001; each HOSO is a list of files. */
export function envelope(
  hoso: readonly (readonly File[])[],
  { count = String(hoso.length), facility = '99001' }: { readonly count?: string; readonly facility?: string } = {},
): string {
  const files = (list: readonly File[]) =>
    list.map(
      ([type, content]) => `<FILEHOSO><LOAIHOSO>${type}</LOAIHOSO><NOIDUNGFILE>${content}</NOIDUNGFILE></FILEHOSO>`,
    );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<GIAMDINHHS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<THONGTINDONVI><MACSKCB>${facility}</MACSKCB></THONGTINDONVI>`,
    `<THONGTINHOSO><NGAYLAP>20260705</NGAYLAP><SOLUONGHOSO>${count}</SOLUONGHOSO><DANHSACHHOSO>`,
    ...hoso.map((list) => `<HOSO>${files(list).join('')}</HOSO>`),
    '</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>',
  ].join('\n');
}

/** Base64 of UTF-8 text. */
export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** Fields as elements; values are not escaped. */
export function elements(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
}

/** XML1 of MA_LK LK1 at facility 99001, with these fields besides. */
export function summaryXml(fields: Readonly<Record<string, string>> = {}): string {
  return `<TONG_HOP>${elements({ MA_LK: 'LK1', MA_CSKCB: '99001', ...fields })}</TONG_HOP>`;
}

/** XML2 with these rows. */
export function drugsXml(...rows: readonly Readonly<Record<string, string>>[]): string {
  const items = rows.map((fields) => `<CHI_TIET_THUOC>${elements(fields)}</CHI_TIET_THUOC>`).join('');
  return `<CHITIEU_CHITIET_THUOC><DSACH_CHI_TIET_THUOC>${items}</DSACH_CHI_TIET_THUOC></CHITIEU_CHITIET_THUOC>`;
}

/** Runs a decoding to its end. */
export function drain(stream: DecodeStream): {
  readonly records: readonly SourceRecord[];
  readonly end: DecodedEnvelope;
} {
  const records: SourceRecord[] = [];
  for (let step = stream.next(); ; step = stream.next()) {
    if (step.done === true) return { records, end: step.value };
    records.push(step.value);
  }
}

/** Decodes an envelope of claims. */
export function readEnvelope(content: string | Buffer): {
  readonly records: readonly FormRecord[];
  readonly end: DecodedEnvelope;
} {
  const { records, end } = drain(decodeClaim(typeof content === 'string' ? Buffer.from(content, 'utf8') : content));
  return { records: records.filter((record) => record.format !== 'fhir-json'), end };
}

/** `LT-D036 XML2`, one for each issue: rule and place. */
export function findingsOf(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ rule, place }) => (place === undefined ? rule.id : `${rule.id} ${place}`));
}

/** Rows of a table as plain objects. */
export function rowsOf(record: FormRecord | undefined, table: string): readonly Readonly<Record<string, string>>[] {
  return (record?.tables.get(table)?.rows ?? []).map(({ fields }) => Object.fromEntries(fields));
}
