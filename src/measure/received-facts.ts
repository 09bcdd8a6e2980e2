import type { CoverageFactRow, Fact } from '../types/measure.ts';
import type { EpochMs, FacilityCode, RecordState } from '../types/submission.ts';

/** A record fact, ready to be counted. */
export interface ReceivedRecord {
  /** Of facts of one instant the lower comes first. */
  readonly sequence: number;
  readonly facility: FacilityCode;
  readonly encounter: string;
  readonly at: EpochMs;
  readonly releasedAt: EpochMs | null;
  readonly state: RecordState;
  readonly claim: boolean;
  readonly endOfCare: EpochMs | null;
  readonly level: number;
  /** Each section and each rule once. */
  readonly due: readonly string[];
  readonly present: readonly string[];
  readonly broken: readonly string[];
  readonly identity: boolean;
  readonly signed: boolean;
}

/** What a record was at an instant: before its release it was in quarantine. A refused record is never released: it stays refused. */
export function stateAsOf({ state, releasedAt }: ReceivedRecord, until: EpochMs): RecordState {
  if (releasedAt === null || state === 'refused') return state;
  return releasedAt <= until ? 'accepted' : 'quarantined';
}

/** A fact as the store holds it. */
export function toReceivedRecord({ source, due, present, broken, ...row }: CoverageFactRow): ReceivedRecord {
  return {
    ...row,
    claim: source === 'claim',
    due: readList(due),
    present: readList(present),
    broken: readList(broken),
  };
}

/** A fact as it stands in a file. @param sequence its place there */
export function readRecordFact(fact: Extract<Fact, { type: 'record' }>, sequence: number): ReceivedRecord {
  return {
    sequence,
    facility: fact.facility,
    encounter: fact.encounter,
    at: Date.parse(fact.at),
    releasedAt: fact.releasedAt === undefined ? null : Date.parse(fact.releasedAt),
    state: fact.outcome,
    claim: fact.source === 'claim',
    endOfCare: fact.endOfCare === null ? null : Date.parse(fact.endOfCare),
    level: fact.level,
    due: distinct(fact.due),
    present: distinct(fact.present),
    broken: [],
    identity: fact.identity,
    signed: fact.signed,
  };
}

/** A section counts once, however often a record names it. */
function distinct(list: readonly string[]): readonly string[] {
  const set = new Set(list);
  return set.size === list.length ? list : [...set];
}

/** Millions of records share a few lists: each is read once and held once. */
const lists = new Map<string, readonly string[]>();
const MAX_LISTS = 10_000;

function readList(text: string): readonly string[] {
  let list = lists.get(text);
  if (list === undefined) {
    list = distinct(JSON.parse(text) as string[]);
    if (lists.size < MAX_LISTS) lists.set(text, list);
  }
  return list;
}
