import { readFileSync } from 'node:fs';
import { loadConfig } from '../config/load-config.ts';
import { isCalendarDay, toLocalDay } from '../fhir/local-time.ts';
import type { DayScope } from '../reconcile/account.ts';
import type { DayComparison } from '../reconcile/compare-day.ts';
import { type DaySettlement, type NoteChange, type SettlementAsked, settleDay } from '../reconcile/settle-day.ts';
import { createReconciliation } from '../reconciliation.ts';
import type { Store } from '../types/store.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { readLanguage } from './language.ts';
import { withExistingStore } from './open-store.ts';
import { auditOperator } from './operator.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';
import { renderReconciliation } from './reconcile/reconcile-text.ts';

const OPTIONS = {
  day: { type: 'string' },
  destination: { type: 'string' },
  facility: { type: 'string' },
  resend: { type: 'boolean' },
  confirm: { type: 'boolean' },
  lang: { type: 'string' },
} as const;
const FACILITY = /^[0-9A-Za-z]{5,13}$/;

/** What became of a day at one destination. */
export type ReconciledDay = DayComparison & DaySettlement;

/** `reconcile`: a day of deliveries, compared with what the destinations say they keep. */
export const reconcile: Command = {
  name: 'reconcile',
  summary: 'compare a day with what destinations say they keep',
  usage: `Usage: lien-thong reconcile --day DAY [--destination ID] [--facility CODE] [--resend]
       lien-thong reconcile --day DAY --destination ID --confirm

Asks destinations for their own account of what was received here on a day, and compares it with ours record by record
(docs/reconciliation.md): what is missing there, what is there without our knowledge, what differs. A day that is over and
equal is confirmed: retention may then let go of what belongs to it. Works on the settings and the store of 'serve', also
while it runs.

  --day DAY          YYYY-MM-DD, day of receipt in Việt Nam
  --destination ID   only this destination; default: all of the configuration
  --facility CODE    only this facility's records; nothing is confirmed then
  --resend           put what is missing or older there back into the queue
  --confirm          take the day for equal on your word: for a destination that gives no account of its own
  --lang vi|en       language of the output (default vi)
  --json             {day, facility, destinations} with every difference

Exit code 1 when something differs, or a destination that gives an account could not be asked.`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    refuseExtra(positionals, 0);
    const scope = { day: readDay(required(values.day, '--day'), io), facility: readFacility(values.facility) };
    const language = readLanguage(values.lang);
    const { destination, resend = false, confirm = false } = values;
    if (confirm && destination === undefined) throw new UsageError('--confirm needs --destination');
    if (confirm && (scope.facility !== null || resend)) throw new UsageError('--confirm stands for a whole day alone');
    const config = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
    const ids = config.destinations.map(({ id }) => id).filter((id) => destination === undefined || id === destination);
    if (ids.length === 0) throw new OperationFailed(`the configuration has no destination ${destination ?? 'at all'}`);
    const days = await withExistingStore(io, async (store) => {
      const { compare } = createReconciliation(config.destinations, { store, clock: io.clock });
      const reconciled: ReconciledDay[] = [];
      for (const id of ids) {
        const readAt = io.clock();
        const comparison = (await compare(id, scope)) as DayComparison;
        const settlement = await settle(store, scope, comparison, { resend, confirm }, readAt, io);
        reconciled.push({ ...comparison, ...settlement });
      }
      return reconciled;
    });
    io.stdout.write(
      values.json
        ? `${JSON.stringify({ ...scope, destinations: days })}\n`
        : renderReconciliation(scope, days, language),
    );
    if (destination !== undefined && days[0]?.state === 'not-asked' && !confirm) {
      throw new OperationFailed(`${destination} gives no account of its own; see docs/reconciliation.md`);
    }
    return days.every(({ state }) => state === 'equal' || state === 'not-asked') ? 0 : 1;
  },
};

function settle(
  store: Store,
  scope: DayScope,
  comparison: DayComparison,
  asked: SettlementAsked,
  readAt: number,
  io: CliIo,
): Promise<DaySettlement> {
  const note: NoteChange = (event, { destination, ...details }) =>
    auditOperator(store, io, { event, object: destination, details });
  const times = { readAt, now: io.clock(), today: toLocalDay(readAt) };
  return settleDay(store, scope, comparison, asked, times, note);
}

function readDay(day: string, { clock }: CliIo): string {
  if (!isCalendarDay(day)) throw new UsageError('--day must be a day of the calendar, YYYY-MM-DD');
  if (day > toLocalDay(clock())) throw new UsageError('--day has not begun');
  return day;
}

function readFacility(code: string | undefined): string | null {
  if (code !== undefined && !FACILITY.test(code)) throw new UsageError('--facility must be the code of a facility');
  return code ?? null;
}
