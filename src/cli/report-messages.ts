import type { ReportLanguage, ReviseRefusal } from '../types/report.ts';

/** What `report` says of its work. Months are `YYYY-MM`. */
export const REPORT_WORDS = {
  vi: {
    noFrozen: (month: string) => `tháng ${month} không có bản chốt như vậy: xem --list`,
    noReport: (month: string) => `không có báo cáo như vậy của tháng ${month}: xem --list`,
    noYear: (year: string) => `không có báo cáo của tháng nào trong năm ${year}: xem --list`,
    draft: (month: string) => `tháng ${month} chưa chốt: đây là bản nháp`,
    frozen: (month: string, revision: number) => `Đã chốt bản ${revision} của tháng ${month}`,
    written: (file: string, bytes: number) => `${file}: ${bytes} byte`,
    unwritable: (file: string, why: string) => `không ghi được ${file}: ${why}`,
    notOver: (month: string) =>
      `tháng ${month} chưa kết thúc hoặc các ngày trong tháng chưa tính xong: chờ trang Tổng quan báo đã chốt ngày`,
    before: (month: string, since: string | null) =>
      since === null
        ? `tháng ${month} không có gì để báo cáo: cổng chưa nhận dữ liệu nào; lập báo cáo khi đã có cơ sở gửi`
        : `tháng ${month} không có gì để báo cáo: cổng nhận dữ liệu đầu tiên ngày ${since}; chỉ lập báo cáo từ tháng ${since.slice(0, 7)}`,
    behind: (through: string | null) =>
      `các ngày đang được tính, ${through === null ? 'chưa xong ngày nào' : `đã xong đến ngày ${through}`}: thử lại sau`,
  },
  en: {
    noFrozen: (month: string) => `there is no such frozen report of ${month}: see --list`,
    noReport: (month: string) => `there is no such report of ${month}: see --list`,
    noYear: (year: string) => `there is no report of any month of ${year}: see --list`,
    draft: (month: string) => `${month} is not frozen: this is a draft`,
    frozen: (month: string, revision: number) => `revision ${revision} of ${month} is frozen`,
    written: (file: string, bytes: number) => `${file}: ${bytes} bytes`,
    unwritable: (file: string, why: string) => `${file} cannot be written: ${why}`,
    notOver: (month: string) =>
      `${month} is not over, or its days are not all counted yet: wait until the overview says that they are closed`,
    before: (month: string, since: string | null) =>
      since === null
        ? `there is nothing to report of ${month}: the gateway has received nothing yet; make a report when facilities send`
        : `there is nothing to report of ${month}: the gateway received its first data on ${since}; reports begin with ${since.slice(0, 7)}`,
    behind: (through: string | null) =>
      `days are being counted, ${through === null ? 'none is yet' : `through ${through}`}: try again later`,
  },
} as const;

/** Why no revision was made, and what to do. */
export function refusalText(month: string, { refused, since }: ReviseRefusal, language: ReportLanguage): string {
  const words = REPORT_WORDS[language];
  return refused === 'not-over' ? words.notOver(month) : words.before(month, since);
}

/** How far counting is, of a CoverageBehindError. */
export function behindText(error: Error, language: ReportLanguage): string {
  const through = 'through' in error && typeof error.through === 'string' ? error.through : null;
  return REPORT_WORDS[language].behind(through);
}
