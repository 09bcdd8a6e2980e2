import { reasonText } from '../../fhir/delivery-reasons.ts';
import type { Bilingual } from '../../types/issue.ts';

/** Headings and labels of a comparison. */
export const WORDS = {
  vi: {
    headings: ['nơi nhận', 'kết quả', 'của ta', 'bên nhận', 'bên nhận thiếu', 'ta không biết', 'khác nhau', '', ''],
    differences: ['nơi nhận', 'khác biệt', 'cơ sở', 'hồ sơ', 'của ta', 'bên nhận', ''],
    states: {
      equal: 'khớp',
      different: 'không khớp',
      'not-asked': 'không có sổ đối soát',
      'no-account': 'chưa đối soát được',
    },
    kinds: { missing: 'bên nhận thiếu', unknown: 'ta không biết', differing: 'khác nhau' },
    orMore: (count: number) => `từ ${count}`,
    confirmed: 'đã xác nhận',
    resent: (count: number) => `đưa ${count} lại vào hàng gửi`,
    more: (count: number) => `và ${count} khác biệt nữa: --json`,
    notOfThatDay: 'ngày ấy ở đây không có',
    here: (delivery: string) => `ở đây: ${delivery}`,
    notOwed: 'không phải gửi tới đó',
    otherContent: 'nội dung khác',
    resend: 'Gửi lại phần thiếu hoặc cũ: thêm --resend.',
  },
  en: {
    headings: ['destination', 'state', 'ours', 'theirs', 'missing there', 'unknown to us', 'differing', '', ''],
    differences: ['destination', 'difference', 'facility', 'record', 'ours', 'theirs', ''],
    states: { equal: 'equal', different: 'different', 'not-asked': 'gives no account', 'no-account': 'no account' },
    kinds: { missing: 'missing', unknown: 'unknown', differing: 'differing' },
    orMore: (count: number) => `${count} or more`,
    confirmed: 'confirmed',
    resent: (count: number) => `${count} queued again`,
    more: (count: number) => `and ${count} more: --json`,
    notOfThatDay: 'not of that day here',
    here: (delivery: string) => `here: ${delivery}`,
    notOwed: 'not owed to it',
    otherContent: 'other content',
    resend: 'To send again what is missing or older there: add --resend.',
  },
} as const;

const REASONS: Readonly<Record<string, Bilingual>> = {
  'not-an-account': {
    vi: 'Câu trả lời không theo giao thức đối soát; xem lại reconciliationUrl.',
    en: 'The answer is not of the protocol; look at reconciliationUrl.',
  },
  'account-unsound': {
    vi: 'Các mã băm trong sổ của bên nhận không khớp với nhau.',
    en: "The hashes of the destination's own account do not add up.",
  },
  'account-changed': {
    vi: 'Sổ của bên nhận thay đổi trong lúc đọc; hỏi lại.',
    en: 'The account changed while it was read; ask again.',
  },
  'account-endless': {
    vi: 'Sổ của bên nhận cần quá nhiều câu hỏi.',
    en: 'The account takes too many questions.',
  },
  'folder-unreadable': { vi: 'Không đọc được thư mục nhận.', en: 'The folder cannot be read.' },
};

/** Why there is no account, in words. */
export function accountReason(code: string): Bilingual {
  return REASONS[code] ?? reasonText(code);
}
