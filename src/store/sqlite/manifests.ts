import type { Database } from 'better-sqlite3';
import type { Manifest, ManifestLine } from '../../types/reconciliation.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { compress, decompress } from '../record-content.ts';
import { ofFacility } from './of-facility.ts';

/** Senders' day lists. */
export interface Manifests {
  /** Inside a transaction: one that is there already is not changed. */
  keep(manifest: Manifest): void;
  get(facility: FacilityCode, id: string): Manifest | undefined;
}

type Row = Omit<Manifest, 'lines'> & { readonly lines: Buffer };

/** The manifests of an open database. */
export function createManifests(db: Database): Manifests {
  const keep = db.prepare<[string, FacilityCode, string, EpochMs, Buffer]>(
    'INSERT INTO manifest (id, facility, day, received_at, lines) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
  );
  const get = ofFacility<{ id: string }, Row>(
    db,
    `SELECT id, facility, day, received_at AS receivedAt, lines FROM manifest WHERE facility = :facility AND id = :id`,
  );
  return {
    keep: ({ id, facility, day, receivedAt, lines }) =>
      void keep.run(id, facility, day, receivedAt, compress(JSON.stringify(lines))),
    get(facility, id) {
      const row = get.get({ facility, id });
      if (row === undefined) return undefined;
      return { ...row, lines: JSON.parse(decompress(row.lines).toString('utf8')) as ManifestLine[] };
    },
  };
}
