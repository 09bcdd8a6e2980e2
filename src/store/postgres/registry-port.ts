import type { JWK } from 'jose';
import type { RegistryPort } from '../../types/registry.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Database } from './database.ts';
import { recordSignIn } from './evidence.ts';
import { createFacilityHistory } from './facility-history.ts';
import { createFacilityRegistry } from './facility-registry.ts';
import { statement } from './statement.ts';

const FORGET = statement<{ now: EpochMs }>('DELETE FROM jti WHERE expires_at <= :now');
// One that has expired and is not forgotten yet is as good as forgotten.
const REMEMBER = statement<{ issuer: string; jti: string; expiresAt: EpochMs; now: EpochMs }, { jti: string }>(
  `INSERT INTO jti (issuer, jti, expires_at) VALUES (:issuer, :jti, :expiresAt)
   ON CONFLICT (issuer, jti) DO UPDATE SET expires_at = excluded.expires_at WHERE jti.expires_at <= :now
   RETURNING jti`,
);
/** What has expired is forgotten with every so-manieth sign-in: all replicas do it, and each costs a little. */
const FORGET_EVERY = 64;

// One whose clock is behind takes out of the newest window: none is counted twice.
const OPEN_WINDOW = statement<{ facility: FacilityCode; window: EpochMs }, { used: number }>(
  `INSERT INTO quota (facility, window_start, used) VALUES (:facility, :window, 0)
   ON CONFLICT (facility) DO UPDATE SET
     used = CASE WHEN excluded.window_start > quota.window_start THEN 0 ELSE quota.used END,
     window_start = GREATEST(quota.window_start, excluded.window_start)
   RETURNING used`,
);
const TAKE = statement<{ facility: FacilityCode; granted: number }>(
  'UPDATE quota SET used = used + :granted::bigint WHERE facility = :facility',
);

const SIGNING_KEY = 'signing-key';
const GET_SETTING = statement<{ name: string }, { value: string }>('SELECT value FROM setting WHERE name = :name');
const ADD_SETTING = statement<{ name: string; value: string }>(
  'INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING',
);

const REPLACE_SETTING = statement<{ name: string; value: string }>(
  'INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
);

/** Facilities, their keys, and what they may do. */
export function createRegistryPort(database: Database, clock: () => EpochMs): RegistryPort {
  let signIns = 0;

  async function keptKey(): Promise<JWK | undefined> {
    const [row] = await database.rows(GET_SETTING, { name: SIGNING_KEY });
    return row === undefined ? undefined : (JSON.parse(row.value) as JWK);
  }

  return {
    ...createFacilityRegistry(database, clock),
    ...createFacilityHistory(database),
    async rememberJti(issuer, jti, expiresAt, now) {
      const remembered = await database.rows(REMEMBER, { issuer, jti, expiresAt, now });
      if (++signIns % FORGET_EVERY === 0) await database.inTransaction(async (each) => each.send(FORGET, { now }));
      return remembered.length === 1;
    },
    recordSignIn: (facility, at) => recordSignIn(database, facility, at),
    takeQuota: (facility, window, wanted, quota) =>
      database.inTransaction(async (transaction) => {
        const [row] = await transaction.rows(OPEN_WINDOW, { facility, window });
        const granted = Math.max(0, Math.min(wanted, quota - (row as { used: number }).used));
        if (granted > 0) transaction.send(TAKE, { facility, granted });
        return granted;
      }),
    async signingKey(make) {
      const kept = await keptKey();
      if (kept !== undefined) return kept;
      await database.rows(ADD_SETTING, { name: SIGNING_KEY, value: JSON.stringify(await make()) });
      return (await keptKey()) as JWK;
    },
    replaceSigningKey: (key) =>
      database.inTransaction(async (transaction) =>
        transaction.send(REPLACE_SETTING, { name: SIGNING_KEY, value: JSON.stringify(key) }),
      ),
  };
}
