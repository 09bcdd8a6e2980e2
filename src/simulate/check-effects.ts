import type { FacilityCode } from '../types/submission.ts';
import type { Effect } from './effect.ts';

/** A record version that the gateway acknowledged as accepted, from the sender's own log. */
export interface AcceptedRecord {
  readonly facility: FacilityCode;
  /** MA_LK or document id. */
  readonly recordKey: string;
  /** `Patient/id`: what is of one patient takes effect in the order of acknowledgement. Null: only this record does. */
  readonly patient: string | null;
  /** `digestRecord` of the record's resources. */
  readonly digest: string;
}

export interface EffectReport {
  /** Accepted record versions that are in effect. */
  readonly delivered: number;
  /** Accepted and not in effect. */
  readonly lost: readonly AcceptedRecord[];
  /** Took effect more often than it was accepted. */
  readonly doubled: readonly Effect[];
  /** Took effect and was never accepted. */
  readonly phantom: readonly Effect[];
  /** Took effect after something of the same patient that was accepted later. */
  readonly reordered: readonly Effect[];
}

/**
 * Compares what senders had acknowledged, in order, with what took effect at one receiver, in order. Knows nothing of
 * the gateway. A version that is sent again unchanged is owed once. A repeat that changes nothing is no second effect.
 * Leave out of `accepted` what the receiver is meant to refuse.
 */
export function checkEffects(accepted: readonly AcceptedRecord[], effects: readonly Effect[]): EffectReport {
  const owedByDigest = groupByDigest(accepted);
  const newest = new Map<string, number>();
  const current = new Map<string, string>();
  let delivered = 0;
  const doubled: Effect[] = [];
  const phantom: Effect[] = [];
  const reordered: Effect[] = [];
  for (const effect of effects) {
    const owed = owedByDigest.get(effect.digest);
    if (owed === undefined) {
      phantom.push(effect);
      continue;
    }
    if (effect.changed === 0 && current.get(owed.record) === effect.digest) continue;
    current.set(owed.record, effect.digest);
    const position = owed.positions.shift();
    if (position === undefined) {
      doubled.push(effect);
      continue;
    }
    delivered += 1;
    if (position < (newest.get(owed.lane) ?? -1)) reordered.push(effect);
    else newest.set(owed.lane, position);
  }
  const lost = [...owedByDigest.values()].flatMap(({ positions }) => positions).sort((a, b) => a - b);
  return { delivered, lost: lost.flatMap((position) => accepted[position] ?? []), doubled, phantom, reordered };
}

interface Owed {
  /** Facility and key. */
  readonly record: string;
  /** What keeps its order: the patient, or the record alone. */
  readonly lane: string;
  /** Places in the log of acknowledgements, each owed one effect. */
  readonly positions: number[];
}

function groupByDigest(accepted: readonly AcceptedRecord[]): Map<string, Owed> {
  const owed = new Map<string, Owed>();
  const lastDigest = new Map<string, string>();
  for (const [position, { facility, recordKey, patient, digest }] of accepted.entries()) {
    const record = `${facility} ${recordKey}`;
    if (lastDigest.get(record) === digest) continue;
    lastDigest.set(record, digest);
    const known = owed.get(digest);
    if (known === undefined) owed.set(digest, { record, lane: patient ?? record, positions: [position] });
    else known.positions.push(position);
  }
  return owed;
}
