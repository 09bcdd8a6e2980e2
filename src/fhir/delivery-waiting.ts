import type { DeliveryRow, DestinationStop } from '../types/delivery.ts';
import type { Bilingual } from '../types/issue.ts';
import type { EpochMs } from '../types/submission.ts';
import { reasonText } from './delivery-reasons.ts';
import { remedyText } from './delivery-remedies.ts';
import { toLocalInstant } from './local-time.ts';

/** Why a delivery is not there yet; null for one that arrived. */
export interface Waiting {
  /**
   * `stopped`: a person stopped its destination. `turn`: an earlier delivery of the same patient is not finished. `time`: it is
   * tried again at its time. `answer`: its end is unknown and is looked into at its time. `next`: it is due. `sending`: it is
   * under way. `final`: nothing happens until a person or the sender acts.
   */
  readonly for: 'stopped' | 'turn' | 'time' | 'answer' | 'next' | 'sending' | 'final';
  readonly text: Bilingual;
  readonly remedy: Bilingual | undefined;
}

/** What is known of a destination beside the delivery itself. */
interface DestinationNow {
  readonly stop?: DestinationStop | undefined;
  /** Why another delivery to it failed at last. */
  readonly failing?: string | null | undefined;
}

/** Tells it from what is stored: breakers and maintenance windows of running gateways show as the reason of the last attempt. */
export function whyWaiting(row: DeliveryRow, { stop, failing }: DestinationNow, now: EpochMs): Waiting | null {
  if (row.state === 'delivered') return null;
  const waits = waitsFor(row, stop, now);
  const reason = row.reason ?? (waits === 'next' ? failing : null) ?? null;
  const why = reason === null ? null : reasonText(reason);
  const text = TEXTS[waits](row, stop);
  return {
    for: waits,
    text: waits === 'final' && why !== null ? why : join(text, why),
    remedy: row.reason === null ? undefined : remedyText(row.state, row.reason),
  };
}

function waitsFor(row: DeliveryRow, stop: DestinationStop | undefined, now: EpochMs): Waiting['for'] {
  if (row.state === 'refused' || row.state === 'parked') return 'final';
  if (row.state === 'sending') return 'sending';
  if (stop !== undefined) return 'stopped';
  if (!row.hasTurn) return 'turn';
  if (row.state === 'unknown') return 'answer';
  return row.dueAt > now ? 'time' : 'next';
}

const TEXTS: Readonly<Record<Waiting['for'], (row: DeliveryRow, stop: DestinationStop | undefined) => Bilingual>> = {
  stopped: (_row, stop) => ({
    vi: `Nơi nhận đang bị dừng (${stop?.reason ?? ''}).`,
    en: `The destination is stopped (${stop?.reason ?? ''}).`,
  }),
  turn: () => ({
    vi: 'Chờ một lượt gửi trước của cùng người bệnh.',
    en: 'Waits for an earlier delivery of the same patient.',
  }),
  time: ({ dueAt }) => ({
    vi: `Gửi lại lúc ${toSecond(dueAt)}.`,
    en: `Is tried again at ${toSecond(dueAt)}.`,
  }),
  answer: ({ dueAt }) => ({
    vi: `Đã gửi, chưa rõ kết quả; xem lại lúc ${toSecond(dueAt)}.`,
    en: `Was sent, its end is unknown; looked into at ${toSecond(dueAt)}.`,
  }),
  next: () => ({ vi: 'Đến lượt gửi.', en: 'Is next.' }),
  sending: () => ({ vi: 'Đang gửi.', en: 'Is being sent.' }),
  final: () => ({ vi: 'Chờ người xử lý.', en: 'Waits for a person.' }),
};

function join(text: Bilingual, why: Bilingual | null): Bilingual {
  return why === null ? text : { vi: `${text.vi} ${why.vi}`, en: `${text.en} ${why.en}` };
}

/** An instant to the second, as terminals and pages write it. */
function toSecond(at: EpochMs): string {
  return toLocalInstant(at).replace(/\.\d+/, '');
}
