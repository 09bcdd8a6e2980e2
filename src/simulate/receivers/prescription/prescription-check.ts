/** A fault as the system names it. */
export interface PrescriptionFault {
  readonly truong: string;
  readonly ma_loi: string;
  readonly thong_bao: string;
}

type Prescription = Readonly<Record<string, unknown>>;

const CODE = /^[0-9A-Za-z]{12}-[NHCTnhcty]$/;
const REQUIRED = [
  'loai_don_thuoc',
  'ma_don_thuoc',
  'ho_ten_benh_nhan',
  'ngay_sinh_benh_nhan',
  'gioi_tinh',
  'ngay_gio_ke_don',
];
/** TT 26/2025: of a child under 72 months weight and who came with it. */
const OF_SMALL_CHILDREN = ['can_nang', 'thong_tin_nguoi_giam_ho'];
const SMALL_CHILD_MONTHS = 72;
const DAY = /^\d{2}\/\d{2}\/\d{4}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/**
 * Checks a prescription by QĐ 808 and TT 26/2025, as far as they are known. The texts repeat values, as those of real systems
 * do: a sender must not pass them on.
 */
export function checkPrescription(prescription: Prescription, doctor: string): readonly PrescriptionFault[] {
  const faults: PrescriptionFault[] = [];
  const add = (truong: string, ma_loi: string, value: unknown) =>
    faults.push({ truong, ma_loi, thong_bao: `${truong} không hợp lệ: ${JSON.stringify(value)}` });
  for (const field of REQUIRED) if (isEmpty(prescription[field])) add(field, 'required', null);
  const told = (field: string) => String(prescription[field] ?? '');
  if (told('ma_don_thuoc') !== '' && !CODE.test(told('ma_don_thuoc')))
    add('ma_don_thuoc', 'format', told('ma_don_thuoc'));
  if (!DAY.test(told('ngay_sinh_benh_nhan'))) add('ngay_sinh_benh_nhan', 'date_format', told('ngay_sinh_benh_nhan'));
  if (!INSTANT.test(told('ngay_gio_ke_don'))) add('ngay_gio_ke_don', 'date_format', told('ngay_gio_ke_don'));
  if (!['1', '2', '3'].includes(told('gioi_tinh'))) add('gioi_tinh', 'in', told('gioi_tinh'));
  if (![doctor, ''].includes(told('ma_lien_thong_bac_si'))) add('ma_lien_thong_bac_si', 'exists', doctor);
  if (isSmallChild(told('ngay_sinh_benh_nhan'), told('ngay_gio_ke_don'))) {
    for (const field of OF_SMALL_CHILDREN) if (isEmpty(prescription[field])) add(field, 'required_if', null);
  }
  for (const field of faultyDrugs(prescription['thong_tin_don_thuoc'])) add(field, 'required', null);
  return faults;
}

function faultyDrugs(drugs: unknown): readonly string[] {
  if (!Array.isArray(drugs) || drugs.length === 0) return ['thong_tin_don_thuoc'];
  return drugs.flatMap((drug: Prescription, index) =>
    isEmpty(drug['ten_thuoc']) ? [`thong_tin_don_thuoc.${index}.ten_thuoc`] : [],
  );
}

/** Under 72 months old when it was prescribed, both as QĐ 808 writes them. */
function isSmallChild(birth: string, prescribed: string): boolean {
  const [day = '', month = '', year = ''] = birth.split('/');
  const months = 12 * (Number(prescribed.slice(0, 4)) - Number(year)) + Number(prescribed.slice(5, 7)) - Number(month);
  const whole = Number(prescribed.slice(8, 10)) < Number(day) ? months - 1 : months;
  return whole < SMALL_CHILD_MONTHS;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
