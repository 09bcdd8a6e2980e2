import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { RecordStanding } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode, RecordKind } from '../../types/submission.ts';
import { type OfFacility, ofFacility, RECEIVED_BETWEEN } from './of-facility.ts';

/** Where the records of a facility stand. */
export interface Standings {
  /** In the order asked; what is not there is missing. */
  of(facility: FacilityCode, identities: readonly string[]): Promise<RecordStanding[]>;
  /** By identity. */
  between(facility: FacilityCode, from: EpochMs, until: EpochMs): Promise<RecordStanding[]>;
}

type NewestRow = Pick<RecordStanding, 'state' | 'version' | 'receivedAt' | 'submissionId' | 'count'> & {
  readonly sequence: number;
  readonly kind: RecordKind;
  readonly content: Buffer;
};
type SameContent = OfFacility<Pick<NewestRow, 'state' | 'version' | 'kind' | 'content'> & { identity: string }>;

/** Records looked up in one turn of the event loop. */
const AT_ONCE = 200;
const MAX_HASHES = 20;

/** The standings of an open database. */
export function createStandings(db: Database): Standings {
  const { newest, hashes, deliveries, identities } = prepareStatements(db);

  function standingOf(facility: FacilityCode, identity: string): RecordStanding[] {
    const row = identity === '' ? undefined : newest.get({ facility, identity });
    if (row === undefined) return [];
    const { sequence, kind, content, ...standing } = row;
    const { state, version } = standing;
    const brought = hashes.all({ facility, identity, state, version, kind, content });
    return [
      {
        identity,
        ...standing,
        sha256: [...new Set(brought.map(({ sha256 }) => sha256))].slice(0, MAX_HASHES),
        deliveries: deliveries.all(sequence),
      },
    ];
  }

  async function standingsOf(facility: FacilityCode, all: readonly string[]): Promise<RecordStanding[]> {
    const standings: RecordStanding[] = [];
    for (let first = 0; first < all.length; first += AT_ONCE) {
      if (first > 0) await nextTurn();
      standings.push(...all.slice(first, first + AT_ONCE).flatMap((identity) => standingOf(facility, identity)));
    }
    return standings;
  }

  return {
    of: standingsOf,
    between: (facility, from, until) =>
      standingsOf(
        facility,
        identities.all({ facility, from, until }).map(({ identity }) => identity),
      ),
  };
}

function prepareStatements(db: Database) {
  return {
    newest: ofFacility<{ identity: string }, NewestRow>(
      db,
      `SELECT record.sequence, record.state, record.version, record.received_at AS receivedAt, record.count, record.kind,
         record.content, submission.id AS submissionId
       FROM record JOIN submission ON submission.sequence = record.submission
       WHERE record.facility = :facility AND record.record_key = :identity AND record.repetition = 0
       ORDER BY record.version DESC LIMIT 1`,
    ),
    // Of what was refused nothing is kept that could be compared; a late check-in is noted with the content of its claim.
    hashes: ofFacility<SameContent, { sha256: string }>(
      db,
      `SELECT submission.sha256 FROM record JOIN submission ON submission.sequence = record.submission
       WHERE record.facility = :facility AND record.record_key = :identity AND record.kind = :kind
         AND (record.version = :version
           OR (record.content = :content AND record.state <> 'refused' AND :state <> 'refused'))
       ORDER BY record.sequence DESC`,
    ),
    deliveries: db.prepare<[number], RecordStanding['deliveries'][number]>(
      'SELECT destination, state FROM delivery WHERE record = ? ORDER BY destination',
    ),
    identities: ofFacility<{ from: EpochMs; until: EpochMs }, { identity: string }>(
      db,
      `SELECT DISTINCT record_key AS identity FROM record
       WHERE ${RECEIVED_BETWEEN} AND record_key <> '' ORDER BY record_key`,
    ),
  };
}
