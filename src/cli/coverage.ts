import { computeCoverage } from '../measure/compute-coverage.ts';
import { parseDay } from '../measure/days.ts';
import type { CoverageReport } from '../types/coverage.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import type { CliIo, Command } from './command.ts';
import { readFactsFile, readRegistryFile } from './coverage-files.ts';
import { renderCoverage } from './coverage-table.ts';
import { COVERAGE_WORDS } from './coverage-words.ts';
import { UsageError } from './failures.ts';
import { type Language, readLanguage } from './language.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';

const OPTIONS = {
  registry: { type: 'string' },
  facts: { type: 'string' },
  'as-of': { type: 'string' },
  lang: { type: 'string' },
} as const;

/** So many codes of facilities that are not in the registry are told. */
const CODES_TOLD = 5;

/** `coverage`: the running gateway's computation, on files. */
export const coverage: Command = {
  name: 'coverage',
  summary: 'compute coverage from a registry and facts in files',
  usage: `Usage: lien-thong coverage --registry FILE --facts FILE --as-of DAY [--lang vi|en] [--json]

Computes on files what the gateway computes from its store: for audits, other provinces, what-if.

  --registry FILE   JSON array of facilities
  --facts FILE      facts of traffic, one JSON object a line
  --as-of DAY       YYYY-MM-DD in Việt Nam; what was received later is not known yet
  --lang vi|en      language of table and messages (default vi)
  --json            the report as JSON, as GET /coverage gives it`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    refuseExtra(positionals, 0);
    const language = readLanguage(values.lang);
    const asOf = required(values['as-of'], '--as-of');
    if (parseDay(asOf) === undefined) throw new UsageError('--as-of must be a day of the calendar, YYYY-MM-DD');
    const files = { registry: required(values.registry, '--registry'), facts: required(values.facts, '--facts') };
    const report = await computeOnFiles(files, asOf, io, language);
    io.stdout.write(values.json ? `${JSON.stringify(report)}\n` : renderCoverage(report, language));
    return 0;
  },
};

async function computeOnFiles(
  files: { readonly registry: string; readonly facts: string },
  asOf: string,
  io: CliIo,
  language: Language,
): Promise<CoverageReport> {
  const registry = await readRegistryFile(files.registry, io, language);
  const facts = await readFactsFile(files.facts, io, language);
  const warnings = [
    ...[...registry.warnings, ...facts.warnings],
    ...describeStrangers(registry.content, facts.content, language),
  ];
  for (const warning of warnings) io.stderr.write(`${warning.replace(/\p{Cc}/gu, '?')}\n`);
  return computeCoverage({ registry: registry.content, facts: facts.content, asOf });
}

/** Facts of facilities that the registry does not have: how many, of how many, and the first codes. */
function describeStrangers(
  registry: readonly Facility[],
  facts: readonly Fact[],
  language: Language,
): readonly string[] {
  const known = new Set(registry.map(({ code }) => code));
  const strangers = facts.filter(({ facility }) => !known.has(facility));
  if (strangers.length === 0) return [];
  const codes = [...new Set(strangers.map(({ facility }) => facility))];
  const told = `${codes.slice(0, CODES_TOLD).join(', ')}${codes.length > CODES_TOLD ? ', …' : ''}`;
  return [COVERAGE_WORDS[language].strangers(strangers.length, codes.length, told)];
}
