import type { Bilingual } from '../types/issue.ts';

/** How the figures of a report are to be read; frozen with it. */
export const REPORT_NOTES: readonly Bilingual[] = [
  {
    vi: 'Số liệu tính từ dữ liệu các cơ sở thực gửi qua cổng, tính đến hết ngày cuối tháng theo giờ Việt Nam; không dựa vào báo cáo tự khai. Dữ liệu đến sau không làm thay đổi báo cáo đã chốt; điều chỉnh được lập thành bản mới, có lý do.',
    en: 'Figures are computed from what facilities really sent through the gateway, up to the end of the last day of the month (Việt Nam time), not from what they declare. What comes later does not change a frozen report; a correction is a further revision, with its reason.',
  },
  {
    vi: 'Lượt khám, chữa bệnh là một mã lượt (MA_LK) của một cơ sở, gửi lại nhiều lần vẫn tính một; thuộc về ngày kết thúc điều trị. Hồ sơ thanh toán bảo hiểm y tế chỉ cho biết có bao nhiêu lượt, không được tính là bệnh án điện tử.',
    en: 'An encounter is one MA_LK of one facility, counted once however often it is sent; it belongs to the day on which care ended. An insurance claim tells how many encounters there were; it is never counted as an EMR.',
  },
  {
    vi: 'Đủ lượt = lượt có bệnh án điện tử / số lượt dự kiến, trong 30 ngày. Đủ mục = số mục bệnh án có / số mục phải có. Đúng hạn = bệnh án đến trong vòng 24 giờ từ khi kết thúc điều trị. Dấu “–” là chưa biết, không phải bằng 0.',
    en: 'Volume = encounters with an EMR / expected encounters, over 30 days. Sections = sections present / sections due. On time = the EMR came within 24 hours after the end of care. “–” means unknown, not 0.',
  },
  {
    vi: 'Gửi đủ: đủ lượt từ 95%, đủ mục từ 95%, đúng hạn từ 90%. Đã kiểm chứng: gửi đủ trong cả 30 ngày liên tiếp. Năm bậc theo thứ tự: đã đăng ký, đã kết nối, đang gửi, gửi đủ, đã kiểm chứng.',
    en: 'Complete: volume from 95 %, sections from 95 %, on time from 90 %. Proven: complete on each of 30 days in a row. The five steps in order: registered, connected, sending, complete, proven.',
  },
  {
    vi: 'Tỷ lệ toàn tỉnh tính trên các cơ sở thuộc phạm vi và còn hoạt động vào ngày chốt. Cơ sở chưa xác định phạm vi được đếm riêng.',
    en: 'Shares of the province are of the facilities that are in scope and open on the day. Facilities of undecided scope are counted apart.',
  },
  {
    vi: 'Ngừng gửi: im lặng lâu hơn hẳn nhịp gửi thường ngày của chính cơ sở đó trong 8 tuần, hoặc từ 7 ngày trở lên. Dự báo lấy nhịp 8 tuần gần nhất, khoảng tin cậy 80%.',
    en: 'Silent: for much longer than the facility’s own rhythm of 8 weeks tells, or for 7 days and more. The forecast takes the pace of the last 8 weeks, with an interval of 80 % certainty.',
  },
];
