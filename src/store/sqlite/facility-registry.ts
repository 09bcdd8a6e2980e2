import type { Database } from 'better-sqlite3';
import type { JWK } from 'jose';
import type { Facility, RegistryChange } from '../../types/registry.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { FACILITY_COLUMNS, type FacilityRow, isKept, toEntry, toFacility, toRow } from '../facility-row.ts';

/** Facilities and their public keys. */
export interface FacilityRegistry {
  /** Inside a transaction: adds a facility, or replaces what is known of it, with an edition if anything is new. */
  put(facility: Facility, change: RegistryChange, at: EpochMs): void;
  get(code: FacilityCode): Facility | undefined;
  all(): Facility[];
  /** Inside a transaction. Throws on a private or symmetric key: only public ones are kept. */
  putKeys(code: FacilityCode, keys: readonly JWK[]): void;
  keys(code: FacilityCode): JWK[];
}

/** The registry of an open database. */
export function createFacilityRegistry(db: Database): FacilityRegistry {
  const put = db.prepare<FacilityRow>(
    `INSERT INTO facility (${FACILITY_COLUMNS})
     VALUES (:code, :name, :cohort, :ownership, :level, :commune, :open_from, :open_to, :scope, :announced, :statistics,
       :particulars)
     ON CONFLICT DO UPDATE SET name = :name, cohort = :cohort, ownership = :ownership, level = :level,
       commune = :commune, open_from = :open_from, open_to = :open_to, scope = :scope, announced = :announced,
       statistics = :statistics, particulars = :particulars`,
  );
  // A clock that was put back does not bring the editions out of their order.
  const addEdition = db.prepare<RegistryChange & { code: FacilityCode; at: EpochMs; entry: string }>(
    `INSERT INTO facility_edition (facility, number, at, who, reason, entry)
     SELECT :code, COALESCE(MAX(number), 0) + 1, MAX(COALESCE(MAX(at), 0), :at), :by, :reason, :entry
     FROM facility_edition WHERE facility = :code`,
  );
  const get = db.prepare<[FacilityCode], FacilityRow>(`SELECT ${FACILITY_COLUMNS} FROM facility WHERE code = ?`);
  const all = db.prepare<[], FacilityRow>(`SELECT ${FACILITY_COLUMNS} FROM facility ORDER BY code`);
  const dropKeys = db.prepare<[FacilityCode]>('DELETE FROM credential WHERE facility = ?');
  const addKey = db.prepare<[FacilityCode, number, string]>(
    'INSERT INTO credential (facility, position, jwk) VALUES (?, ?, ?)',
  );
  const keys = db
    .prepare<[FacilityCode], string>('SELECT jwk FROM credential WHERE facility = ? ORDER BY position')
    .pluck();

  return {
    put(facility, { by, reason }, at) {
      const row = toRow(facility);
      const known = get.get(row.code);
      if (known !== undefined && isKept(known, row)) return;
      put.run(row);
      addEdition.run({ code: row.code, at, by, reason, entry: toEntry(row) });
    },
    get(code) {
      const row = get.get(code);
      return row === undefined ? undefined : toFacility(row);
    },
    all: () => all.all().map(toFacility),
    putKeys(code, jwks) {
      if (jwks.some((jwk) => 'd' in jwk || 'k' in jwk)) throw new TypeError('only public keys of a facility are kept');
      dropKeys.run(code);
      jwks.forEach((jwk, position) => {
        addKey.run(code, position, JSON.stringify(jwk));
      });
    },
    keys: (code) => keys.all(code).map((jwk) => JSON.parse(jwk) as JWK),
  };
}
