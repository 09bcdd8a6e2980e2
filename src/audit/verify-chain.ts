import type { AuditEntry } from '../types/measure.ts';
import type { Store } from '../types/store.ts';
import { CHAIN_START, chainHash, recordedAt } from './hash-chain.ts';

/** What was once seen of the chain and kept elsewhere: only that can show a cut tail or a chain computed anew. */
export interface AuditCheckpoint {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * `missing`: no entry stands at this number, though later ones or the checkpoint say there was one.
 * `hash`: entry or hash were changed, or an entry before it was swapped, added or removed.
 * `time`: the time of the row is not the one that the entry gives.
 * `checkpoint`: the chain holds in itself but is not the one that the checkpoint was taken of.
 */
export type ChainFault = 'missing' | 'hash' | 'time' | 'checkpoint';

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: AuditCheckpoint }
  | { readonly ok: false; readonly sequence: number; readonly fault: ChainFault };

const PAGE = 1_000;

/** Reads the whole audit log and names the first bad entry. Without a checkpoint a cut tail cannot be seen. */
export async function verifyChain(log: Pick<Store, 'audit'>, checkpoint?: AuditCheckpoint): Promise<ChainVerdict> {
  let head: AuditCheckpoint = { sequence: 0, hash: CHAIN_START };
  for (;;) {
    const page = await log.audit(head.sequence + 1, PAGE);
    if (page.length === 0) break;
    for (const entry of page) {
      const fault = faultOf(entry, head, checkpoint);
      if (fault !== undefined) return { ok: false, sequence: head.sequence + 1, fault };
      head = { sequence: entry.sequence, hash: entry.hash };
    }
  }
  if (checkpoint !== undefined && head.sequence < checkpoint.sequence) {
    return { ok: false, sequence: head.sequence + 1, fault: 'missing' };
  }
  return { ok: true, entries: head.sequence, head };
}

function faultOf(entry: AuditEntry, before: AuditCheckpoint, checkpoint?: AuditCheckpoint): ChainFault | undefined {
  if (entry.sequence !== before.sequence + 1) return 'missing';
  if (entry.hash !== chainHash(before.hash, entry.entry)) return 'hash';
  if (entry.at !== recordedAt(entry.entry)) return 'time';
  if (checkpoint?.sequence === entry.sequence && checkpoint.hash !== entry.hash) return 'checkpoint';
  return undefined;
}
