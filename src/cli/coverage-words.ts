import type { Stage } from '../types/coverage.ts';
import type { Language } from './language.ts';

interface CoverageWords {
  readonly title: (asOf: string) => string;
  readonly totals: readonly string[];
  readonly rows: Readonly<Record<'province' | 'hospitals' | 'others', string>>;
  readonly facilities: readonly string[];
  readonly stage: Readonly<Record<Stage, string>>;
  readonly yes: string;
  readonly decimal: string;
  /** Under the table, when a volume is over 1. */
  readonly over: string;
  readonly line: (file: string, line: number) => string;
  readonly entry: (file: string, entry: number) => string;
  readonly position: (line: number, column: number) => string;
  readonly unreadable: (file: string, why: string) => string;
  readonly notUtf8: string;
  readonly notJson: (position: string) => string;
  readonly notList: string;
  readonly notFact: string;
  readonly missing: (field: string, need: string) => string;
  readonly mustBe: (field: string, need: string) => string;
  /** The facility itself, when it is no object. */
  readonly whole: string;
  readonly twice: (code: string, first: number) => string;
  readonly notMonth: (key: string) => string;
  readonly refusedReleased: string;
  readonly releasedTooEarly: string;
  readonly closedBeforeOpen: (code: string) => string;
  readonly unknownField: (file: string, field: string, count: number, nearest: string | undefined) => string;
  readonly moreUnknown: (file: string, count: number) => string;
  readonly strangers: (facts: number, facilities: number, codes: string) => string;
}

