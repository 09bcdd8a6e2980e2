import type { ReconciliationPort, RecordStanding } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { RECEIVED_BETWEEN } from './received-between.ts';
import { ofFacility } from './statement.ts';

/** Records looked up by one statement. */
const AT_ONCE = 500;
const MAX_HASHES = 20;

// Of what was refused nothing is kept that could be compared; a late check-in is noted with the content of its claim.
const STANDINGS = ofFacility<{ facility: FacilityCode; identities: readonly string[] }, RecordStanding>(
  `SELECT asked.identity, newest.state, newest.version, newest.received_at AS "receivedAt", submission.id AS "submissionId",
     (SELECT json_agg(brought.sha256 ORDER BY brought.newest DESC)
      FROM (SELECT call.sha256, max(same.sequence) AS newest
            FROM record AS same JOIN submission AS call ON call.sequence = same.submission
            WHERE same.facility = :facility AND same.record_key = asked.identity AND same.kind = newest.kind
              AND (same.version = newest.version
                OR (same.content = newest.content AND same.state <> 'refused' AND newest.state <> 'refused'))
            GROUP BY call.sha256 ORDER BY max(same.sequence) DESC LIMIT ${MAX_HASHES}) AS brought) AS sha256,
     newest.count,
     (SELECT COALESCE(json_agg(json_build_object('destination', destination, 'state', state) ORDER BY destination), '[]')
      FROM delivery WHERE delivery.record = newest.sequence) AS deliveries
   FROM unnest(:identities::text[]) WITH ORDINALITY AS asked (identity, place)
     CROSS JOIN LATERAL (
       SELECT sequence, submission, state, version, received_at, count, kind, content FROM record
       WHERE facility = :facility AND record_key = asked.identity AND repetition = 0
       ORDER BY version DESC LIMIT 1) AS newest
     JOIN submission ON submission.sequence = newest.submission
   WHERE asked.identity <> ''
   ORDER BY asked.place`,
);

const IDENTITIES = ofFacility<{ facility: FacilityCode; from: EpochMs; until: EpochMs }, { identity: string }>(
  `SELECT DISTINCT record_key AS identity FROM record
   WHERE ${RECEIVED_BETWEEN} AND record_key <> '' ORDER BY record_key`,
);

/** Where the records of a facility stand. */
export function createStandings(database: Database): Pick<ReconciliationPort, 'standings' | 'standingsBetween'> {
  async function standings(facility: FacilityCode, identities: readonly string[]): Promise<RecordStanding[]> {
    const found: RecordStanding[] = [];
    for (let first = 0; first < identities.length; first += AT_ONCE) {
      const some = identities.slice(first, first + AT_ONCE);
      found.push(...(await database.rows(STANDINGS, { facility, identities: some })));
    }
    return found;
  }
  return {
    standings,
    async standingsBetween(facility, from, until) {
      const rows = await database.rows(IDENTITIES, { facility, from, until });
      return standings(
        facility,
        rows.map(({ identity }) => identity),
      );
    },
  };
}
