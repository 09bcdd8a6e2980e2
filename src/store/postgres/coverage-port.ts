import type { ClosedDays, CoveragePort, DayToClose, KeptDay } from '../../types/coverage-ledger.ts';
import { type Bulk, bulk } from './bulk.ts';
import { createCoverageFacts } from './coverage-facts.ts';
import type { Database } from './database.ts';
import { inPages } from './pages.ts';
import { statement } from './statement.ts';

const FIND = statement<object, ClosedDays>('SELECT through, definitions, begun, seen FROM closed_days');

const BEGIN = statement<ClosedDays, { through: string }>(
  `INSERT INTO closed_days (one, through, definitions, begun, seen)
   VALUES (1, :through, :definitions, :begun::bigint, :seen::bigint)
   ON CONFLICT DO NOTHING RETURNING through`,
);

const GO_ON = statement<ClosedDays & { afterThrough: string; afterDefinitions: string }, { through: string }>(
  `UPDATE closed_days SET through = :through, definitions = :definitions, begun = :begun::bigint, seen = :seen::bigint
   WHERE through = :afterThrough AND definitions = :afterDefinitions RETURNING through`,
);

const FORGET = ['closed_days', 'coverage_figures', 'coverage_tally'].map((table) => statement(`DELETE FROM ${table}`));

interface KeptDays {
  readonly put: Bulk<KeptDay, object>;
  readonly between: (database: Database, from: string, to: string) => AsyncIterable<KeptDay>;
}

const TALLIES = keptDays('coverage_tally');
const FIGURES = keptDays('coverage_figures');

/** Closed days and the facts behind them. */
export function createCoveragePort(database: Database): CoveragePort {
  return {
    closedDays: async () => (await database.rows(FIND, {}))[0] ?? null,
    closeDay: (day) => closeDay(database, day),
    async forgetClosedDays() {
      await database.inTransaction(async (transaction) => {
        for (const forget of FORGET) transaction.send(forget, {});
      });
    },
    tallies: (from, to) => TALLIES.between(database, from, to),
    figures: (from, to) => FIGURES.between(database, from, to),
    ...createCoverageFacts(database),
  };
}

/** The row of the closed days is taken first: of two processes the second waits, and then finds it changed. */
function closeDay(database: Database, { after, closed, tallies, figures }: DayToClose): Promise<boolean> {
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
    TALLIES.put.send(transaction, tallies);
    FIGURES.put.send(transaction, figures);
    return true;
  });
}

function keptDays(table: 'coverage_tally' | 'coverage_figures'): KeptDays {
  const page = statement<{ day: string; facility: string; to: string; limit: number }, KeptDay>(
    `SELECT day, facility, content FROM ${table}
     WHERE (day, facility) > (:day, :facility) AND day <= :to ORDER BY day, facility LIMIT :limit::bigint`,
  );
  return {
    put: bulk<KeptDay>(
      { day: 'text', facility: 'text', content: 'text' },
      `INSERT INTO ${table} (day, facility, content) SELECT day, facility, content FROM given
       ON CONFLICT (day, facility) DO UPDATE SET content = excluded.content`,
    ),
    between: (database, from, to) =>
      inPages<KeptDay>((last, limit) =>
        database.rows(page, { day: last?.day ?? from, facility: last?.facility ?? '', to, limit }),
      ),
  };
}
