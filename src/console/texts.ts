/** A text of the console. `{name}` is filled; English has a form for one where the number `{count}` decides. */
interface Text {
  readonly vi: string;
  readonly en: string | { readonly one: string; readonly other: string };
}

/** Every word that the console shows. */
export const TEXTS = {
  brand: { vi: 'Liên Thông', en: 'Liên Thông' },
  subject: { vi: 'Theo dõi bệnh án điện tử {province}', en: 'Electronic medical records of {province}' },
  skip: { vi: 'Đến danh sách cơ sở', en: 'Skip to the facilities' },
  otherLanguage: { vi: 'English', en: 'Tiếng Việt' },
  overview: { vi: 'Tổng quan', en: 'Overview' },
  asOf: { vi: 'Số liệu đến {day}', en: 'Figures of {day}' },
  unknown: { vi: 'chưa biết', en: 'unknown' },
  placeholders: {
    vi: 'Danh mục giả lập: mã cơ sở đầu 99 là mã tạm, không phải mã CSKCB thật; phạm vi và ngày công bố được tạo ra để trình diễn.',
    en: 'Made-up registry: facility codes that begin with 99 are placeholders, no real codes; scope and announcements are invented for the demo.',
  },
  placeholder: { vi: 'mã tạm', en: 'placeholder' },

  updatedAt: { vi: 'Cập nhật lúc {time}', en: 'Updated at {time}' },
  stale: {
    vi: 'Mất liên lạc với cổng từ {time}. Số liệu bên dưới có thể đã cũ; trang vẫn tự thử lại.',
    en: 'No contact with the gateway since {time}. The figures below may be out of date; the page keeps trying.',
  },

  provinceTarget: { vi: 'Mốc của tỉnh', en: 'Target of the province' },
  daysLeft: { vi: 'Còn {count} ngày', en: { one: '{count} day left', other: '{count} days left' } },
  lastDay: { vi: 'Hôm nay là hạn', en: 'Due today' },
  daysLate: { vi: 'Quá mốc {count} ngày', en: { one: '{count} day late', other: '{count} days late' } },
  targetText: {
    vi: 'đến hết {day}: 100% cơ sở có bệnh án điện tử',
    en: 'to the end of {day}: 100% of facilities with an electronic medical record',
  },
  legalText: {
    vi: 'Hạn theo TT 13/2025/TT-BYT: bệnh viện {hospital}, cơ sở khác {other}',
    en: 'Legal dates (circular 13/2025): hospitals {hospital}, others {other}',
  },
  past: { vi: '{day} (đã qua)', en: '{day} (past)' },
  announcedShare: { vi: 'Đã công bố', en: 'Announced' },
  provenShare: { vi: 'Đã kiểm chứng bằng dữ liệu', en: 'Proven by traffic' },
  ofFacilities: { vi: '{part} trên {whole} cơ sở thuộc phạm vi', en: '{part} of {whole} facilities in scope' },
  withUndecided: {
    vi: 'Kể cả {count} cơ sở chưa rõ phạm vi: {share}',
    en: {
      one: 'With {count} facility of undecided scope: {share}',
      other: 'With {count} facilities of undecided scope: {share}',
    },
  },
  encounterShare: { vi: 'Lượt khám có bệnh án điện tử', en: 'Encounters with an EMR' },
  ofEncounters: { vi: '{part} trên {whole} lượt trong 30 ngày', en: '{part} of {whole} encounters in 30 days' },
  expectedUnknown: {
    vi: '{count} cơ sở chưa biết số lượt dự kiến',
    en: {
      one: '{count} facility whose expected number is unknown',
      other: '{count} facilities whose expected number is unknown',
    },
  },

  conditions: { vi: 'Điều kiện đang đạt, cơ sở thuộc phạm vi', en: 'Conditions met, facilities in scope' },
  registered: { vi: 'Đã đăng ký', en: 'Registered' },
  connected: { vi: 'Đã kết nối', en: 'Connected' },
  sending: { vi: 'Đang gửi', en: 'Sending' },
  complete: { vi: 'Gửi đủ', en: 'Complete' },
  proven: { vi: 'Đã kiểm chứng', en: 'Proven' },
  registeredHint: { vi: 'có trong danh mục', en: 'in the registry' },
  connectedHint: { vi: 'có đăng nhập trong 30 ngày', en: 'signed in within 30 days' },
  sendingHint: { vi: 'có bản ghi được nhận trong 7 ngày', en: 'an accepted record within 7 days' },
  completeHint: { vi: 'đủ lượt, đủ mục, đúng hạn', en: 'volume, sections, on time' },
  provenHint: { vi: 'gửi đủ 30 ngày liên tiếp', en: 'complete on 30 days in a row' },

  cells: { vi: 'Công bố đối chiếu với dữ liệu', en: 'Announced beside proven' },
  announced: { vi: 'Đã công bố', en: 'Announced' },
  notAnnounced: { vi: 'Chưa công bố', en: 'Not announced' },
  notProven: { vi: 'Chưa kiểm chứng', en: 'Not proven' },

  cohorts: { vi: 'Theo nhóm cơ sở', en: 'By cohort' },
  cohort: { vi: 'Nhóm', en: 'Cohort' },
  hospital: { vi: 'Bệnh viện', en: 'Hospital' },
  hospitals: { vi: 'Bệnh viện', en: 'Hospitals' },
  other: { vi: 'Cơ sở khác', en: 'Other' },
  others: { vi: 'Cơ sở khác', en: 'Others' },
  province: { vi: 'Toàn tỉnh', en: 'Province' },
  inScope: { vi: 'Thuộc phạm vi', en: 'In scope' },
  undecided: { vi: 'Chưa rõ', en: 'Undecided' },
  encounters: { vi: 'Lượt có BAĐT', en: 'Encounters' },

  trend: { vi: 'Diễn biến {count} ngày', en: { one: 'Trend of {count} day', other: 'Trend of {count} days' } },
  trendChart: {
    vi: 'Biểu đồ tỷ lệ theo ngày. Ngày {day}: đã công bố {announced}, đã kiểm chứng {proven}, lượt khám có bệnh án điện tử {encounters}.',
    en: 'Chart of the shares by day. On {day}: announced {announced}, proven {proven}, encounters with an EMR {encounters}.',
  },
  trendTable: { vi: 'Xem dạng bảng, theo tuần', en: 'Show as a table, by week' },
  drawing: { vi: 'Đang vẽ biểu đồ…', en: 'Drawing the chart…' },
  notDrawn: {
    vi: 'Không vẽ được biểu đồ; số liệu có trong bảng.',
    en: 'The chart cannot be drawn; the table has the figures.',
  },
  day: { vi: 'Ngày', en: 'Day' },
  goal: { vi: 'Mốc 100%: {day}', en: 'Target 100%: {day}' },

  attention: { vi: 'Cần liên hệ', en: 'Needs a call' },
  silent: { vi: 'Ngừng gửi', en: 'Fell silent' },
  gap: { vi: 'Đã công bố, chưa kiểm chứng', en: 'Announced, not proven' },
  noneSilent: { vi: 'Không có cơ sở nào ngừng gửi.', en: 'No facility has fallen silent.' },
  noneGap: { vi: 'Mọi cơ sở đã công bố đều được kiểm chứng.', en: 'Every facility that announced is proven.' },
  more: { vi: 'Xem cả {count} cơ sở', en: { one: 'Show the one facility', other: 'Show all {count} facilities' } },

  facilities: { vi: 'Cơ sở', en: 'Facilities' },
  facility: { vi: 'Cơ sở', en: 'Facility' },
  search: { vi: 'Tìm theo tên, mã, xã', en: 'Search name, code, commune' },
  stage: { vi: 'Bậc', en: 'Step' },
  condition: { vi: 'Tình trạng', en: 'Condition' },
  all: { vi: 'Tất cả', en: 'All' },
  sortBy: { vi: 'Sắp xếp theo', en: 'Sort by' },
  shown: { vi: 'Hiện {shown} trên {all} cơ sở', en: '{shown} of {all} facilities shown' },
  reset: { vi: 'Bỏ lọc', en: 'Clear filters' },
  noMatch: { vi: 'Không có cơ sở nào khớp bộ lọc.', en: 'No facility matches the filters.' },
  announcedOn: { vi: 'Công bố', en: 'Announced' },
  lastRecord: { vi: 'Bản ghi cuối', en: 'Last record' },
  volume: { vi: 'Đủ lượt', en: 'Volume' },
  completeness: { vi: 'Đủ mục', en: 'Sections' },
  timeliness: { vi: 'Đúng hạn', en: 'On time' },
  alarm: { vi: 'Cảnh báo', en: 'Alarm' },
  sustained: { vi: 'duy trì', en: 'sustained' },
  outOfScope: { vi: 'ngoài phạm vi', en: 'out of scope' },
  undecidedScope: { vi: 'chưa rõ phạm vi', en: 'scope undecided' },
  never: { vi: 'chưa gửi', en: 'never sent' },
  unusual: { vi: 'Im lặng bất thường', en: 'Unusual silence' },
  week: { vi: 'Ngừng gửi từ 7 ngày', en: 'Silent for 7 days' },

  minutesAgo: { vi: '{count} phút trước', en: { one: '{count} minute ago', other: '{count} minutes ago' } },
  hoursAgo: { vi: '{count} giờ trước', en: { one: '{count} hour ago', other: '{count} hours ago' } },
  daysAgo: { vi: '{count} ngày trước', en: { one: '{count} day ago', other: '{count} days ago' } },

  'missing-sign-in': { vi: 'chưa đăng nhập trong 30 ngày qua', en: 'no sign-in in the last 30 days' },
  'missing-records': { vi: 'không có bản ghi được nhận trong 7 ngày', en: 'no accepted record in 7 days' },
  'missing-expected': {
    vi: 'chưa biết số lượt dự kiến, cần tệp XML1 hoặc số thống kê',
    en: 'expected number unknown, XML1 files or statistics are needed',
  },
  'missing-volume': { vi: 'đủ lượt {share}, cần 95%', en: 'volume {share}, 95% needed' },
  'missing-completeness': { vi: 'đủ mục {share}, cần 95%', en: 'sections {share}, 95% needed' },
  'missing-timeliness': { vi: 'đúng hạn {share}, cần 90%', en: 'on time {share}, 90% needed' },
  'missing-days': {
    vi: 'đã gửi đủ {count} trên 30 ngày liên tiếp',
    en: 'complete on {count} of 30 days in a row',
  },

  emptyTitle: { vi: 'Chưa có cơ sở nào trong danh mục', en: 'The registry has no facility yet' },
  emptyText: {
    vi: 'Thêm từng cơ sở bằng lệnh "lien-thong facility add" hoặc nạp cả danh mục bằng "lien-thong facility import".',
    en: 'Add one with "lien-thong facility add", or take in a whole registry with "lien-thong facility import".',
  },
  failureTitle: { vi: 'Chưa đọc được số liệu', en: 'The figures cannot be read' },
  failureText: {
    vi: 'Kho dữ liệu của cổng tạm thời không trả lời. Việc nhận hồ sơ có thể cũng đang gián đoạn; người vận hành xem /readyz và nhật ký. Trang tự thử lại sau mỗi 15 giây.',
    en: 'The gateway’s store does not answer at the moment. Records may not be taken either; operators look at /readyz and the log. The page tries again every 15 seconds.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type TextKey = keyof typeof TEXTS;
export type Language = 'vi' | 'en';
