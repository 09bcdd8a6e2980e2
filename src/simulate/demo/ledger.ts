import { createHash } from 'node:crypto';
import type { Line } from '../../line.ts';
import type { Receipt } from '../../types/receipt.ts';
import type { FacilityCode, RecordState } from '../../types/submission.ts';
import type { AcceptedRecord } from '../check-effects.ts';
import type { Sent } from '../hospitals/hospital.ts';
import { digestRecord } from '../receivers/digest.ts';
import type { Answered } from './sender.ts';

/** What the hospitals together were told: the truth that the receivers' effects are held against. */
export interface Ledger {
  /**
   * Notes one answer. A replay owes nothing new, unless the first answer never arrived (the gateway was killed between
   * its commit and its answer): then it is the first that this sender hears.
   */
  note(facility: FacilityCode, sent: Sent, answer: Answered): void;
  readonly accepted: readonly AcceptedRecord[];
  readonly totals: Totals;
}

export interface Totals {
  sent: number;
  replayed: number;
  refusedWhole: number;
  resources: number;
  readonly records: Record<RecordState, number>;
}

/**
 * The ledger maps what was sent by itself, so that it does not believe the gateway about contents: only `accepted`, which
 * is the promise that is checked.
 */
export function createLedger(line: Line): Ledger {
  const accepted: AcceptedRecord[] = [];
  const noted = new Set<string>();
  const totals: Totals = {
    sent: 0,
    replayed: 0,
    refusedWhole: 0,
    resources: 0,
    records: { accepted: 0, quarantined: 0, refused: 0 },
  };
  return {
    accepted,
    totals,
    note(facility, sent, { status, receipt }) {
      totals.sent += 1;
      if (receipt === undefined) {
        totals.refusedWhole += 1;
      } else if (status === 200 && noted.has(receipt.id)) {
        totals.replayed += 1;
      } else {
        noted.add(receipt.id);
        for (const { state } of receipt.records) totals.records[state] += 1;
        accepted.push(...listAccepted(line, facility, sent, receipt, totals));
      }
    },
  };
}

function listAccepted(
  { stages }: Line,
  facility: FacilityCode,
  { bytes, contentType }: Sent,
  receipt: Receipt,
  totals: Totals,
): AcceptedRecord[] {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const raw = {
    id: receipt.id,
    channel: 'submissions',
    bytes,
    sha256,
    contentType,
    idempotencyKey: null,
    receivedAt: 0,
  } as const;
  const stateOf = new Map(receipt.records.map(({ key, state }) => [key, state]));
  const accepted: AcceptedRecord[] = [];
  for (const record of stages.decode(raw)) {
    if (stateOf.get(record.key) !== 'accepted') continue;
    const { resources, patient } = stages.map(facility, record);
    totals.resources += resources.length;
    accepted.push({ facility, recordKey: record.key, patient, digest: digestRecord(resources) });
  }
  return accepted;
}
