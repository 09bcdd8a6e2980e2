import type { JWK } from 'jose';
import type { RegistryPort } from '../../types/registry.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { FACILITY_COLUMNS, type FacilityRow, toFacility, toRow } from '../facility-row.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

const PUT = statement<FacilityRow>(
  `INSERT INTO facility (${FACILITY_COLUMNS})
   VALUES (:code, :name, :cohort, :ownership, :level, :commune, :open_from, :open_to, :scope, :announced, :statistics)
   ON CONFLICT (code) DO UPDATE SET name = excluded.name, cohort = excluded.cohort, ownership = excluded.ownership,
     level = excluded.level, commune = excluded.commune, open_from = excluded.open_from, open_to = excluded.open_to,
     scope = excluded.scope, announced = excluded.announced, statistics = excluded.statistics`,
);
const GET = statement<{ code: FacilityCode }, FacilityRow>(
  `SELECT ${FACILITY_COLUMNS} FROM facility WHERE code = :code`,
);
const ALL = statement<object, FacilityRow>(`SELECT ${FACILITY_COLUMNS} FROM facility ORDER BY code`);

// Two that put the keys of one facility do so one after the other.
const LOCK = statement<{ facility: FacilityCode }>(
  'SELECT code FROM facility WHERE code = :facility FOR NO KEY UPDATE',
);
const DROP_KEYS = statement<{ facility: FacilityCode }>('DELETE FROM credential WHERE facility = :facility');
const ADD_KEYS = statement<{ facility: FacilityCode; jwks: readonly string[] }>(
  `INSERT INTO credential (facility, position, jwk)
   SELECT :facility, place - 1, jwk FROM unnest(:jwks::text[]) WITH ORDINALITY AS given (jwk, place)`,
);
const KEYS = statement<{ facility: FacilityCode }, { jwk: string }>(
  'SELECT jwk FROM credential WHERE facility = :facility ORDER BY position',
);

type Registry = Pick<RegistryPort, 'putFacility' | 'facility' | 'facilities' | 'putKeys' | 'keys'>;

/** Facilities and their public keys. Throws on a private or symmetric key: only public ones are kept. */
export function createFacilityRegistry(database: Database): Registry {
  return {
    async putFacility(facility) {
      await database.rows(PUT, toRow(facility));
    },
    async facility(code) {
      const [row] = await database.rows(GET, { code });
      return row === undefined ? undefined : toFacility(row);
    },
    facilities: async () => (await database.rows(ALL, {})).map(toFacility),
    async putKeys(facility, keys) {
      if (keys.some((jwk) => 'd' in jwk || 'k' in jwk)) throw new TypeError('only public keys of a facility are kept');
      await database.inTransaction(async (transaction) => {
        await transaction.rows(LOCK, { facility });
        transaction.send(DROP_KEYS, { facility });
        transaction.send(ADD_KEYS, { facility, jwks: keys.map((jwk) => JSON.stringify(jwk)) });
      });
    },
    keys: async (facility) => (await database.rows(KEYS, { facility })).map(({ jwk }) => JSON.parse(jwk) as JWK),
  };
}
