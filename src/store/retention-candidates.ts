import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RetentionEntry, RetentionPort, RetentionRequest } from '../types/retention.ts';
import type { EpochMs } from '../types/submission.ts';

/** Something that is kept for longer than asked, in the order of its own age. */
export interface Candidate extends Omit<RetentionEntry, 'keptBy'> {
  /** Of the record; of a message, of its delivery. */
  readonly sequence: number;
  /** Number of the attempt under which a message is kept; 0 for the others. */
  readonly attempt: number;
  /** From 1. */
  readonly version: number;
  /** Null: all of them. */
  readonly destination: string | null;
  /** By which it is in order among its like. */
  readonly at: EpochMs;
}

type MaybeAsync<T> = T | Promise<T>;

/** Candidates of one sort, page by page: after the last one of the page before, in order of (at, sequence, attempt). */
export type CandidatePage = (
  after: Pick<Candidate, 'at' | 'sequence' | 'attempt'>,
  limit: number,
) => MaybeAsync<readonly Candidate[]>;

/** What could go, and what keeps it. */
export interface RetentionLedger {
  /** One for each sort: records of each facility and kind, superseded versions, messages. */
  pages(request: RetentionRequest): MaybeAsync<readonly CandidatePage[]>;
  /** In the order of the candidates. */
  keptBy(candidates: readonly Candidate[]): MaybeAsync<readonly RetentionEntry['keptBy'][]>;
  /** In one transaction: lets go of what nothing keeps by then; gives how many went. */
  purge(candidates: readonly Candidate[]): Promise<number>;
}

/** The key by which all versions of a record are one; null of a single version, a message, or what could not be read. */
export function wholeRecordKey({ what, recordKey }: Pick<Candidate, 'what' | 'recordKey'>): string | null {
  // What could not be read has no key: each stands for itself.
  return what === 'record' && recordKey !== '' ? recordKey : null;
}

/** Candidates looked at in one turn of the event loop. */
const PAGE = 200;
/** Entries let go in one transaction: accepting waits for its end. */
const AT_ONCE = 20;

/** Where a purge stopped: at a page of one sort of candidates. */
interface Place {
  readonly pages: readonly CandidatePage[];
  page: number;
  after: Pick<Candidate, 'at' | 'sequence' | 'attempt'>;
}

const START = { at: Number.MIN_SAFE_INTEGER, sequence: 0, attempt: 0 };

/** Lists and lets go what a ledger has of candidates, in steps between which other work goes on. */
export function createRetention(ledger: RetentionLedger): Pick<RetentionPort, 'expired' | 'purge'> {
  // The next call with the same request goes on where this one stopped, and not through all again that has to stay.
  const places = new WeakMap<RetentionRequest, Place>();

  async function purgePage(candidates: readonly Candidate[]): Promise<number> {
    const keptBy = await ledger.keptBy(candidates);
    const free = candidates.filter((_, index) => keptBy[index] === null);
    let gone = 0;
    for (let first = 0; first < free.length; first += AT_ONCE) {
      gone += await ledger.purge(free.slice(first, first + AT_ONCE));
    }
    return gone;
  }

  return {
    async expired(request) {
      const found: Candidate[] = [];
      for (const page of await ledger.pages(request)) {
        found.push(...(await page(START, request.limit)));
        await nextTurn();
      }
      found.sort((one, other) => one.receivedAt - other.receivedAt);
      const oldest = found.slice(0, request.limit);
      const keptBy = await ledger.keptBy(oldest);
      return oldest.map(({ what, facility, recordKey, kind, receivedAt }, index) => {
        return { what, facility, recordKey, kind, receivedAt, keptBy: keptBy[index] ?? null };
      });
    },
    async purge(request) {
      const place = places.get(request) ?? { pages: await ledger.pages(request), page: 0, after: START };
      places.set(request, place);
      let gone = 0;
      while (gone < request.limit) {
        const candidates = await place.pages[place.page]?.(place.after, Math.min(PAGE, request.limit - gone));
        if (candidates === undefined) break;
        const last = candidates.at(-1);
        if (last === undefined) {
          place.page += 1;
          place.after = START;
          continue;
        }
        place.after = last;
        gone += await purgePage(candidates);
        await nextTurn();
      }
      if (gone === 0) places.delete(request);
      return gone;
    },
  };
}
