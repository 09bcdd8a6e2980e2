import type { Manifest, ManifestLine, ReconciliationPort } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { compress, decompress } from '../record-content.ts';
import type { Database } from './database.ts';
import { createDeliveredBetween } from './delivered-leaves.ts';
import { sendAgain } from './send-again.ts';
import { createStandings } from './standings.ts';
import { ofFacility, statement } from './statement.ts';

type ManifestRow = Omit<Manifest, 'lines'> & { readonly lines: Buffer };

const KEEP_MANIFEST = statement<ManifestRow>(
  `INSERT INTO manifest (id, facility, day, received_at, lines) VALUES (:id, :facility, :day, :receivedAt, :lines)
   ON CONFLICT (id) DO NOTHING`,
);
const MANIFEST = ofFacility<{ facility: FacilityCode; id: string }, ManifestRow>(
  `SELECT id, facility, day, received_at AS "receivedAt", lines FROM manifest WHERE facility = :facility AND id = :id`,
);
const CONFIRM = statement<{ destination: string; day: string; at: EpochMs }>(
  `INSERT INTO confirmed_day (destination, day, at) VALUES (:destination, :day, :at)
   ON CONFLICT (destination, day) DO UPDATE SET at = GREATEST(confirmed_day.at, excluded.at)`,
);
const CONFIRMED = statement<{ destination: string }, { day: string; at: EpochMs }>(
  'SELECT day, at FROM confirmed_day WHERE destination = :destination ORDER BY day',
);

/** Comparing day by day what was sent, what is kept here, and what destinations keep. */
export function createReconciliationPort(database: Database): ReconciliationPort {
  return {
    async keepManifest(manifest) {
      const lines = compress(JSON.stringify(manifest.lines));
      await database.rows(KEEP_MANIFEST, { ...manifest, lines });
    },
    async manifest(facility, id) {
      const [row] = await database.rows(MANIFEST, { facility, id });
      if (row === undefined) return undefined;
      return { ...row, lines: JSON.parse(decompress(row.lines).toString('utf8')) as ManifestLine[] };
    },
    ...createStandings(database),
    deliveredBetween: createDeliveredBetween(database),
    sendAgain: (destination, recordIds, now) => sendAgain(database, destination, recordIds, now),
    async confirmDay(destination, day, at) {
      await database.rows(CONFIRM, { destination, day, at });
    },
    async confirmedDays(destination) {
      const rows = await database.rows(CONFIRMED, { destination });
      return new Map(rows.map(({ day, at }) => [day, at]));
    },
  };
}
