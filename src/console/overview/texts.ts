import type { Texts } from '../text.ts';

/** Texts of the overview. */
export const OVERVIEW_TEXTS = {
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
  cells: { vi: 'Công bố đối chiếu với dữ liệu', en: 'Announced beside proven' },
  cohorts: { vi: 'Theo nhóm cơ sở', en: 'By cohort' },

  trend: { vi: 'Diễn biến {count} ngày', en: { one: 'Trend of {count} day', other: 'Trend of {count} days' } },
  trendChart: {
    vi: 'Biểu đồ tỷ lệ theo ngày. Ngày {day}: đã công bố {announced}, đã kiểm chứng {proven}, lượt khám có bệnh án điện tử {encounters}.',
    en: 'Chart of the shares by day. On {day}: announced {announced}, proven {proven}, encounters with an EMR {encounters}.',
  },
  trendTable: { vi: 'Xem dạng bảng, theo tuần', en: 'Show as a table, by week' },
  goal: { vi: 'Mốc 100%: {day}', en: 'Target 100%: {day}' },

  forecastLine: { vi: 'Dự báo', en: 'Forecast' },
  'forecast-reached': { vi: 'Đã đạt 100%.', en: '100% is reached.' },
  'forecast-on-pace': {
    vi: 'Theo nhịp 8 tuần qua sẽ đạt 100% vào {date} (từ {earliest} đến {latest}).',
    en: 'At the pace of the last 8 weeks 100% is reached on {date} (between {earliest} and {latest}).',
  },
  'forecast-not-at-this-pace': {
    vi: 'Với nhịp 8 tuần qua thì không đạt 100%.',
    en: 'Not reached at the pace of the last 8 weeks.',
  },
  'forecast-unknown': { vi: 'Chưa đủ số liệu để dự báo.', en: 'Too little is known for a forecast.' },
  neverReached: { vi: 'không xác định', en: 'never' },
  paceNow: { vi: 'Nhịp hiện nay: {pace} cơ sở mỗi tuần.', en: 'Pace now: {pace} facilities a week.' },
  paceNeeded: { vi: 'Để kịp mốc cần {pace} cơ sở mỗi tuần.', en: 'The target needs {pace} a week.' },

  troubleStopped: { vi: 'Đã dừng gửi tới: {names}.', en: 'Deliveries are stopped to: {names}.' },
  troubleUnreached: {
    vi: 'Đích không trả lời, cổng tạm ngừng gửi tới: {names}.',
    en: 'These destinations do not answer, deliveries pause: {names}.',
  },
  troubleHeld: {
    vi: '{count} lượt gửi đang chờ người xử lý.',
    en: { one: '{count} delivery waits for a person.', other: '{count} deliveries wait for a person.' },
  },
  troubleLink: { vi: 'Mở Đích gửi', en: 'Open Destinations' },
  calls: { vi: 'Cần liên hệ hôm nay', en: 'Needs a call today' },
  noCalls: { vi: 'Hôm nay không có cơ sở nào cần liên hệ.', en: 'No facility needs a call today.' },
  silentSince: { vi: 'ngừng gửi, bản ghi cuối {since}', en: 'silent, last record {since}' },
  noPhone: { vi: 'Danh mục chưa có số điện thoại', en: 'The registry has no phone number' },
  more: { vi: 'Xem cả {count} cơ sở', en: { one: 'Show the one facility', other: 'Show all {count} facilities' } },

  changes: { vi: 'Thay đổi so với hôm qua', en: 'Changed since yesterday' },
  noChanges: { vi: 'Không có thay đổi so với hôm qua.', en: 'Nothing has changed since yesterday.' },
  moreChanges: { vi: 'Còn {count} thay đổi', en: { one: '{count} more change', other: '{count} more changes' } },
  'change-stage-up': { vi: '{from} → {to}', en: '{from} → {to}' },
  'change-stage-down': { vi: '{from} → {to}', en: '{from} → {to}' },
  'change-announced': { vi: 'Đã công bố', en: 'Announced' },
  'change-silent': { vi: 'Ngừng gửi', en: 'Fell silent' },
  'change-speaks-again': { vi: 'Gửi trở lại', en: 'Sends again' },
  'change-opened': { vi: 'Mở mới', en: 'Opened' },
  'change-closed': { vi: 'Đóng cửa', en: 'Closed' },
  'change-scope': { vi: 'Phạm vi: {from} → {to}', en: 'Scope: {from} → {to}' },

  map: { vi: 'Bản đồ xã, phường', en: 'Map of communes' },
  mapHint: {
    vi: 'Mỗi điểm là một xã, phường hoặc đặc khu, cỡ theo số cơ sở. Cuộn để phóng to, kéo để di chuyển, bấm để xem cơ sở.',
    en: 'Each point is a commune, sized by its facilities. Scroll to zoom, drag to move, click to see the facilities.',
  },
  mapSummary: {
    vi: 'Bản đồ {communes} xã, phường, đặc khu. Toàn bộ đã kiểm chứng: {proven}; toàn bộ đã công bố: {announced}; một phần: {partly}; chưa có: {none}; chưa có cơ sở thuộc phạm vi: {empty}.',
    en: 'Map of {communes} communes. All proven: {proven}; all announced: {announced}; some: {partly}; none yet: {none}; no facility in scope: {empty}.',
  },
  mapTable: {
    vi: 'Xem dạng bảng, {count} xã, phường có cơ sở',
    en: { one: 'Show as a table, {count} commune', other: 'Show as a table, {count} communes with facilities' },
  },
  communeText: {
    vi: '{open} cơ sở, {inScope} thuộc phạm vi: {announced} đã công bố, {proven} đã kiểm chứng',
    en: '{open} facilities, {inScope} in scope: {announced} announced, {proven} proven',
  },
  'commune-proven': { vi: 'Tất cả đã kiểm chứng', en: 'All proven' },
  'commune-announced': { vi: 'Tất cả đã công bố', en: 'All announced' },
  'commune-partly': { vi: 'Một phần đã công bố', en: 'Some announced' },
  'commune-none': { vi: 'Chưa có cơ sở công bố', en: 'None announced' },
  'commune-empty': { vi: 'Không có cơ sở thuộc phạm vi', en: 'No facility in scope' },

  programmes: { vi: 'Các chỉ số khác, tháng này đến hôm nay', en: 'Further indicators, this month so far' },
  programmesCounting: { vi: 'Đang đếm, tải lại sau ít phút.', en: 'Being counted; reload in a few minutes.' },
  programme: { vi: 'Chỉ số', en: 'Indicator' },
  programmePart: { vi: 'Tử số', en: 'Numerator' },
  programmeWhole: { vi: 'Mẫu số', en: 'Denominator' },
  programmeShare: { vi: 'Tỷ lệ', en: 'Share' },
  programmeTarget: { vi: 'Chỉ tiêu', en: 'Target' },
  programmeUntold: { vi: 'Chưa đủ dữ kiện', en: 'Cannot be judged' },

  emptyTitle: { vi: 'Chưa có cơ sở nào trong danh mục', en: 'The registry has no facility yet' },
  emptyText: {
    vi: 'Thêm từng cơ sở bằng lệnh "lien-thong facility add" hoặc nạp cả danh mục bằng "lien-thong facility import".',
    en: 'Add one with "lien-thong facility add", or take in a whole registry with "lien-thong facility import".',
  },
} as const satisfies Texts;
