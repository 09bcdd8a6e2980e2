import type { Database } from 'better-sqlite3';
import type { ClosedDays, CoveragePort, DayToClose, KeptDay } from '../../types/coverage-ledger.ts';
import { createCoverageFacts } from './coverage-facts.ts';
import { inPages } from './pages.ts';
import type { PortParts } from './port-parts.ts';

const FIND = 'SELECT through, definitions, begun, seen FROM closed_days';

/** Closed days and the facts behind them. */
export function createCoveragePort({ db, group }: PortParts): CoveragePort {
  const closedDays = db.prepare<[], ClosedDays>(FIND);
  const close = db.prepare<ClosedDays>(
    `INSERT INTO closed_days (one, through, definitions, begun, seen) VALUES (1, :through, :definitions, :begun, :seen)
     ON CONFLICT DO UPDATE SET through = excluded.through, definitions = excluded.definitions, begun = excluded.begun,
       seen = excluded.seen`,
  );
  const forget = ['closed_days', 'coverage_figures', 'coverage_tally'].map((table) =>
    db.prepare(`DELETE FROM ${table}`),
  );
  const tallies = keptDays(db, 'coverage_tally');
  const figures = keptDays(db, 'coverage_figures');

  function closeDay({ after, closed, ...kept }: DayToClose): boolean {
    const now = closedDays.get() ?? null;
    if (now?.through !== after?.through || now?.definitions !== after?.definitions) return false;
    close.run(closed);
    for (const tally of kept.tallies) tallies.put(tally);
    for (const figure of kept.figures) figures.put(figure);
    return true;
  }

  return {
    closedDays: async () => closedDays.get() ?? null,
    closeDay: (day) => group.write(() => closeDay(day)),
    forgetClosedDays: () =>
      group.write(() => {
        for (const statement of forget) statement.run();
      }),
    tallies: tallies.between,
    figures: figures.between,
    ...createCoverageFacts(db),
  };
}

function keptDays(db: Database, table: 'coverage_tally' | 'coverage_figures') {
  const page = db.prepare<{ day: string; facility: string; to: string; limit: number }, KeptDay>(
    `SELECT day, facility, content FROM ${table}
     WHERE (day, facility) > (:day, :facility) AND day <= :to ORDER BY day, facility LIMIT :limit`,
  );
  const put = db.prepare<KeptDay>(
    `INSERT INTO ${table} (day, facility, content) VALUES (:day, :facility, :content)
     ON CONFLICT DO UPDATE SET content = excluded.content`,
  );
  return {
    put: (day: KeptDay) => void put.run(day),
    between: (from: string, to: string) =>
      inPages<KeptDay>((last, limit) =>
        page.all({ day: last?.day ?? from, facility: last?.facility ?? '', to, limit }),
      ),
  };
}
