import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { PATHS } from '../config/paths.ts';
import { loadCommunes } from '../fhir/communes.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import { createMeasuring } from '../measuring.ts';
import { loadWorkingCalendar } from '../pipeline/deadline/load-working-calendar.ts';
import { createReporting } from '../reporting.ts';
import { isMonth, isYear } from '../reports/months.ts';
import { renderReport } from '../reports/render/render-report.ts';
import { isPlaceholderCode } from '../simulate/registry.ts';
import type { ReportDesk, ReportFormat, ReportLanguage } from '../types/report.ts';
import type { Store } from '../types/store.ts';
import { loadPolicy } from '../validate/policy/load-policy.ts';
import type { CliIo, Command } from './command.ts';
import { messageOf, OperationFailed, UsageError } from './failures.ts';
import { readLanguage } from './language.ts';
import { withExistingStore } from './open-store.ts';
import { operatorOf } from './operator.ts';
import { oneOf, parseOptions, refuseExtra, required } from './parse-options.ts';
import { behindText, REPORT_WORDS, refusalText } from './report-messages.ts';
import { recountStore } from './report-recount.ts';
import { renderDifference, renderMonths } from './report-text.ts';

const FORMATS = ['json', 'csv', 'xlsx', 'pdf'] as const;
const OPTIONS = {
  month: { type: 'string' },
  year: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  revision: { type: 'string' },
  lang: { type: 'string' },
  list: { type: 'boolean' },
  recompute: { type: 'boolean' },
  revise: { type: 'boolean' },
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;

/** What belongs to each use, beside `--json`. */
const USES = {
  list: ['list', 'lang'],
  recompute: ['recompute', 'month', 'revision', 'lang'],
  revise: ['revise', 'month', 'reason', 'by', 'lang'],
  year: ['year', 'format', 'out', 'lang'],
  month: ['month', 'format', 'out', 'revision', 'lang'],
} as const;

/** `report`: monthly coverage reports, as files; their revisions; proof that one can be computed again. */
export const report: Command = {
  name: 'report',
  summary: 'write, list, revise or check monthly coverage reports',
  usage: `Usage: lien-thong report --month 2026-11 --format xlsx|csv|pdf|json --out FILE [--revision N]
       lien-thong report --year 2026 --format xlsx|csv|pdf|json --out FILE
       lien-thong report --list
       lien-thong report --month 2026-11 --recompute [--revision N]
       lien-thong report --month 2026-11 --revise --reason TEXT [--by NAME]

The gateway freezes each month by itself on the first working day of days 1 to 4 of the next (docs/guides/reports.md). Works on the
gateway's store, also while the gateway runs; the files are those of GET /reports/monthly/….

--month --out   writes a report: the newest revision, or that of --revision; a month that is not frozen gives a draft
--year --out    writes the year: 12 months side by side
--list          every frozen month with its revisions, and the open ones
--recompute     counts every day again from the stored facts, in memory, and makes a frozen report of it: exit 0 when all its bytes
                are the same, else 1 and the first difference
--revise        makes a further revision, or the first of a month that is over and not before the first traffic; nothing is ever
                overwritten. It stands in the audit log

  --format F    xlsx, csv, pdf or json
  --out FILE    where to write; an existing file is replaced; '-': standard output
  --revision N  which revision (default the newest)
  --reason TEXT why there is a further revision, or why people make the first: it stands in the report
  --by NAME     who makes it (default the account of the operating system)
  --lang vi|en  language of files and messages (default vi)
  --json        machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    refuseExtra(positionals, 0);
    const { json = false, ...given } = values;
    const use = useOf(given);
    const language = readLanguage(given.lang);
    const run = uses[use];
    return withExistingStore(io, async (store) => {
      const isKept = use === 'recompute' && (await store.reports()).some(({ month }) => month === given.month);
      const desk = createDesk(isKept ? await recountStore(store, io) : store, io);
      return run({ desk, given, json, language, io });
    });
  },
};

type Given = Readonly<Partial<Record<Exclude<keyof typeof OPTIONS, 'list' | 'recompute' | 'revise'>, string>>> &
  Readonly<Partial<Record<'list' | 'recompute' | 'revise', boolean>>>;

interface Use {
  readonly desk: ReportDesk;
  readonly given: Given;
  readonly json: boolean;
  readonly language: ReportLanguage;
  readonly io: CliIo;
}

function useOf(given: Given): keyof typeof USES {
  const use = (['list', 'recompute', 'revise', 'year'] as const).find((name) => given[name] !== undefined) ?? 'month';
  const stranger = Object.keys(given).find((name) => !(USES[use] as readonly string[]).includes(name));
  if (stranger !== undefined) throw new UsageError(`--${stranger} does not belong to this use of 'report'`);
  return use;
}

const uses: Readonly<Record<keyof typeof USES, (use: Use) => Promise<number>>> = {
  async list({ desk, json, language, io }) {
    const months = await desk.months();
    io.stdout.write(json ? `${JSON.stringify(months)}\n` : renderMonths(months, language));
    return 0;
  },

  async recompute({ desk, given, json, language, io }) {
    const month = readMonth(given.month);
    const say = REPORT_WORDS[language];
    const found = await orFail(() => desk.recompute(month, readRevision(given.revision)), language);
    if (found === undefined) throw new OperationFailed(say.noFrozen(month));
    const { report: kept, first } = found;
    const same = first === null;
    if (json) io.stdout.write(`${JSON.stringify({ ...kept, same, first })}\n`);
    else io.stdout.write(renderDifference(kept, first, language));
    return same ? 0 : 1;
  },

  async revise({ desk, given, json, language, io }) {
    const month = readMonth(given.month);
    const reason = readLine(required(given.reason, '--reason'), '--reason');
    const by = given.by === undefined ? operatorOf(io) : readLine(given.by, '--by');
    const kept = await orFail(() => desk.revise({ month, by, reason }), language);
    if ('refused' in kept) throw new OperationFailed(refusalText(month, kept, language));
    const done = REPORT_WORDS[language].frozen(month, kept.revision);
    io.stdout.write(json ? `${JSON.stringify(kept)}\n` : `${done}: ${kept.sha256}\n`);
    return 0;
  },

  async year({ desk, given, json, language, io }) {
    const year = required(given.year, '--year');
    if (!isYear(year)) throw new UsageError('--year must be a year, YYYY');
    const made = await orFail(() => desk.yearly(year), language);
    if (made === undefined) throw new OperationFailed(REPORT_WORDS[language].noYear(year));
    return writeReport(made.content, given, { json, language, io });
  },

  async month({ desk, given, json, language, io }) {
    const month = readMonth(given.month);
    const made = await orFail(() => desk.monthly(month, readRevision(given.revision)), language);
    const say = REPORT_WORDS[language];
    if (made === undefined) throw new OperationFailed(say.noReport(month));
    if (made.report.state === 'draft') io.stderr.write(`${say.draft(month)}\n`);
    return writeReport(made.content, given, { json, language, io });
  },
};

async function writeReport(
  content: string,
  given: Given,
  { json, language, io }: Pick<Use, 'json' | 'language' | 'io'>,
): Promise<number> {
  const format: ReportFormat = required(oneOf(given.format, FORMATS, '--format'), '--format');
  const out = required(given.out, '--out');
  if (out === '-' && json) throw new UsageError("--json does not go with '--out -': the file itself is written there");
  const { bytes } = await renderReport(content, format, language, loadCommunes(PATHS.communes));
  const say = REPORT_WORDS[language];
  if (out === '-') {
    io.stdout.write(bytes);
    return 0;
  }
  try {
    await writeFile(resolve(io.cwd, out), bytes);
  } catch (error) {
    throw new OperationFailed(say.unwritable(out, messageOf(error)));
  }
  if (json) io.stdout.write(`${JSON.stringify({ file: out, bytes: bytes.length })}\n`);
  else io.stderr.write(`${say.written(out, bytes.length)}\n`);
  return 0;
}

function createDesk(store: Store, io: CliIo): ReportDesk {
  const config = loadConfig(io.env, (path) => readFileSync(resolve(io.cwd, path), 'utf8'));
  const { clock } = io;
  const rules = loadRuleCatalogue(PATHS.rules);
  const policy = loadPolicy(config.policyFile ?? PATHS.policy, PATHS.policySchema, rules.rules);
  const { isWorkingDay } = loadWorkingCalendar(PATHS.workingCalendar, config.workingCalendar);
  return createReporting({
    config,
    store,
    ...createMeasuring({ store, config, rules, policy, clock }),
    isPlaceholder: isPlaceholderCode,
    isWorkingDay,
    render: (content, format, language) => renderReport(content, format, language, loadCommunes(PATHS.communes)),
    clock,
  }).desk;
}

function readMonth(text: string | undefined): string {
  const month = required(text, '--month');
  if (!isMonth(month)) throw new UsageError('--month must be a month, YYYY-MM');
  return month;
}

function readRevision(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError('--revision must be a whole number from 1');
  return Number(text);
}

/** Longest reason, or name, that is taken. */
const MAX_LENGTH = 500;

/** A text of one line, trimmed. Refuses (UsageError) what says nothing, or too much. */
function readLine(text: string, option: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  if (!/[\p{L}\p{N}]/u.test(line)) throw new UsageError(`${option} must say something, not only spaces or signs`);
  if (line.length > MAX_LENGTH) throw new UsageError(`${option} must not be longer than ${MAX_LENGTH} characters`);
  return line;
}

/** Days that are not counted yet are no bug: whoever asked is told. */
async function orFail<T>(work: () => Promise<T>, language: ReportLanguage): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'CoverageBehindError')
      throw new OperationFailed(behindText(error, language));
    throw error;
  }
}
