import { isCheckIn } from '../../fhir/forms.ts';
import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { INSTANT } from '../codecs/local-date.ts';
import type { DecideSections } from './emr-sections.ts';

const SERVICE_GROUPS: Readonly<Record<string, string>> = {
  '1': 'laboratory',
  '2': 'imaging',
  '3': 'imaging',
  '8': 'procedures',
  '18': 'procedures',
};
const PERSONAL_NUMBER = /^\d{12}$/;

/**
 * What a claim record tells about coverage. A claim is not an EMR: it counts the encounter, and reaches level 1 only
 * when the clinical tables that are due for its kind came with it. A check-in tells that care began, and no more.
 */
export function buildClaimEvidence(record: FormRecord, decideSections: DecideSections): RecordEvidence {
  return isCheckIn(record.tables) ? checkInEvidence(record) : claimEvidence(record, decideSections);
}

function checkInEvidence({ key, tables }: FormRecord): RecordEvidence {
  return {
    source: 'check-in',
    encounter: key,
    endOfCare: null,
    level: 0,
    sectionsDue: [],
    sectionsPresent: [],
    identity: (tables.get('XML0')?.rows ?? []).some(({ fields }) => hasPersonalNumber(fields)),
    signed: false,
  };
}

function claimEvidence(record: FormRecord, decideSections: DecideSections): RecordEvidence {
  const rowsOf = (table: string): readonly SourceRow[] =>
    record.tables.get(table)?.rows ?? record.tables.get(`4210.${table}`)?.rows ?? [];
  const header = rowsOf('XML1')[0]?.fields;
  const ordered = orderedSections(rowsOf('XML2'), rowsOf('XML3'));
  const present = presentSections(header, rowsOf, ordered);
  const sections = decideSections(header?.get('MA_LOAI_KCB') ?? '', ordered, present);
  const complete = header !== undefined && sections.complete;
  return {
    source: 'claim',
    encounter: record.key,
    endOfCare: readInstant(header?.get('NGAY_RA')),
    level: complete ? 1 : 0,
    sectionsDue: sections.due,
    sectionsPresent: sections.present,
    identity: header !== undefined && hasPersonalNumber(header),
    signed: false,
  };
}

function hasPersonalNumber(fields: SourceRow['fields']): boolean {
  return PERSONAL_NUMBER.test(fields.get('SO_CCCD') ?? '');
}

function orderedSections(drugs: readonly SourceRow[], services: readonly SourceRow[]): Set<string> {
  const ordered = new Set<string>(drugs.length > 0 ? ['drug-orders'] : []);
  for (const { fields } of services) {
    const section = SERVICE_GROUPS[fields.get('MA_NHOM') ?? ''];
    if (section !== undefined) ordered.add(section).add('service-orders');
  }
  return ordered;
}

/** A section is present when its rows are there with their content, not when only the charge is. */
function presentSections(
  header: SourceRow['fields'] | undefined,
  rowsOf: (table: string) => readonly SourceRow[],
  ordered: ReadonlySet<string>,
): Set<string> {
  const present = new Set<string>();
  const has = (rows: readonly SourceRow[], field: string) =>
    rows.some(({ fields }) => (fields.get(field) ?? '') !== '');
  if ((header?.get('HO_TEN') ?? '') !== '') present.add('administrative');
  if ((header?.get('CHAN_DOAN_VAO') ?? '') !== '' && (header?.get('LY_DO_VV') ?? '') !== '') present.add('admission');
  if (has(rowsOf('XML5'), 'DIEN_BIEN_LS') || has(rowsOf('XML5'), 'DIEN_BIEN')) present.add('progress');
  if (has(rowsOf('XML7'), 'MA_LK') || has(rowsOf('XML8'), 'MA_LK')) present.add('discharge');
  if (has(rowsOf('XML2'), 'LIEU_DUNG')) present.add('drug-orders');
  if (has(rowsOf('XML3'), 'NGAY_YL')) present.add('service-orders');
  if (has(rowsOf('XML4'), 'GIA_TRI')) present.add('laboratory');
  if (has(rowsOf('XML4'), 'KET_LUAN') || has(rowsOf('XML4'), 'MO_TA')) present.add('imaging');
  if (ordered.has('procedures') && (has(rowsOf('XML5'), 'PHAU_THUAT') || has(rowsOf('XML3'), 'NGAY_TH_YL')))
    present.add('procedures');
  return present;
}

function readInstant(text: string | undefined): number | null {
  const value = INSTANT.parse(text ?? '');
  return typeof value === 'string' && value.includes('T') ? Date.parse(value) : null;
}
