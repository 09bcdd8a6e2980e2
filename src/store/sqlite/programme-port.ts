import type { Database } from 'better-sqlite3';
import type { CommitOrder } from '../../types/coverage-ledger.ts';
import type { ProgrammeDayToClose, ProgrammeHolding, ProgrammePort, ProgrammeState } from '../../types/programme.ts';
import type { EpochMs } from '../../types/submission.ts';
import { inPages } from './pages.ts';
import type { PortParts } from './port-parts.ts';
import { createProgrammeFacts } from './programme-facts.ts';

type Change = { readonly day: string; readonly facility: string; readonly content: string };

const TABLES = ['programme_change', 'programme_residents', 'programme_holding'];

/** What the further indicators are counted from, and what counting came to. */
export function createProgrammePort({ db, group }: PortParts): Omit<ProgrammePort, keyof CommitOrder> {
  const statements = prepareStatements(db);
  const state = () => statements.state.get() ?? null;

  function closeDay({ after, closed, changes, residents, put, drop }: ProgrammeDayToClose): boolean {
    const now = state();
    if (now?.through !== after?.through || now?.definitions !== after?.definitions) return false;
    const day = closed.through;
    statements.putState.run(closed);
    for (const { facility, content } of changes) statements.putChange.run({ day, facility, content });
    statements.putResidents.run({ day, content: residents });
    for (const holding of drop) statements.dropHolding.run(holding);
    for (const holding of put) statements.putHolding.run(holding);
    return true;
  }

  return {
    programmeState: async () => state(),
    closeProgrammeDay: (day) => group.write(() => closeDay(day)),
    forgetProgrammeDays: (since) =>
      group.write(() => {
        for (const statement of statements.forget) statement.run();
        statements.beginAgain.run({ since });
      }),
    programmeChanges: (from, to) =>
      inPages<Change>((last, limit) =>
        statements.changes.all({ day: last?.day ?? from, facility: last?.facility ?? '', to, limit }),
      ),
    programmeResidents: async (day) => statements.residents.get(day) ?? null,
    programmeHoldings: async (of) =>
      of.flatMap(({ what, subject }) => statements.holdings.all(what, subject) as ProgrammeHolding[]),
    firstReceived: async () => statements.first.get() ?? null,
    ...createProgrammeFacts(db),
  };
}

function prepareStatements(db: Database) {
  return {
    state: db.prepare<[], ProgrammeState>('SELECT since, through, definitions, seen FROM programme_state'),
    putState: db.prepare<ProgrammeState>(
      `INSERT INTO programme_state (one, since, through, definitions, seen) VALUES (1, :since, :through, :definitions, :seen)
       ON CONFLICT DO UPDATE SET since = excluded.since, through = excluded.through, definitions = excluded.definitions,
         seen = excluded.seen`,
    ),
    putChange: db.prepare<Change>(
      'INSERT INTO programme_change (day, facility, content) VALUES (:day, :facility, :content)',
    ),
    putResidents: db.prepare<{ day: string; content: string }>(
      'INSERT INTO programme_residents (day, content) VALUES (:day, :content)',
    ),
    putHolding: db.prepare<ProgrammeHolding>(
      `INSERT INTO programme_holding (what, subject, facility, record_key, commune, accepted_at)
       VALUES (:what, :subject, :facility, :key, :commune, :acceptedAt)
       ON CONFLICT DO UPDATE SET commune = excluded.commune, accepted_at = excluded.accepted_at`,
    ),
    dropHolding: db.prepare<ProgrammeHolding>(
      `DELETE FROM programme_holding
       WHERE what = :what AND subject = :subject AND facility = :facility AND record_key = :key`,
    ),
    forget: TABLES.map((table) => db.prepare(`DELETE FROM ${table}`)),
    beginAgain: db.prepare<{ since: string }>(
      `UPDATE programme_state SET since = :since, through = date(:since, '-1 day'), definitions = '', seen = 0`,
    ),
    changes: db.prepare<{ day: string; facility: string; to: string; limit: number }, Change>(
      `SELECT day, facility, content FROM programme_change
       WHERE (day, facility) > (:day, :facility) AND day <= :to ORDER BY day, facility LIMIT :limit`,
    ),
    residents: db.prepare<[string], string>('SELECT content FROM programme_residents WHERE day = ?').pluck(),
    holdings: db.prepare<[string, string], ProgrammeHolding>(
      `SELECT what, subject, facility, record_key AS key, commune, accepted_at AS acceptedAt FROM programme_holding
       WHERE what = ? AND subject = ? ORDER BY facility, record_key`,
    ),
    first: db.prepare<[], EpochMs | null>('SELECT MIN(received_at) FROM record').pluck(),
  };
}
