import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { INSTANT_DMY } from '../codecs/written-date.ts';
import type { DecideSections } from './emr-sections.ts';

/** Sections of a medical record by the groups that hold them (profiles/emr-sections.yaml). */
const SECTIONS_OF_GROUP: Readonly<Record<string, readonly string[]>> = {
  ThongTinBenhNhan: ['administrative'],
  ThongTinVaoVien: ['admission'],
  ThongTinDieuTri: ['progress'],
  YLenhThuocVatTu: ['drug-orders'],
  PhieuChiDinh: ['service-orders'],
  KetQuaChanDoanHinhAnh: ['imaging'],
  KetQuaXetNghiem: ['laboratory'],
  GiayChuyenVien: ['discharge'],
  HoSoCapCuu: ['admission'],
  PhieuThuThuat: ['procedures'],
  PhieuPhauThuat: ['procedures'],
};
const ORDERED: readonly string[] = ['drug-orders', 'service-orders', 'laboratory', 'imaging', 'procedures'];
/** Tells which record a group belongs to, and nothing more. */
const KEY_FIELD = 'sovaovien';
const PERSONAL_NUMBER = /^\d{12}$/;
/** Any kind of care with a bed is judged as inpatient care (MA_LOAI_KCB 03); the export itself names no kind. */
const WITH_BED = '03';
const END_OF_DAY = 'T23:59:59+07:00';

/**
 * What an exported medical record tells about coverage: each group with content is a section, and one with every section
 * that is due is a document (level 2). It carries no signature. Care that ended on a day without a time ended by the end of
 * that day.
 * @source CV 365/TTYQG-GPQLCL (06/06/2025)
 */
export function buildEmrExportEvidence(record: FormRecord, decideSections: DecideSections): RecordEvidence {
  const patient = firstRow(record, 'HSBA.ThongTinBenhNhan');
  const treatment = firstRow(record, 'HSBA.ThongTinDieuTri');
  const end = treatment?.get('ngayravien') ?? '';
  const present = new Set(groupsWithContent(record).flatMap((group) => SECTIONS_OF_GROUP[group] ?? []));
  if (end !== '') present.add('discharge');
  const kind = hasBed(patient) || hasBed(treatment) ? WITH_BED : '';
  const sections = decideSections(kind, new Set(ORDERED.filter((section) => present.has(section))), present);
  return {
    source: 'emr',
    encounter: record.key,
    endOfCare: readEnd(end),
    level: sections.complete ? 2 : 0,
    sectionsDue: sections.due,
    sectionsPresent: sections.present,
    identity: PERSONAL_NUMBER.test(patient?.get('cccd_so') ?? ''),
    signed: false,
  };
}

function firstRow({ tables }: FormRecord, table: string): SourceRow['fields'] | undefined {
  return tables.get(table)?.rows[0]?.fields;
}

/** A group counts when one of its rows, or of those inside it, says more than whose it is. */
function groupsWithContent({ tables }: FormRecord): readonly string[] {
  const groups = new Set<string>();
  for (const { name, rows } of tables.values()) {
    const [, group = ''] = name.split('.');
    const isFilled = rows.some(({ fields }) => [...fields].some(([field, text]) => field !== KEY_FIELD && text !== ''));
    if (isFilled) groups.add(group);
  }
  return [...groups];
}

function hasBed(fields: SourceRow['fields'] | undefined): boolean {
  return (fields?.get('giuong') ?? '') !== '';
}

function readEnd(text: string): number | null {
  const value = INSTANT_DMY.parse(text);
  if (typeof value !== 'string' || value.length < 10) return null;
  return Date.parse(value.includes('T') ? value : value + END_OF_DAY);
}
