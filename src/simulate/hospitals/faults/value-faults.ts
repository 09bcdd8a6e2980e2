import { type Fault, inFields } from './fault.ts';

/** `2026-07-01T08:15` of `202607010815`. */
function toIso(instant: string): string {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(instant) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** `01/07/2026 08:15` of `202607010815`. */
function toDayFirst(instant: string): string {
  const [date = '', time = ''] = toIso(instant).split('T');
  return `${date.split('-').reverse().join('/')} ${time}`;
}

/** Faults in codes, times, money, identity and results, as seen in public exports and validators. */
export const VALUE_FAULTS = {
  'code-lost-zero': inFields('XML1', (fields) => ({ MA_LOAI_KCB: (fields['MA_LOAI_KCB'] ?? '').replace(/^0/, '') })),
  'code-as-text': inFields('XML1', (fields) => ({ GIOI_TINH: fields['GIOI_TINH'] === '1' ? 'Nam' : 'Nữ' })),
  'code-out-of-list': inFields('XML1', () => ({ KET_QUA_DTRI: '9' })),
  'dagger-code': inFields('XML1', (fields) => ({ MA_BENH_CHINH: `${fields['MA_BENH_CHINH']}†` })),
  'comma-list': inFields('XML1', () => ({ MA_BENH_KT: 'I10,E11.9,E78.2' })),
  'trailing-semicolon': inFields('XML1', () => ({ MA_BENH_KT: 'I10;E11.9;' })),
  'thirteen-secondary-codes': inFields('XML1', () => ({
    MA_BENH_KT: 'I10;E11.9;E78.2;K29.7;M54.5;H10.9;J44.9;N18.9;I25.9;G47.0;K21.9;R51;B35.1',
  })),
  'duplicate-code': inFields('XML1', () => ({ MA_BENH_KT: 'I10;I10' })),
  'iso-instant': inFields('XML1', (fields) => ({ NGAY_VAO: toIso(fields['NGAY_VAO'] ?? '') })),
  'day-first-instant': inFields('XML4', (fields) => ({ NGAY_KQ: toDayFirst(fields['NGAY_KQ'] ?? '') })),
  'instant-with-seconds': inFields('XML1', (fields) => ({ NGAY_TTOAN: `${fields['NGAY_TTOAN']}00` })),
  'date-for-instant': inFields('XML2', (fields) => ({ NGAY_YL: (fields['NGAY_YL'] ?? '').slice(0, 8) })),
  'zero-month': inFields('XML3', (fields) => ({ NGAY_YL: `${(fields['NGAY_YL'] ?? '').slice(0, 4)}00010800` })),
  'end-before-start': inFields('XML1', () => ({ NGAY_RA: '202001010800' }), 'quarantined'),
  'order-outside-stay': inFields('XML3', () => ({ NGAY_YL: '202001010800' })),
  'float-remainder': inFields('XML1', (fields) => ({
    T_TONGCHI_BV: `${(fields['T_TONGCHI_BV'] ?? '').slice(0, -1)}04999999`,
  })),
  'decimal-comma': inFields('XML3', (fields) => ({ DON_GIA_BV: (fields['DON_GIA_BV'] ?? '').replace('.', ',') })),
  'header-unlike-lines': inFields('XML1', (fields) => ({
    T_TONGCHI_BV: String(Number(fields['T_TONGCHI_BV']) + 50_000),
  })),
  'unequal-card-lists': inFields('XML1', (fields) => ({
    MA_THE_BHYT: 'XX4519990000001;XX4519990000002',
    GT_THE_TU: fields['GT_THE_TU'] || '20260101',
  })),
  'citizen-number-as-text': inFields('XML1', () => ({ SO_CCCD: '999-000-000-001' })),
  'value-with-unit': inFields('XML4', (fields) => ({ GIA_TRI: `5,6 ${fields['DON_VI_DO'] ?? ''}` })),
  'value-with-comparator': inFields('XML4', () => ({ GIA_TRI: '<5' }), 'taken'),
  'value-as-text': inFields('XML4', () => ({ GIA_TRI: 'Âm tính', DON_VI_DO: '' }), 'taken'),
} as const satisfies Readonly<Record<string, Fault>>;
