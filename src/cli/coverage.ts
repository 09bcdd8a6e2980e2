import { computeCoverage } from '../measure/compute-coverage.ts';
import { parseDay } from '../measure/days.ts';
import type { CoverageReport } from '../types/coverage.ts';
import type { CliIo, Command } from './command.ts';
import { readFactsFile, readRegistryFile } from './coverage-files.ts';
import { renderCoverage } from './coverage-table.ts';
import { UsageError } from './failures.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';

const OPTIONS = {
  registry: { type: 'string' },
  facts: { type: 'string' },
  'as-of': { type: 'string' },
} as const;

/** `coverage`: the running gateway's computation, on files. */
export const coverage: Command = {
  name: 'coverage',
  summary: 'compute coverage from a registry and facts in files',
  usage: `Usage: lien-thong coverage --registry FILE --facts FILE --as-of DAY

Computes on files what the gateway computes from its store: for audits, other provinces, what-if.

  --registry FILE   JSON array of facilities
  --facts FILE      facts of traffic, one JSON object a line
  --as-of DAY       YYYY-MM-DD in Việt Nam; what was received later is not known yet
  --json            the report as JSON, as GET /coverage gives it`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, OPTIONS);
    refuseExtra(positionals, 0);
    const asOf = required(values['as-of'], '--as-of');
    if (parseDay(asOf) === undefined) throw new UsageError('--as-of must be a day of the calendar, YYYY-MM-DD');
    const files = { registry: required(values.registry, '--registry'), facts: required(values.facts, '--facts') };
    const report = await computeOnFiles(files, asOf, io);
    io.stdout.write(values.json ? `${JSON.stringify(report)}\n` : renderCoverage(report));
    return 0;
  },
};

async function computeOnFiles(
  files: { readonly registry: string; readonly facts: string },
  asOf: string,
  io: CliIo,
): Promise<CoverageReport> {
  const registry = await readRegistryFile(files.registry, io);
  const facts = await readFactsFile(files.facts, io);
  const codes = new Set(registry.map(({ code }) => code));
  const strangers = facts.filter(({ facility }) => !codes.has(facility)).length;
  if (strangers > 0) io.stderr.write(`${strangers} facts of facilities that are not in the registry are left out\n`);
  return computeCoverage({ registry, facts, asOf });
}
