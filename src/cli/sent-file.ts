import type { Receipt } from '../types/receipt.ts';
import type { Language } from './language.ts';
import { describeState, isOutcome, renderOutcome, renderRecord } from './receipt-text.ts';

/** What the gateway answered to one file; also the line of `--json`. */
export type SentFile =
  | { readonly file: string; readonly status: number; readonly replayed: boolean; readonly receipt: Receipt }
  | { readonly file: string; readonly status: number; readonly replayed: false; readonly outcome: unknown };

/** Files of one run. `refused`: as a whole, or with a record that was refused. */
export interface SendTotals {
  readonly files: number;
  readonly taken: number;
  readonly replayed: number;
  readonly refused: number;
}

export const NOTHING_SENT: SendTotals = { files: 0, taken: 0, replayed: 0, refused: 0 };

const WORDS = {
  vi: {
    replayed: 'đã gửi trước đây, không nhân đôi',
    refused: (status: number) => `bị từ chối (HTTP ${status})`,
    totals: ({ files, taken, replayed, refused }: SendTotals) =>
      `${files} tệp: ${taken} được nhận, ${replayed} đã gửi trước đây, ${refused} có phần bị từ chối`,
  },
  en: {
    replayed: 'sent before, nothing doubled',
    refused: (status: number) => `refused (HTTP ${status})`,
    totals: ({ files, taken, replayed, refused }: SendTotals) =>
      `${files} ${files === 1 ? 'file' : 'files'}: ${taken} taken, ${replayed} sent before, ${refused} with refusals`,
  },
} as const;

/** The file, or a record in it, was refused. */
function isRefused(sent: SentFile): boolean {
  return 'outcome' in sent || sent.receipt.records.some(({ state }) => state === 'refused') || sent.status >= 400;
}

/** Counts one more file. */
export function addToTotals(totals: SendTotals, sent: SentFile): SendTotals {
  const refused = isRefused(sent);
  return {
    files: totals.files + 1,
    taken: totals.taken + (refused || sent.replayed ? 0 : 1),
    replayed: totals.replayed + (!refused && sent.replayed ? 1 : 0),
    refused: totals.refused + (refused ? 1 : 0),
  };
}

/** What happened to a file, then each of its records with issues and deliveries. */
export function renderSentFile(sent: SentFile, language: Language): readonly string[] {
  const words = WORDS[language];
  if ('outcome' in sent) {
    const issues = isOutcome(sent.outcome) ? renderOutcome(sent.outcome, language) : [];
    return [`${sent.file}: ${words.refused(sent.status)}`, ...issues];
  }
  const { receipt, replayed } = sent;
  const state = `${describeState(receipt.state, language)}${replayed ? ` (${words.replayed})` : ''}`;
  return [
    `${sent.file}: ${state}, ${receipt.id}`,
    ...receipt.records.flatMap((record) => renderRecord(record, language)),
  ];
}

/** One line for the whole run. */
export function renderTotals(totals: SendTotals, language: Language): string {
  return WORDS[language].totals(totals);
}
