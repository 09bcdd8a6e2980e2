import type { Bilingual } from '../types/issue.ts';
import type { DeliveryState } from '../types/receipt.ts';

/** Who has to act, and how. */
type Remedy = 'waits' | 'sender' | 'setting' | 'machine' | 'look' | 'decide' | 'inside';

const TEXTS: Readonly<Record<Remedy, Bilingual>> = {
  waits: {
    vi: 'Không phải làm gì: cổng tự gửi lại.',
    en: 'Nothing has to be done: the gateway tries again by itself.',
  },
  sender: {
    vi: 'Cơ sở gửi: sửa hồ sơ rồi gửi lại cho cổng.',
    en: 'The sender: mend the record and send it to the gateway again.',
  },
  setting: {
    vi: "Người vận hành: sửa cấu hình của nơi nhận, rồi 'queue retry'.",
    en: "The operator: mend the settings of the destination, then 'queue retry'.",
  },
  machine: {
    vi: "Người vận hành: khắc phục ổ đĩa hoặc thư mục, rồi 'queue retry'.",
    en: "The operator: mend the disk or the folder, then 'queue retry'.",
  },
  look: {
    vi: "Người vận hành: hỏi nơi nhận đã có hồ sơ chưa. Có: 'queue settle'; chưa: 'queue retry' gửi lại đúng nội dung đã gửi.",
    en: "The operator: ask the receiver whether it has the record. If so, 'queue settle'; else 'queue retry' sends the very same message again.",
  },
  decide: {
    vi: "Người vận hành: tìm nguyên nhân, rồi 'queue retry'.",
    en: "The operator: find the cause, then 'queue retry'.",
  },
  inside: {
    vi: 'Người vận hành: xem nhật ký của cổng và báo cho nhà phát triển.',
    en: "The operator: look at the gateway's log and tell its makers.",
  },
};

/** What a code asks for in any state that is not final by success; all others go by the state. */
const OF_CODE: Readonly<Record<string, Remedy>> = {
  'outcome-unknown': 'look',
  'internal-error': 'inside',
  'content-unreadable': 'machine',
  'disk-full': 'machine',
  'disk-error': 'machine',
  'file-differs': 'machine',
  'folder-missing': 'machine',
  'folder-denied': 'machine',
  'account-of-another-facility': 'setting',
  'doctor-unknown': 'setting',
  'facility-id-missing': 'setting',
  'key-unreadable': 'setting',
  'login-refused': 'setting',
  'password-unreadable': 'setting',
  'sender-id-missing': 'setting',
  'token-refused': 'setting',
  'token-unreadable': 'setting',
  CM_AUTH_ACCOUNT_FAIL: 'setting',
  KSK_LEGACY_API_DISABLED: 'setting',
  ORG_MISMATCH: 'setting',
  PS_DS_RSA_SIGNATURE_INVALID: 'setting',
  PS_DS_RSA_SIGNATURE_MISSING: 'setting',
  PS_SIGNATURE_INVALID: 'setting',
  dns: 'setting',
  tls: 'setting',
  'http-401': 'setting',
  'http-403': 'setting',
  'http-404': 'setting',
};

const OF_STATE: Readonly<Record<Exclude<DeliveryState, 'delivered'>, Remedy>> = {
  queued: 'waits',
  sending: 'waits',
  unknown: 'waits',
  refused: 'sender',
  parked: 'decide',
};

/** What is to be done about a delivery that stands in a state for a reason; nothing about one that arrived. */
export function remedyText(state: DeliveryState, code: string): Bilingual | undefined {
  if (state === 'delivered') return undefined;
  return TEXTS[(Object.hasOwn(OF_CODE, code) ? OF_CODE[code] : undefined) ?? OF_STATE[state]];
}