/** What `coverage` tells. */
export const COVERAGE_WORDS: Readonly<Record<Language, CoverageWords>> = {
  vi: {
    title: (asOf) => `Độ bao phủ tính đến hết ngày ${asOf.split('-').toReversed().join('/')}`,
    totals: [
      ...['', 'hoạt động', 'thuộc phạm vi', 'chưa rõ', 'công bố', '%', '% kể cả chưa rõ', 'kiểm chứng', '%'],
      ...['% kể cả chưa rõ', 'lượt có BAĐT', 'dự kiến', '%', 'chưa biết dự kiến'],
    ],
    rows: { province: 'toàn tỉnh', hospitals: 'bệnh viện', others: 'cơ sở khác' },
    facilities: [
      ...['mã', 'bậc', 'công bố', 'duy trì', 'dự kiến', 'lượt có BAĐT', 'đủ lượt', 'đủ mục', 'đúng hạn'],
      ...['định danh', 'ký số', 'được nhận'],
    ],
    stage: {
      registered: 'đã đăng ký',
      connected: 'đã kết nối',
      sending: 'đang gửi',
      complete: 'gửi đủ',
      proven: 'đã kiểm chứng',
    },
    yes: 'có',
    decimal: ',',
    over: '* vượt số dự kiến: lượt có BAĐT nhiều hơn số dự kiến, tính từ thống kê hoặc nhịp gửi',
    line: (file, line) => `${file} dòng ${line}`,
    entry: (file, entry) => `${file} mục ${entry}`,
    position: (line, column) => `dòng ${line}, cột ${column}`,
    unreadable: (file, why) => `không đọc được ${file}: ${why}`,
    notUtf8: 'không phải UTF-8; hãy lưu lại tệp với mã ký tự UTF-8',
    notJson: (position) =>
      `không phải JSON đúng cú pháp${position === '' ? '' : `: sai từ ${position}`}; hãy sửa hoặc xuất lại tệp`,
    notList: 'không phải danh sách JSON các cơ sở: [{"code":"99001","cohort":"hospital"}]',
    notFact: 'không phải đối tượng JSON có type là sign-in hoặc record; xem docs/coverage.md',
    missing: (field, need) => `thiếu ${field}; phải là ${need}`,
    mustBe: (field, need) => `${field} phải là ${need}`,
    whole: 'mục này',
    twice: (code, first) => `mã ${code} đã có ở mục ${first}; mỗi cơ sở chỉ một mục: hãy gộp hai mục hoặc bỏ một`,
    notMonth: (key) => `statistics có khóa ${key} không phải là tháng YYYY-MM, ví dụ "2026-10"`,
    refusedReleased:
      'releasedAt đứng cùng outcome "refused": bản ghi bị từ chối không bao giờ được thả; hãy bỏ releasedAt, hoặc ghi outcome là accepted nếu bản ghi đã được thả khỏi cách ly',
    releasedTooEarly:
      'releasedAt sớm hơn at: bản ghi không thể được thả trước khi được nhận; hãy sửa một trong hai thời điểm',
    closedBeforeOpen: (code) =>
      `cảnh báo: cơ sở ${code} có openTo trước openFrom, nên không bao giờ được tính là hoạt động`,
    unknownField: (file, field, count, nearest) =>
      `cảnh báo: ${file}: không biết trường "${field}" (${count} lần), bỏ qua${nearest === undefined ? '' : `; có phải là "${nearest}"?`}`,
    moreUnknown: (file, count) => `cảnh báo: ${file}: còn ${count} tên trường khác không biết`,
    strangers: (facts, facilities, codes) =>
      `bỏ qua ${facts} dữ kiện của ${facilities} cơ sở không có trong danh mục: ${codes}`,
  },
  en: {
    title: (asOf) => `Coverage as of ${asOf}`,
    totals: [
      ...['', 'open', 'in scope', 'undecided', 'announced', '%', '% with undecided', 'proven', '%'],
      ...['% with undecided', 'EMR', 'expected', '%', 'expected unknown'],
    ],
    rows: { province: 'province', hospitals: 'hospitals', others: 'others' },
    facilities: [
      ...['code', 'stage', 'announced', 'sustained', 'expected', 'EMR', 'volume', 'completeness', 'timeliness'],
      ...['identity', 'signed', 'acceptance'],
    ],
    stage: {
      registered: 'registered',
      connected: 'connected',
      sending: 'sending',
      complete: 'complete',
      proven: 'proven',
    },
    yes: 'yes',
    decimal: '.',
    over: '* over the expected: more encounters with an EMR than expected from statistics or rhythm',
    line: (file, line) => `${file} line ${line}`,
    entry: (file, entry) => `${file} entry ${entry}`,
    position: (line, column) => `line ${line}, column ${column}`,
    unreadable: (file, why) => `${file} cannot be read: ${why}`,
    notUtf8: 'is not UTF-8; save the file with the encoding UTF-8',
    notJson: (position) =>
      `is not well-formed JSON${position === '' ? '' : `: wrong from ${position} on`}; mend the file or export it again`,
    notList: 'is not a JSON array of facilities: [{"code":"99001","cohort":"hospital"}]',
    notFact: 'is not a JSON object of type sign-in or record; see docs/coverage.md',
    missing: (field, need) => `${field} is missing; it must be ${need}`,
    mustBe: (field, need) => `${field} must be ${need}`,
    whole: 'the entry',
    twice: (code, first) =>
      `the code ${code} stands in entry ${first} already; a facility has one entry: join the two or take one away`,
    notMonth: (key) => `statistics has the key ${key}, which is no month YYYY-MM, for example "2026-10"`,
    refusedReleased:
      'releasedAt stands beside the outcome "refused": a refused record is never released; take releasedAt away, or write the outcome accepted if it was released from quarantine',
    releasedTooEarly:
      'releasedAt is before at: a record cannot be released before it was received; mend one of the two instants',
    closedBeforeOpen: (code) => `warning: facility ${code} has openTo before openFrom, so it is never open`,
    unknownField: (file, field, count, nearest) =>
      `warning: ${file}: the field "${field}" is unknown (${times(count)}) and passed over${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    moreUnknown: (file, count) => `warning: ${file}: ${count} further unknown field ${count === 1 ? 'name' : 'names'}`,
    strangers: (facts, facilities, codes) =>
      facilities === 1
        ? `${facts} ${facts === 1 ? 'fact' : 'facts'} of a facility that is not in the registry ${facts === 1 ? 'is' : 'are'} left out: ${codes}`
        : `${facts} facts of ${facilities} facilities that are not in the registry are left out: ${codes}`,
  },
};

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
