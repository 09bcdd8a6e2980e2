import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditEvent } from '@medplum/fhirtypes';
import type { AuditEntry } from '../types/measure.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { CHAIN_START, chainHash, recordedAt } from './hash-chain.ts';

/** What was once seen of the chain and kept elsewhere: only that can show every cut tail, or a chain computed anew. */
export interface AuditCheckpoint {
  readonly sequence: number;
  readonly hash: string;
}

/**
 * `missing`: no entry stands at this number, though later ones or the checkpoint say there was one.
 * `outside`: an entry stands before number 1, where none was ever written.
 * `hash`: entry or hash were changed, or an entry before it was swapped, added or removed.
 * `time`: the time of the row is not the one that the entry gives.
 * `checkpoint`: the chain holds in itself but is not the one that the checkpoint was taken of.
 * `tail`, `edition`, `note`, `hold`: the chain holds in itself, but the store keeps records, editions of facilities, remarks or holds
 * that came after its newest entry.
 * `report`: the chain holds in itself, but the store keeps a frozen report of whose freezing no entry tells.
 */
export type ChainFault = 'missing' | 'outside' | 'hash' | 'time' | 'checkpoint' | LateKind | 'report';

/** What is entered when, or before, it is written: none of it may be newer than the newest entry. */
type LateKind = 'tail' | 'edition' | 'note' | 'hold';

export type ChainVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: AuditCheckpoint }
  | { readonly ok: false; readonly sequence: number; readonly fault: ChainFault };

/** What is known beside the chain itself. */
export interface ChainWitness {
  readonly checkpoint?: AuditCheckpoint | undefined;
  /** Instant of the newest of each kind that the store keeps (`tail`: receipt of a record), read before the chain is. */
  readonly newest?: Readonly<Partial<Record<LateKind, EpochMs | undefined>>>;
  /** SHA-256 of the frozen reports that the store keeps, read before the chain is: the entry of each freezing names its own. */
  readonly reports?: readonly string[];
}

interface Walked {
  readonly head: AuditCheckpoint;
  /** The latest instant of any entry: those of calls that ran side by side are not in order. */
  readonly newestAt: EpochMs;
}

/** Entries that are checked in one turn: some milliseconds. */
const PAGE = 250;
/** The clock may have been set back so far between what happened and its entry. */
const CLOCK_STEP_MS = 60_000;

/**
 * Reads the whole audit log and names the first bad entry; `onPage` is told how many were read, and waited for. Entries after the newest
 * witness, such as those of reads, can be cut off unseen when there is no checkpoint.
 */
export async function verifyChain(
  log: Pick<Store, 'audit'>,
  { checkpoint, newest = {}, reports = [] }: ChainWitness = {},
  onPage: (entries: number) => void | Promise<void> = () => {},
): Promise<ChainVerdict> {
  let walked: Walked = { head: { sequence: 0, hash: CHAIN_START }, newestAt: Number.NEGATIVE_INFINITY };
  const notEntered = new Set(reports);
  for (let from = Number.MIN_SAFE_INTEGER; ; from = walked.head.sequence + 1) {
    const page = await log.audit(from, PAGE);
    if (page.length === 0) break;
    const next = walkPage(page, walked, checkpoint);
    if ('fault' in next) return { ok: false, ...next };
    walked = next;
    for (const { entry } of notEntered.size === 0 ? [] : page) notEntered.delete(frozenIn(entry) ?? '');
    await onPage(walked.head.sequence);
    await nextTurn();
  }
  const { head, newestAt } = walked;
  const after = { ok: false, sequence: head.sequence + 1 } as const;
  if (checkpoint !== undefined && head.sequence < checkpoint.sequence) return { ...after, fault: 'missing' };
  for (const kind of ['tail', 'edition', 'note', 'hold'] as const) {
    const at = newest[kind];
    if (at !== undefined && at - CLOCK_STEP_MS > newestAt) return { ...after, fault: kind };
  }
  if (notEntered.size > 0) return { ...after, fault: 'report' };
  return { ok: true, entries: head.sequence, head };
}

type BadEntry = Omit<Extract<ChainVerdict, { readonly ok: false }>, 'ok'>;

/** One page of what follows on a head: where it then stands, or the first bad entry. */
function walkPage(page: readonly AuditEntry[], walked: Walked, checkpoint?: AuditCheckpoint): Walked | BadEntry {
  let { head, newestAt } = walked;
  for (const entry of page) {
    const fault = faultOf(entry, head, checkpoint);
    if (fault !== undefined) return { sequence: Math.min(head.sequence + 1, entry.sequence), fault };
    head = { sequence: entry.sequence, hash: entry.hash };
    newestAt = Math.max(newestAt, entry.at);
  }
  return { head, newestAt };
}

/** Verifies what was added after a head that was seen before; the head itself must still be there. */
export async function followChain(log: Pick<Store, 'audit'>, head: AuditCheckpoint): Promise<ChainVerdict> {
  let walked: Walked = { head, newestAt: Number.NEGATIVE_INFINITY };
  if (head.sequence > 0) {
    const [still] = await log.audit(head.sequence, 1);
    if (still?.sequence !== head.sequence) return { ok: false, sequence: head.sequence, fault: 'missing' };
    if (still.hash !== head.hash) return { ok: false, sequence: head.sequence, fault: 'checkpoint' };
  }
  for (;;) {
    const page = await log.audit(walked.head.sequence + 1, PAGE);
    const next = walkPage(page, walked);
    if ('fault' in next) return { ok: false, ...next };
    walked = next;
    if (page.length < PAGE) return { ok: true, entries: walked.head.sequence, head: walked.head };
    await nextTurn();
  }
}

function faultOf(entry: AuditEntry, before: AuditCheckpoint, checkpoint?: AuditCheckpoint): ChainFault | undefined {
  if (entry.sequence < 1) return 'outside';
  if (entry.sequence !== before.sequence + 1) return 'missing';
  if (entry.hash !== chainHash(before.hash, entry.entry)) return 'hash';
  if (entry.at !== timeOf(entry.entry)) return 'time';
  if (checkpoint?.sequence === entry.sequence && checkpoint.hash !== entry.hash) return 'checkpoint';
  return undefined;
}

/** NaN also for what is no JSON: whoever computes a chain anew may put anything into it. */
function timeOf(entry: string): number {
  try {
    return recordedAt(entry);
  } catch {
    return Number.NaN;
  }
}

/** SHA-256 of the report of whose freezing an entry tells; undefined when it tells of something else. */
function frozenIn(entry: string): string | undefined {
  if (!entry.includes('"value":"report"')) return undefined;
  const { entity = [] } = JSON.parse(entry) as AuditEvent;
  const about = entity.find(({ what }) => what?.identifier?.value === 'report');
  return about?.detail?.find(({ type }) => type === 'sha256')?.valueString;
}
