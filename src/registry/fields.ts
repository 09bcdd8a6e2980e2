import { plainWord } from '../fhir/facility-words.ts';
import type { Bilingual } from '../types/issue.ts';

interface Field {
  readonly name: string;
  readonly label: Bilingual;
  /** Other headings under which it stands in files, without case and marks. */
  readonly others: readonly string[];
}

function field<const Name extends string>(name: Name, vi: string, en: string, ...others: readonly string[]) {
  return { name, label: { vi, en }, others } as const satisfies Field;
}

/**
 * What the cells of a registry file tell, in the order in which columns are written. Those of `scope` and `contact` may stand
 * several times, numbered: their keys are `scope.2.reason`.
 */
export const FIELDS = [
  field('code', 'Mã cơ sở', 'code', 'macskcb', 'makcb', 'macosokcb', 'ma', 'facilitycode', 'macosokhamchuabenh'),
  field('name', 'Tên cơ sở', 'name', 'tencskcb', 'ten', 'tencosokhamchuabenh', 'facilityname'),
  field('cohort', 'Nhóm', 'cohort', 'nhomcoso'),
  field('gln', 'Mã GLN', 'gln'),
  field('formerNames', 'Tên cũ', 'former names', 'formername', 'tentruocday'),
  field('kind', 'Loại hình', 'kind', 'loai', 'type', 'loaicoso', 'loaihinhcoso'),
  field('level', 'Cấp', 'level', 'tuyen', 'capchuyenmon', 'tuyenchuyenmon'),
  field('ownership', 'Sở hữu', 'ownership', 'hinhthucsohuu', 'loaisohuu'),
  field('commune', 'Xã, phường, đặc khu', 'commune', 'xa', 'xaphuong', 'phuongxa', 'maxa', 'tenxa', 'communecode'),
  field('lat', 'Vĩ độ', 'latitude', 'lat'),
  field('lng', 'Kinh độ', 'longitude', 'lng', 'lon', 'long'),
  field('services', 'Hình thức điều trị', 'services', 'dichvu', 'dichvudieutri'),
  field('openFrom', 'Hoạt động từ ngày', 'open from', 'hoatdongtu', 'ngayhoatdong', 'opened', 'ngaymo'),
  field('openTo', 'Ngày hoạt động cuối', 'open to', 'hoatdongdenngay', 'hoatdongden', 'ngaydongcua', 'closed'),
  field('mergedInto', 'Sáp nhập vào', 'merged into', 'sapnhapvaoma', 'sapnhapvaocoso'),
  field('announced', 'Ngày công bố bệnh án điện tử', 'announced', 'ngaycongbo', 'ngaycongbobadt', 'congbobenhandientu'),
  field(
    'announcement.decision',
    'Quyết định công bố',
    'announcement decision',
    'soquyetdinh',
    'soquyetdinhcongbo',
    'decision',
  ),
  field('announcement.link', 'Liên kết công bố', 'announcement link', 'lienketquyetdinh', 'link'),
  field('hisVendor', 'Nhà cung cấp HIS', 'HIS vendor', 'donvicungcaphis', 'his', 'phanmemhis'),
  field('scope.value', 'Phạm vi', 'scope', 'thuocphamvi'),
  field('scope.from', 'Phạm vi: từ ngày', 'scope: from'),
  field('scope.reason', 'Phạm vi: lý do', 'scope: reason', 'lydophamvi'),
  field('scope.by', 'Phạm vi: người quyết định', 'scope: by', 'phamviquyetdinhboi'),
  field('scope.decidedOn', 'Phạm vi: ngày quyết định', 'scope: decided on'),
  field('contact.name', 'Liên hệ', 'contact', 'nguoilienhe', 'lienhehoten', 'contactname'),
  field('contact.role', 'Liên hệ: chức vụ', 'contact: role'),
  field('contact.phone', 'Liên hệ: điện thoại', 'contact: phone', 'dienthoai', 'phone'),
  field('contact.email', 'Liên hệ: email', 'contact: email', 'email'),
] as const;

const BY_HEADING = new Map(
  FIELDS.flatMap(({ name, label, others }) =>
    [plainWord(label.vi), plainWord(label.en), plainWord(name), ...others].map((heading) => [heading, name] as const),
  ),
);

/** A group of fields that stands several times. */
const NUMBERED = /^(scope|contact)\.(\w+)$/;
/** Words before the month in the heading of a column of statistics. */
const BEFORE_MONTH = ['', 't', 'thang', 'luotkham', 'luotkhamthang', 'soluotkham', 'soluotkhamthang', 'thongke'].concat(
  ['thongkethang', 'luot', 'statistics', 'encounters', 'visits'],
);
const MONTH = /^(.*?)(?:(\d{4})\s*[-/.]\s*(\d{1,2})|(\d{1,2})\s*[-/.]\s*(\d{4}))$/su;

/**
 * Key of what a column holds: a field (`name`), one of a numbered group (`scope.2.reason`), a month of statistics
 * (`statistics.2026-10`); undefined for a heading that is not known. Headings are Vietnamese or English, whatever case and marks.
 */
export function keyOfHeading(heading: string): string | undefined {
  const month = monthOf(heading.trim());
  if (month !== undefined) return `statistics.${month}`;
  const plain = plainWord(heading);
  const whole = BY_HEADING.get(plain);
  const name = whole ?? BY_HEADING.get(plain.replace(/\d/g, ''));
  if (name === undefined) return undefined;
  const [, group, part] = NUMBERED.exec(name) ?? [];
  const digits = plain.replace(/\D/g, '');
  if (group === undefined) return whole;
  const number = digits === '' ? 1 : Number(digits);
  return number >= 1 && number <= 99 ? `${group}.${number}.${part}` : undefined;
}

function monthOf(heading: string): string | undefined {
  const [, before = '', year, month, monthFirst, yearLast] = MONTH.exec(heading) ?? [];
  const number = Number(month ?? monthFirst);
  if (!BEFORE_MONTH.includes(plainWord(before)) || !(number >= 1 && number <= 12)) return undefined;
  return `${year ?? yearLast}-${String(number).padStart(2, '0')}`;
}

/** Heading of a column, as it is written; the first of a numbered group has no number. */
export function headingOf(key: string, language: keyof Bilingual): string {
  const [group = '', number, part] = key.split('.');
  if (group === 'statistics') return language === 'vi' ? `Lượt khám ${number}` : `statistics ${number}`;
  const name = part === undefined ? key : `${group}.${part}`;
  const label = FIELDS.find((one) => one.name === name)?.label[language] ?? key;
  if (part === undefined || number === '1') return label;
  const [first = '', ...rest] = label.split(':');
  return [`${first} ${number}`, ...rest].join(':');
}

/** The same in both languages. */
export function headingsOf(key: string): Bilingual {
  return { vi: headingOf(key, 'vi'), en: headingOf(key, 'en') };
}
