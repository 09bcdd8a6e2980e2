import type { JWK } from 'jose';
import type { RegistryChange, RegistryPort } from '../../types/registry.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import {
  FACILITY_COLUMNS,
  type FacilityRow,
  isKept,
  toEntry,
  toFacility,
  toRow,
  UNEXPLAINED,
} from '../facility-row.ts';
import type { Database, Transaction } from './database.ts';
import { statement } from './statement.ts';

const ADD = statement<FacilityRow, { code: string }>(
  `INSERT INTO facility (${FACILITY_COLUMNS})
   VALUES (:code, :name, :cohort, :ownership, :level, :commune, :open_from, :open_to, :scope, :announced, :statistics,
     :particulars)
   ON CONFLICT (code) DO NOTHING RETURNING code`,
);
const CHANGE = statement<FacilityRow>(
  `UPDATE facility SET name = :name, cohort = :cohort, ownership = :ownership, level = :level, commune = :commune,
     open_from = :open_from, open_to = :open_to, scope = :scope, announced = :announced, statistics = :statistics,
     particulars = :particulars
   WHERE code = :code`,
);
// A clock that was put back, or another machine's, does not bring the editions out of their order.
const ADD_EDITION = statement<RegistryChange & { code: FacilityCode; at: EpochMs; entry: string }>(
  `INSERT INTO facility_edition (facility, number, at, who, reason, entry)
   SELECT :code, COALESCE(MAX(number), 0) + 1, GREATEST(COALESCE(MAX(at), 0), :at::bigint), :by, :reason, :entry
   FROM facility_edition WHERE facility = :code`,
);
const GET = statement<{ code: FacilityCode }, FacilityRow>(
  `SELECT ${FACILITY_COLUMNS} FROM facility WHERE code = :code`,
);
// Two that change one facility do so one after the other.
const LOCK = statement<{ code: FacilityCode }, FacilityRow>(
  `SELECT ${FACILITY_COLUMNS} FROM facility WHERE code = :code FOR NO KEY UPDATE`,
);
const ALL = statement<object, FacilityRow>(`SELECT ${FACILITY_COLUMNS} FROM facility ORDER BY code`);

const DROP_KEYS = statement<{ facility: FacilityCode }>('DELETE FROM credential WHERE facility = :facility');
const ADD_KEYS = statement<{ facility: FacilityCode; jwks: readonly string[] }>(
  `INSERT INTO credential (facility, position, jwk)
   SELECT :facility, place - 1, jwk FROM unnest(:jwks::text[]) WITH ORDINALITY AS given (jwk, place)`,
);
const KEYS = statement<{ facility: FacilityCode }, { jwk: string }>(
  'SELECT jwk FROM credential WHERE facility = :facility ORDER BY position',
);

type Registry = Pick<RegistryPort, 'putFacility' | 'putFacilities' | 'facility' | 'facilities' | 'putKeys' | 'keys'>;

/** Facilities and their public keys. Throws on a private or symmetric key: only public ones are kept. */
export function createFacilityRegistry(database: Database, clock: () => EpochMs): Registry {
  const putFacilities: Registry['putFacilities'] = async (facilities, change) => {
    const rows = facilities.map(toRow);
    // In one order, so that no two transactions wait for each other.
    rows.sort((one, other) => Number(one.code > other.code) - Number(one.code < other.code));
    await database.inTransaction(async (transaction) => {
      for (const row of rows) await put(transaction, row, { ...change, at: clock() });
    });
  };
  return {
    putFacilities,
    putFacility: (facility, change = UNEXPLAINED) => putFacilities([facility], change),
    async facility(code) {
      const [row] = await database.rows(GET, { code });
      return row === undefined ? undefined : toFacility(row);
    },
    facilities: async () => (await database.rows(ALL, {})).map(toFacility),
    async putKeys(facility, keys) {
      if (keys.some((jwk) => 'd' in jwk || 'k' in jwk)) throw new TypeError('only public keys of a facility are kept');
      await database.inTransaction(async (transaction) => {
        await transaction.rows(LOCK, { code: facility });
        transaction.send(DROP_KEYS, { facility });
        transaction.send(ADD_KEYS, { facility, jwks: keys.map((jwk) => JSON.stringify(jwk)) });
      });
    },
    keys: async (facility) => (await database.rows(KEYS, { facility })).map(({ jwk }) => JSON.parse(jwk) as JWK),
  };
}

async function put(
  transaction: Transaction,
  row: FacilityRow,
  { by, reason, at }: RegistryChange & { readonly at: EpochMs },
): Promise<void> {
  const { code } = row;
  const added = await transaction.rows(ADD, row);
  if (added.length === 0) {
    const [known] = await transaction.rows(LOCK, { code });
    if (known !== undefined && isKept(known, row)) return;
    transaction.send(CHANGE, row);
  }
  transaction.send(ADD_EDITION, { code, at, by, reason, entry: toEntry(row) });
}
