import { toLocalDay } from '../../fhir/local-time.ts';
import type { EvidenceCount, MeasurePort } from '../../types/measure.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { EvidenceKind } from '../evidence-kinds.ts';
import { bulk } from './bulk.ts';
import type { Database, Transaction } from './database.ts';
import { statement } from './statement.ts';

/** What is added to the counters of facilities and days. */
export interface EvidenceSums {
  /** @param by what each kind adds, as often as it is named; default 1 */
  add(facility: FacilityCode, at: EpochMs, kinds: readonly EvidenceKind[], by?: 1 | -1): void;
  /** An accepted record was received. */
  noteAccepted(facility: FacilityCode, at: EpochMs): void;
  /** Sends them late in a transaction: all replicas count in the same rows, and wait for each other there. */
  send(transaction: Transaction): void;
}

interface Sum {
  readonly day: string;
  readonly facility: FacilityCode;
  readonly kind: EvidenceKind;
  readonly count: number;
}

// In the order of the key, so that no two transactions wait for each other.
const ADD = bulk<Sum>(
  { day: 'text', facility: 'text', kind: 'text', count: 'bigint' },
  `INSERT INTO evidence (day, facility, kind, count)
   SELECT day, facility, kind, count FROM given ORDER BY day COLLATE "C", facility COLLATE "C", kind COLLATE "C"
   ON CONFLICT (day, facility, kind) DO UPDATE SET count = evidence.count + excluded.count`,
);

const NOTE_ACCEPTED = bulk<{ facility: FacilityCode; received_at: EpochMs }>(
  { facility: 'text', received_at: 'bigint' },
  `INSERT INTO last_record (facility, received_at) SELECT facility, received_at FROM given ORDER BY facility COLLATE "C"
   ON CONFLICT (facility) DO UPDATE SET received_at = GREATEST(last_record.received_at, excluded.received_at)`,
);

/** Sums of one transaction. */
export function createEvidenceSums(): EvidenceSums {
  const sums = new Map<string, Sum>();
  const accepted = new Map<FacilityCode, EpochMs>();
  return {
    add(facility, at, kinds, by = 1) {
      const day = toLocalDay(at);
      for (const kind of kinds) {
        const place = `${day}\n${facility}\n${kind}`;
        sums.set(place, { day, facility, kind, count: (sums.get(place)?.count ?? 0) + by });
      }
    },
    noteAccepted(facility, at) {
      accepted.set(facility, Math.max(at, accepted.get(facility) ?? at));
    },
    send(transaction) {
      NOTE_ACCEPTED.send(
        transaction,
        [...accepted].map(([facility, received_at]) => ({ facility, received_at })),
      );
      ADD.send(
        transaction,
        [...sums.values()].filter(({ count }) => count !== 0),
      );
    },
  };
}

const SIGN_IN = statement<{ facility: FacilityCode; day: string; at: EpochMs }>(
  `INSERT INTO sign_in (facility, day, first_at) VALUES (:facility, :day, :at)
   ON CONFLICT (facility, day) DO UPDATE SET first_at = LEAST(sign_in.first_at, excluded.first_at)`,
);

/** A facility was given a token. */
export function recordSignIn(database: Database, facility: FacilityCode, at: EpochMs): Promise<void> {
  return database.inTransaction(async (transaction) => {
    const sums = createEvidenceSums();
    sums.add(facility, at, ['sign-in']);
    transaction.send(SIGN_IN, { facility, day: toLocalDay(at), at });
    sums.send(transaction);
  });
}

const COUNTS = statement<{ facility: FacilityCode | null; fromDay: string; toDay: string }, EvidenceCount>(
  `SELECT facility, day, kind, count FROM evidence
   WHERE day BETWEEN :fromDay AND :toDay AND (:facility::text IS NULL OR facility = :facility)
   ORDER BY day, facility, kind`,
);

const LAST_RECORDS = statement<object, { facility: FacilityCode; received_at: EpochMs }>(
  'SELECT facility, received_at FROM last_record',
);

/** Reads of the counters. */
export function createEvidenceReads(database: Database): Pick<MeasurePort, 'evidence' | 'lastRecords'> {
  return {
    evidence: ({ facility = null, fromDay, toDay }) => database.rows(COUNTS, { facility, fromDay, toDay }),
    async lastRecords() {
      const rows = await database.rows(LAST_RECORDS, {});
      return new Map(rows.map((row) => [row.facility, row.received_at]));
    },
  };
}
