import type { Texts } from '../text.ts';

/** What stands around every page. */
export const FRAME_TEXTS = {
  brand: { vi: 'Liên Thông', en: 'Liên Thông' },
  subject: { vi: 'Theo dõi bệnh án điện tử {province}', en: 'Electronic medical records of {province}' },
  skip: { vi: 'Đến nội dung chính', en: 'Skip to the content' },
  navigation: { vi: 'Các phần', en: 'Sections' },
  breadcrumbs: { vi: 'Vị trí trang', en: 'Where this page stands' },
  otherLanguage: { vi: 'English', en: 'Tiếng Việt' },

  overview: { vi: 'Tổng quan', en: 'Overview' },
  facilities: { vi: 'Cơ sở', en: 'Facilities' },
  records: { vi: 'Bản ghi', en: 'Records' },
  destinations: { vi: 'Đích gửi', en: 'Destinations' },
  quality: { vi: 'Chất lượng', en: 'Quality' },
  reports: { vi: 'Báo cáo', en: 'Reports' },

  asOf: { vi: 'Số liệu đến {day}', en: 'Figures of {day}' },
  updatedAt: { vi: 'Cập nhật lúc {time}', en: 'Updated at {time}' },
  stale: {
    vi: 'Mất liên lạc với cổng từ {time}. Nội dung bên dưới có thể đã cũ; trang vẫn tự thử lại.',
    en: 'No contact with the gateway since {time}. What stands below may be out of date; the page keeps trying.',
  },

  newer: { vi: 'Trang có dữ liệu mới', en: 'This page has new figures' },
  reload: { vi: 'tải lại', en: 'load again' },

  authorLabel: { vi: 'Người ghi (họ tên)', en: 'Your name' },
  authorHint: { vi: 'được lưu cùng nội dung và ngày giờ', en: 'kept with the text and the time' },

  missingTitle: { vi: 'Không có trang này', en: 'There is no such page' },
  missingText: {
    vi: 'Địa chỉ có thể đã cũ hoặc ghi nhầm. Chọn một phần ở thanh điều hướng để đi tiếp.',
    en: 'The address may be old or mistyped. Choose a section of the navigation to go on.',
  },
  failureTitle: { vi: 'Chưa đọc được số liệu', en: 'The figures cannot be read' },
  failureText: {
    vi: 'Kho dữ liệu của cổng tạm thời không trả lời. Việc nhận hồ sơ có thể cũng đang gián đoạn; người vận hành xem /readyz và nhật ký. Trang tự thử lại sau mỗi 15 giây.',
    en: 'The gateway’s store does not answer at the moment. Records may not be taken either; operators look at /readyz and the log. The page tries again every 15 seconds.',
  },
  countingTitle: { vi: 'Đang tính số liệu lần đầu', en: 'Counting for the first time' },
  countingText: {
    vi: 'Cổng đang tính các ngày đã qua từ dữ kiện đã lưu. Việc nhận và gửi hồ sơ không bị ảnh hưởng. Trang tự hiện số liệu ngay khi tính xong.',
    en: 'The gateway is counting the past days from what is stored. Records are taken and delivered meanwhile. The page shows the figures as soon as they are there.',
  },
  formFailureText: {
    vi: 'Kho dữ liệu của cổng tạm thời không trả lời, nên chưa rõ thao tác vừa gửi đã được ghi hay chưa. Mở lại trang trước để kiểm tra rồi mới gửi lại.',
    en: 'The gateway’s store does not answer at the moment, so it is not known whether what you sent was written. Open the page before to see, and only then send it again.',
  },
} as const satisfies Texts;
