import type { Database } from 'better-sqlite3';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { EvidenceCount } from '../../types/measure.ts';
import type { Store } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { EvidenceKind } from '../evidence-kinds.ts';

/** Counters per facility, day and kind, and what is known of a facility at a glance. */
export interface Evidence {
  /** Inside a transaction: adds one (or `by`) for each kind named, as often as it is named. */
  add(facility: FacilityCode, at: EpochMs, kinds: readonly EvidenceKind[], by?: 1 | -1): void;
  /** Inside a transaction: an accepted record was received. */
  noteAccepted(facility: FacilityCode, at: EpochMs): void;
  /** Inside a transaction. */
  noteSignIn(facility: FacilityCode, at: EpochMs): void;
  counts(filter: Parameters<Store['evidence']>[0]): EvidenceCount[];
  lastRecords(): ReadonlyMap<FacilityCode, EpochMs>;
}

/** Evidence of an open database. */
export function createEvidence(db: Database): Evidence {
  const add = db.prepare<[string, FacilityCode, string, number]>(
    `INSERT INTO evidence (day, facility, kind, count) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const noteAccepted = db.prepare<[FacilityCode, EpochMs]>(
    `INSERT INTO last_record (facility, received_at) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET received_at = MAX(received_at, excluded.received_at)`,
  );
  const noteSignIn = db.prepare<[FacilityCode, string, EpochMs]>(
    `INSERT INTO sign_in (facility, day, first_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET first_at = MIN(first_at, excluded.first_at)`,
  );
  const counts = db.prepare<{ facility: FacilityCode | null; fromDay: string; toDay: string }, EvidenceCount>(
    `SELECT facility, day, kind, count FROM evidence
     WHERE day BETWEEN :fromDay AND :toDay AND (:facility IS NULL OR facility = :facility)
     ORDER BY day, facility, kind`,
  );
  const lastRecords = db.prepare<[], { facility: FacilityCode; received_at: EpochMs }>(
    'SELECT facility, received_at FROM last_record',
  );

  function addKinds(facility: FacilityCode, at: EpochMs, kinds: readonly EvidenceKind[], by: 1 | -1 = 1): void {
    const day = toLocalDay(at);
    const sums = new Map<EvidenceKind, number>();
    for (const kind of kinds) sums.set(kind, (sums.get(kind) ?? 0) + by);
    for (const [kind, sum] of sums) add.run(day, facility, kind, sum);
  }

  return {
    add: addKinds,
    noteAccepted: (facility, at) => void noteAccepted.run(facility, at),
    noteSignIn(facility, at) {
      noteSignIn.run(facility, toLocalDay(at), at);
      addKinds(facility, at, ['sign-in']);
    },
    counts: ({ facility = null, fromDay, toDay }) => counts.all({ facility, fromDay, toDay }),
    lastRecords: () => new Map(lastRecords.all().map((row) => [row.facility, row.received_at])),
  };
}
