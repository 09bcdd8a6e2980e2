import type { CommitOrder } from '../../types/coverage-ledger.ts';
import type { ProgrammeDayToClose, ProgrammeHolding, ProgrammePort, ProgrammeState } from '../../types/programme.ts';
import type { EpochMs } from '../../types/submission.ts';
import { bulk } from './bulk.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { createProgrammeFacts } from './programme-facts.ts';
import { statement } from './statement.ts';

type Change = { readonly day: string; readonly facility: string; readonly content: string };

const FIND = statement<object, ProgrammeState>('SELECT since, through, definitions, seen FROM programme_state');

const BEGIN = statement<ProgrammeState, { through: string }>(
  `INSERT INTO programme_state (one, since, through, definitions, seen)
   VALUES (1, :since, :through, :definitions, :seen::bigint)
   ON CONFLICT DO NOTHING RETURNING through`,
);

const GO_ON = statement<ProgrammeState & { afterThrough: string; afterDefinitions: string }, { through: string }>(
  `UPDATE programme_state SET since = :since, through = :through, definitions = :definitions, seen = :seen::bigint
   WHERE through = :afterThrough AND definitions = :afterDefinitions RETURNING through`,
);

const FORGET = [
  ...['programme_change', 'programme_residents', 'programme_holding'].map((table) => statement(`DELETE FROM ${table}`)),
];

const BEGIN_AGAIN = statement<{ since: string }>(
  `UPDATE programme_state
   SET since = :since::text, through = to_char(:since::text::date - 1, 'YYYY-MM-DD'), definitions = '', seen = 0`,
);

const PUT_CHANGES = bulk<Change>(
  { day: 'text', facility: 'text', content: 'text' },
  'INSERT INTO programme_change (day, facility, content) SELECT day, facility, content FROM given',
);

const PUT_RESIDENTS = statement<{ day: string; content: string }>(
  'INSERT INTO programme_residents (day, content) VALUES (:day, :content)',
);

type HoldingRow = Omit<ProgrammeHolding, 'key' | 'acceptedAt'> & {
  readonly record_key: string;
  readonly accepted_at: EpochMs;
};

const HOLDING_COLUMNS = {
  what: 'text',
  subject: 'text',
  facility: 'text',
  record_key: 'text',
  commune: 'text',
  accepted_at: 'bigint',
} as const;

const PUT_HOLDINGS = bulk<HoldingRow>(
  HOLDING_COLUMNS,
  `INSERT INTO programme_holding (what, subject, facility, record_key, commune, accepted_at)
   SELECT what, subject, facility, record_key, commune, accepted_at FROM given
   ON CONFLICT (what, subject, facility, record_key)
     DO UPDATE SET commune = excluded.commune, accepted_at = excluded.accepted_at`,
);

const DROP_HOLDINGS = bulk<HoldingRow>(
  HOLDING_COLUMNS,
  `DELETE FROM programme_holding AS held USING given
   WHERE held.what = given.what AND held.subject = given.subject AND held.facility = given.facility
     AND held.record_key = given.record_key`,
);

const HOLDINGS = statement<{ whats: readonly string[]; subjects: readonly string[] }, ProgrammeHolding>(
  `SELECT held.what, held.subject, held.facility, held.record_key AS key, held.commune, held.accepted_at AS "acceptedAt"
   FROM unnest(:whats::text[], :subjects::text[]) AS asked (what, subject)
     JOIN programme_holding AS held ON held.what = asked.what AND held.subject = asked.subject`,
);

const CHANGES = statement<{ day: string; facility: string; to: string; limit: number }, Change>(
  `SELECT day, facility, content FROM programme_change
   WHERE (day, facility) > (:day, :facility) AND day <= :to ORDER BY day, facility LIMIT :limit::bigint`,
);

const RESIDENTS = statement<{ day: string }, { content: string }>(
  'SELECT content FROM programme_residents WHERE day = :day',
);

const FIRST = statement<object, { first: EpochMs | null }>('SELECT min(received_at) AS first FROM record');

/** What the further indicators are counted from, and what counting came to. */
export function createProgrammePort(database: Database): Omit<ProgrammePort, keyof CommitOrder> {
  return {
    programmeState: async () => (await database.rows(FIND, {}))[0] ?? null,
    closeProgrammeDay: (day) => closeDay(database, day),
    async forgetProgrammeDays(since) {
      await database.inTransaction(async (transaction) => {
        for (const forget of FORGET) transaction.send(forget, {});
        transaction.send(BEGIN_AGAIN, { since });
      });
    },
    programmeChanges: (from, to) =>
      inPages<Change>((last, limit) =>
        database.rows(CHANGES, { day: last?.day ?? from, facility: last?.facility ?? '', to, limit }),
      ),
    programmeResidents: async (day) => (await database.rows(RESIDENTS, { day }))[0]?.content ?? null,
    programmeHoldings: (of) =>
      database.rows(HOLDINGS, {
        whats: of.map(({ what }) => what),
        subjects: of.map(({ subject }) => subject),
      }),
    firstReceived: async () => (await database.rows(FIRST, {}))[0]?.first ?? null,
    ...createProgrammeFacts(database),
  };
}

/** The row of the state is taken first: of two processes the second waits, and then finds it changed. */
function closeDay(
  database: Database,
  { after, closed, changes, residents, put, drop }: ProgrammeDayToClose,
): Promise<boolean> {
  return database.inTransaction(async (transaction) => {
    const taken =
      after === null
        ? await transaction.rows(BEGIN, closed)
        : await transaction.rows(GO_ON, {
            ...closed,
            afterThrough: after.through,
            afterDefinitions: after.definitions,
          });
    if (taken.length === 0) return false;
    const day = closed.through;
    PUT_CHANGES.send(
      transaction,
      changes.map((change) => ({ day, ...change })),
    );
    transaction.send(PUT_RESIDENTS, { day, content: residents });
    DROP_HOLDINGS.send(transaction, drop.map(toRow));
    PUT_HOLDINGS.send(transaction, put.map(toRow));
    return true;
  });
}

function toRow({
  key: record_key,
  acceptedAt: accepted_at,
  what,
  subject,
  facility,
  commune,
}: ProgrammeHolding): HoldingRow {
  return { what, subject, facility, record_key, commune, accepted_at };
}
