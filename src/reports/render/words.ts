import type { Bilingual } from '../../types/issue.ts';
import type { ReportLanguage } from '../../types/report.ts';
import { cutShare } from './cut-share.ts';

const WORDS = {
  monthlyTitle: { vi: 'Báo cáo tháng {month}', en: 'Report of {month}' },
  yearlyTitle: { vi: 'Tổng hợp năm {year}', en: 'Year {year}' },
  subject: {
    vi: 'Tình hình triển khai và duy trì bệnh án điện tử trên địa bàn {province}',
    en: 'Electronic medical records in {province}: introduced and kept up',
  },
  asOf: { vi: 'Số liệu đến hết ngày {day}', en: 'Figures as of the end of {day}' },
  draft: { vi: 'BẢN NHÁP', en: 'DRAFT' },
  madeUp: { vi: 'DỮ LIỆU GIẢ LẬP', en: 'MADE-UP DATA' },
  madeUpHint: {
    vi: 'Dữ liệu giả lập để trình diễn: mã cơ sở là mã tạm, số liệu không phải của cơ sở thật.',
    en: 'Made-up data of a demo: codes are placeholders, the figures are of no real facility.',
  },
  draftHint: {
    vi: 'Bản nháp: tháng chưa chốt, số liệu còn thay đổi.',
    en: 'A draft: the month is not frozen, its figures still change.',
  },
  revision: { vi: 'Bản chốt lần {revision}, lập lúc {madeAt}', en: 'Revision {revision}, frozen at {madeAt}' },
  draftMade: { vi: 'Bản nháp lập lúc {madeAt}', en: 'Draft made at {madeAt}' },
  reason: { vi: 'Lý do điều chỉnh: {reason}', en: 'Reason of the revision: {reason}' },
  reasonByHand: { vi: 'Lý do chốt bằng tay: {reason}', en: 'Reason of freezing by hand: {reason}' },
  reportOf: { vi: 'Báo cáo của kỳ', en: 'Report of' },
  asOfDay: { vi: 'Số liệu đến hết ngày', en: 'Figures as of the end of' },
  state: { vi: 'Trạng thái', en: 'State' },
  frozenAt: { vi: 'Chốt lúc', en: 'Frozen at' },
  newestMadeAt: { vi: 'Bản mới nhất lập lúc', en: 'Newest made at' },
  reasonOf: { vi: 'Lý do điều chỉnh', en: 'Reason of the revision' },
  reasonOfByHand: { vi: 'Lý do chốt bằng tay', en: 'Reason of freezing by hand' },
  draftState: {
    vi: 'BẢN NHÁP: tháng chưa chốt, số liệu còn thay đổi',
    en: 'DRAFT: the month is not frozen, its figures still change',
  },
  onTime: { vi: 'Thời hạn', en: 'Due day' },
  data: { vi: 'Dữ liệu', en: 'Data' },
  digest: { vi: 'SHA-256 của tệp JSON', en: 'SHA-256 of the JSON file' },
  shareRule: {
    vi: 'Tỷ lệ được cắt còn một chữ số thập phân, không làm tròn lên: 99,96% ghi là 99,9%; 100% là đủ hết. Số đầy đủ ở tệp CSV, JSON.',
    en: 'Shares are cut to one decimal, never rounded up: 99.96 % reads 99.9 %; 100 % is all. CSV and JSON hold the exact numbers.',
  },
  shareRuleName: { vi: 'Cách ghi tỷ lệ', en: 'How shares are written' },
  drafts: {
    vi: 'Tháng chưa chốt (bản nháp), số liệu còn thay đổi: {months}',
    en: 'Months not frozen (drafts), their figures still change: {months}',
  },
  yearMade: { vi: 'bản tháng mới nhất lập lúc {madeAt}', en: 'newest of the months made at {madeAt}' },
  late: { vi: 'chốt sau hạn {due}', en: 'frozen after its due day, {due}' },
  definitions: { vi: 'Phiên bản cách tính', en: 'Version of the definitions' },

  summary: { vi: 'Tổng hợp', en: 'Summary' },
  groups: { vi: 'Theo nhóm', en: 'Groups' },
  days: { vi: 'Theo ngày', en: 'Days' },
  months: { vi: '12 tháng', en: '12 months' },
  facilities: { vi: 'Cơ sở', en: 'Facilities' },
  laggards: { vi: 'Công bố, chưa kiểm chứng', en: 'Announced, not proven' },
  silentList: { vi: 'Ngừng gửi', en: 'Silent' },
  lapsed: { vi: 'Không còn duy trì', en: 'Lapsed' },
  undecidedList: { vi: 'Chưa rõ phạm vi', en: 'Scope undecided' },
  programmes: { vi: 'Chỉ tiêu khác', en: 'Further indicators' },
  programmeFacilities: { vi: 'Chỉ tiêu khác, cơ sở', en: 'Further, by facility' },
  programmeCommunes: { vi: 'Chỉ tiêu khác, xã', en: 'Further, by commune' },
  changes: { vi: 'Thay đổi trong tháng', en: 'Changes' },
  notes: { vi: 'Ghi chú cách tính', en: 'Notes on method' },

  indicator: { vi: 'Chỉ tiêu', en: 'Indicator' },
  province: { vi: 'Toàn tỉnh', en: 'Province' },
  hospital: { vi: 'Bệnh viện', en: 'Hospital' },
  hospitals: { vi: 'Bệnh viện', en: 'Hospitals' },
  other: { vi: 'Cơ sở khác', en: 'Other' },
  others: { vi: 'Cơ sở khác', en: 'Others' },
  monthBefore: { vi: 'Tháng trước', en: 'Month before' },
  open: { vi: 'Cơ sở đang hoạt động', en: 'Facilities open' },
  inScope: { vi: 'Thuộc phạm vi', en: 'In scope' },
  undecided: { vi: 'Chưa rõ phạm vi', en: 'Undecided' },
  announced: { vi: 'Đã công bố', en: 'Announced' },
  proven: { vi: 'Đã kiểm chứng', en: 'Proven' },
  announcedShare: { vi: 'Tỷ lệ đã công bố', en: 'Announced, share' },
  provenShare: { vi: 'Tỷ lệ đã kiểm chứng', en: 'Proven, share' },
  announcedShareWithUndecided: { vi: 'Tỷ lệ đã công bố, kể cả chưa rõ phạm vi', en: 'Announced, with undecided' },
  provenShareWithUndecided: { vi: 'Tỷ lệ đã kiểm chứng, kể cả chưa rõ phạm vi', en: 'Proven, with undecided' },
  emr: { vi: 'Lượt có bệnh án điện tử', en: 'Encounters with an EMR' },
  expected: { vi: 'Lượt dự kiến', en: 'Encounters expected' },
  encounterShare: { vi: 'Tỷ lệ lượt có bệnh án điện tử', en: 'Encounters with an EMR, share' },
  expectedUnknown: { vi: 'Cơ sở chưa biết số lượt dự kiến', en: 'Facilities with unknown expected' },

  target: { vi: 'Mốc 100%', en: 'Target of 100 %' },
  'target-province': { vi: 'Mục tiêu của tỉnh', en: 'The province’s target' },
  'target-hospital': { vi: 'Thông tư 13/2025/TT-BYT, bệnh viện', en: 'Circular 13/2025/TT-BYT, hospitals' },
  'target-other': { vi: 'Thông tư 13/2025/TT-BYT, cơ sở khác', en: 'Circular 13/2025/TT-BYT, others' },
  daysLeft: { vi: 'còn {count} ngày', en: '{count} days left' },
  daysPast: { vi: 'quá hạn {count} ngày', en: '{count} days past' },
  lastDay: { vi: 'ngày cuối', en: 'the last day' },

  group: { vi: 'Nhóm', en: 'Group' },
  groupBy: { vi: 'Phân theo', en: 'By' },
  'by-ownership': { vi: 'Sở hữu', en: 'Ownership' },
  'by-level': { vi: 'Tuyến', en: 'Level' },
  'by-commune': { vi: 'Xã, phường', en: 'Commune' },

  day: { vi: 'Ngày', en: 'Day' },
  month: { vi: 'Tháng', en: 'Month' },
  code: { vi: 'Mã', en: 'Code' },
  name: { vi: 'Tên cơ sở', en: 'Facility' },
  cohort: { vi: 'Loại', en: 'Cohort' },
  ownership: { vi: 'Sở hữu', en: 'Ownership' },
  level: { vi: 'Tuyến', en: 'Level' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
  scope: { vi: 'Phạm vi', en: 'Scope' },
  'scope-yes': { vi: 'Thuộc', en: 'In' },
  'scope-no': { vi: 'Không thuộc', en: 'Out' },
  'scope-undecided': { vi: 'Chưa rõ', en: 'Undecided' },
  stage: { vi: 'Bậc', en: 'Step' },
  'stage-registered': { vi: 'Đã đăng ký', en: 'Registered' },
  'stage-connected': { vi: 'Đã kết nối', en: 'Connected' },
  'stage-sending': { vi: 'Đang gửi', en: 'Sending' },
  'stage-complete': { vi: 'Gửi đủ', en: 'Complete' },
  'stage-proven': { vi: 'Đã kiểm chứng', en: 'Proven' },
  announcedOn: { vi: 'Ngày công bố', en: 'Announced on' },
  provenNow: { vi: 'Kiểm chứng', en: 'Proven' },
  sustained: { vi: 'Duy trì', en: 'Sustained' },
  completeDays: { vi: 'Số ngày gửi đủ liên tiếp', en: 'Complete days in a row' },
  volume: { vi: 'Đủ lượt', en: 'Volume' },
  overExpected: {
    vi: '* vượt số dự kiến: có nhiều lượt có bệnh án điện tử hơn số dự kiến, vì số này tính từ thống kê hoặc nhịp gửi; tỷ lệ được giữ nguyên.',
    en: '* over the expected: more encounters with an EMR than expected, because that number comes from statistics or rhythm; the share is left as it is.',
  },
  completeness: { vi: 'Đủ mục', en: 'Sections' },
  timeliness: { vi: 'Đúng hạn', en: 'On time' },
  identity: { vi: 'Có số định danh', en: 'With identity number' },
  signed: { vi: 'Có chữ ký số', en: 'Signed' },
  acceptance: { vi: 'Tỷ lệ được nhận', en: 'Accepted, share' },
  received: { vi: 'Bản ghi đến', en: 'Records received' },
  accepted: { vi: 'Được nhận', en: 'Accepted' },
  quarantined: { vi: 'Tạm giữ', en: 'Quarantined' },
  refused: { vi: 'Từ chối', en: 'Refused' },
  lastRecord: { vi: 'Bản ghi cuối', en: 'Last record' },
  silence: { vi: 'Cảnh báo', en: 'Alarm' },
  'silence-none': { vi: '', en: '' },
  'silence-unusual': { vi: 'Im lặng bất thường', en: 'Unusual silence' },
  'silence-week': { vi: 'Ngừng gửi từ 7 ngày', en: 'Silent for 7 days' },
  'silence-never': { vi: 'Chưa gửi', en: 'Never sent' },
  lastProven: { vi: 'Kiểm chứng lần cuối', en: 'Last proven' },
  mend: { vi: 'Việc cần làm trước', en: 'To mend first' },
  mend1: { vi: 'Việc cần làm 1', en: 'To mend, 1' },
  mend2: { vi: 'Việc cần làm 2', en: 'To mend, 2' },
  mend3: { vi: 'Việc cần làm 3', en: 'To mend, 3' },
  yes: { vi: 'Có', en: 'Yes' },
  no: { vi: 'Không', en: 'No' },

  what: { vi: 'Thay đổi', en: 'Change' },
  'change-proven': { vi: 'Mới được kiểm chứng', en: 'Newly proven' },
  'change-no-longer-proven': { vi: 'Không còn kiểm chứng', en: 'No longer proven' },
  'change-stage-up': { vi: 'Lên bậc', en: 'Up' },
  'change-stage-down': { vi: 'Xuống bậc', en: 'Down' },
  'change-announced': { vi: 'Công bố', en: 'Announced' },
  'change-silent': { vi: 'Ngừng gửi', en: 'Fell silent' },
  'change-speaks-again': { vi: 'Gửi trở lại', en: 'Sends again' },
  'change-opened': { vi: 'Mới hoạt động', en: 'Opened' },
  'change-closed': { vi: 'Ngừng hoạt động', en: 'Closed' },
  'change-scope': { vi: 'Phạm vi', en: 'Scope' },
  from: { vi: 'Từ', en: 'From' },
  to: { vi: 'Đến', en: 'To' },

  numerator: { vi: 'Tử số', en: 'Numerator' },
  denominator: { vi: 'Mẫu số', en: 'Denominator' },
  share: { vi: 'Tỷ lệ', en: 'Share' },
  goal: { vi: 'Mục tiêu', en: 'Target' },
  untold: { vi: 'Không đủ thông tin để tính', en: 'Not told enough' },
  further: { vi: 'Số đếm kèm theo', en: 'Further counts' },
  definition: { vi: 'Cách tính', en: 'Definition' },
  noReport: { vi: 'Chưa có báo cáo', en: 'No report' },
  source: { vi: 'Nguồn', en: 'Source' },
  frozen: { vi: 'Bản chốt {revision}', en: 'Revision {revision}' },

  madeAtShort: { vi: 'Lập lúc', en: 'Made at' },
  draftWord: { vi: 'Bản nháp', en: 'Draft' },
  stepsByFacility: { vi: 'Bậc của từng cơ sở', en: 'Steps by facility' },

  superior: { vi: 'CƠ QUAN CHỦ QUẢN', en: 'SUPERIOR BODY' },
  agency: { vi: 'CƠ QUAN BÁO CÁO', en: 'REPORTING BODY' },
  number: { vi: 'Số: ............/BC-............', en: 'No.: ............' },
  nation: { vi: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', en: 'SOCIALIST REPUBLIC OF VIET NAM' },
  motto: { vi: 'Độc lập - Tự do - Hạnh phúc', en: 'Independence - Freedom - Happiness' },
  placeAndDate: {
    vi: '......................, ngày ...... tháng ...... năm 20......',
    en: '......................, on ...... / ...... / 20......',
  },
  preparedBy: { vi: 'NGƯỜI LẬP', en: 'PREPARED BY' },
  head: { vi: 'THỦ TRƯỞNG', en: 'HEAD OF THE BODY' },
  signName: { vi: '(Ký, ghi rõ họ tên)', en: '(Signature and full name)' },
  signSeal: { vi: '(Ký, ghi rõ họ tên, đóng dấu)', en: '(Signature, full name and seal)' },
  pageOf: { vi: 'Trang {page}/{pages}', en: 'Page {page} of {pages}' },
  appendix: { vi: 'Phụ lục', en: 'Appendix' },
  allFacilities: { vi: 'Toàn bộ cơ sở đang hoạt động', en: 'All facilities open' },

  byCohortTitle: { vi: 'Theo loại cơ sở', en: 'By cohort' },
  cellsTitle: {
    vi: 'Công bố đối chiếu với dữ liệu (cơ sở thuộc phạm vi)',
    en: 'Announced beside proven (facilities in scope)',
  },
  stepsTitle: { vi: 'Cơ sở thuộc phạm vi theo bậc', en: 'Facilities in scope by step' },
  stateTitle: { vi: 'Tình trạng', en: 'State' },
  openShort: { vi: 'Hoạt động', en: 'Open' },
  notAnnounced: { vi: 'Chưa công bố', en: 'Not announced' },
  notProven: { vi: 'Chưa kiểm chứng', en: 'Not proven' },
  courseTitle: { vi: 'Diễn biến và phân bố', en: 'Course and distribution' },
  listsTitle: { vi: 'Cơ sở cần làm việc', en: 'Facilities to call' },
  programmesTitle: { vi: 'Các chỉ tiêu khác của tỉnh', en: 'Further indicators of the province' },
  byCommuneTitle: { vi: 'Theo xã, phường', en: 'By commune' },
  result: { vi: 'Kết quả chung', en: 'Results' },
  trendTitle: { vi: 'Diễn biến 12 tháng', en: 'Trend over 12 months' },
  trendDays: { vi: 'Diễn biến trong tháng', en: 'Trend within the month' },
  mapTitle: { vi: 'Bản đồ cơ sở theo bậc', en: 'Map of facilities by step' },
  mapHint: {
    vi: 'Hình vuông: bệnh viện; hình tròn: cơ sở khác; chỉ cơ sở thuộc phạm vi. Chấm xám: trung tâm các xã, phường. Cơ sở không có tọa độ riêng đặt tại trung tâm xã, phường. Không vẽ ranh giới.',
    en: 'Squares: hospitals; circles: others; facilities in scope only. Grey dots: centres of communes. A facility without a position of its own stands at the centre of its commune. No borders are drawn.',
  },
  encountersShort: { vi: 'Lượt khám có BAĐT', en: 'Encounters with an EMR' },
  facilitiesOf: { vi: '{part}/{whole} cơ sở thuộc phạm vi', en: '{part} of {whole} facilities in scope' },
  encountersOf: { vi: '{part}/{whole} lượt trong 30 ngày', en: '{part} of {whole} encounters in 30 days' },
  points: { vi: '{change} điểm % so với tháng trước', en: '{change} points against the month before' },
  samePoints: { vi: 'không đổi so với tháng trước', en: 'as the month before' },
  forecastTitle: { vi: 'Dự báo', en: 'Forecast' },
  'forecast-reached': { vi: 'Đã đạt 100%.', en: '100 % is reached.' },
  'forecast-on-pace': {
    vi: 'Theo nhịp 8 tuần gần nhất ({pace} cơ sở/tuần), đạt 100% vào khoảng {date} (từ {earliest} đến {latest}).',
    en: 'At the pace of the last 8 weeks ({pace} facilities a week), 100 % is reached about {date} (from {earliest} to {latest}).',
  },
  'forecast-not-at-this-pace': {
    vi: 'Theo nhịp 8 tuần gần nhất ({pace} cơ sở/tuần), không đạt 100%.',
    en: 'At the pace of the last 8 weeks ({pace} facilities a week), 100 % is not reached.',
  },
  'forecast-unknown': { vi: 'Chưa đủ dữ liệu để dự báo.', en: 'Not enough is known for a forecast.' },
  needed: {
    vi: 'Để kịp mốc của tỉnh cần {count} cơ sở/tuần.',
    en: 'To make the province’s target, {count} facilities a week are needed.',
  },
  never: { vi: 'chưa xác định', en: 'never' },
  none: { vi: 'Không có.', en: 'None.' },
  noChange: { vi: 'Không có thay đổi.', en: 'Nothing changed.' },
  countOf: { vi: '{count} cơ sở', en: '{count} facilities' },
  laggardsHint: {
    vi: 'Đã có quyết định sử dụng bệnh án điện tử nhưng dữ liệu gửi về chưa đủ 30 ngày liên tiếp.',
    en: 'Have decided to use an EMR, but what they sent was not complete on 30 days in a row.',
  },
  silentHint: {
    vi: 'Im lặng lâu hơn hẳn nhịp gửi thường ngày của chính cơ sở, hoặc từ 7 ngày, tính đến hết ngày cuối tháng.',
    en: 'Silent for much longer than their own rhythm tells, or for 7 days, at the end of the last day.',
  },
  lapsedHint: {
    vi: 'Sau khi công bố đã có ngày được kiểm chứng, nay không còn.',
    en: 'Were proven on a day after the announcement, and are not any more.',
  },
  undecidedHint: {
    vi: 'Cần quyết định có thuộc phạm vi phải có bệnh án điện tử hay không (Thông tư 13/2025/TT-BYT, điều 4).',
    en: 'Somebody has to decide whether they are in scope (circular 13/2025/TT-BYT, article 4).',
  },
  unknownCell: { vi: '–', en: '–' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type WordKey = keyof typeof WORDS;

/** The words of one language. */
export interface Words {
  readonly language: ReportLanguage;
  say(key: WordKey, values?: Readonly<Record<string, string | number>>): string;
  /** The word of a code; the code itself when there is none for it. */
  sayOr(key: string, code: string): string;
  pick(text: Bilingual): string;
  /** `97,5%`; the sign for unknown when null. */
  percent(share: number | null): string;
  /** `1.234`; the sign for unknown when null. */
  count(value: number | null): string;
  /** `30/11/2026`; empty when null. */
  day(day: string | null): string;
  /** `11/2026`. */
  month(month: string): string;
  /** `04/12/2026 06:00`; empty when null. */
  instant(instant: string | null): string;
}

/** Words, numbers and days as the language writes them; days are written as in Việt Nam in both. */
export function createWords(language: ReportLanguage): Words {
  const decimal = language === 'vi' ? ',' : '.';
  const thousands = language === 'vi' ? '.' : ',';
  const say: Words['say'] = (key, values = {}) =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      WORDS[key][language] as string,
    );
  const day: Words['day'] = (text) => (text === null ? '' : text.slice(0, 10).split('-').reverse().join('/'));
  return {
    language,
    say,
    sayOr: (key, code) => (Object.hasOwn(WORDS, key) ? say(key as WordKey) : code),
    pick: (text) => text[language],
    percent: (share) =>
      share === null ? say('unknownCell') : `${(cutShare(share) * 100).toFixed(1).replace('.', decimal)}%`,
    count: (value) => (value === null ? say('unknownCell') : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, thousands)),
    day,
    month: (month) => month.split('-').reverse().join('/'),
    instant: (text) => (text === null ? '' : `${day(text)} ${text.slice(11, 16)}`),
  };
}
