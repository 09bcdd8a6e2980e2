import { resolve } from 'node:path';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { PATHS } from '../config/paths.ts';
import { ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import type { Line } from '../line.ts';
import { PackageError } from '../validate/definitions/package-error.ts';
import { checkFile } from './check-file.ts';
import type { CliIo, Command } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { listFiles } from './files-to-send.ts';
import { renderFindings } from './finding-text.ts';
import { type Language, readLanguage } from './language.ts';
import { createOfflineLine } from './offline-file.ts';
import { parseOptions } from './parse-options.ts';
import { renderOutcome, toTerminalText } from './receipt-text.ts';

/** `validate`: the checks of the gateway, offline. */
export const validate: Command = {
  name: 'validate',
  summary: 'check files without a gateway',
  usage: `Usage: lien-thong validate FILE… [--profile URL]… [--package PATH]… [--as-enforced] [--lang vi|en]

Checks files without sending anything: national forms (XML, JSON) and FHIR R4 Bundles with the same rules as the gateway, and
FHIR R4 resources of any type in JSON, by R4 and their profiles. A folder stands for the .xml and .json files in it. Each
finding names its rule, the place in the file (file:line:column in JSON) and the way out. Exit code 1 when a file has an
error.

The policy of the configuration (LT_CONFIG, policyFile) says what each rule does for the facility in the file today.

  --profile URL  a profile that every FHIR file must conform to, beside those that it claims
  --package PATH a FHIR package to know: a folder, a .tgz or a JSON file; nothing is fetched
  --as-enforced  judge as if every rule were enforced today, whatever the facility's phase and exceptions
  --lang vi|en   language of the findings (default vi)
  --json         one OperationOutcome a line, one for each file`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      lang: { type: 'string' },
      'as-enforced': { type: 'boolean' },
      profile: { type: 'string', multiple: true },
      package: { type: 'string', multiple: true },
    });
    if (positionals.length === 0) throw new UsageError('FILE is required');
    const language = readLanguage(values.lang);
    const asked = { profiles: values.profile ?? [], asEnforced: values['as-enforced'] === true };
    const line = await openLine(asked.asEnforced, values.package ?? [], io);
    io.stderr.write(renderPackageIssues(line, language));
    let failed = false;
    for (const file of await listFiles(positionals, io)) {
      const issues = await checkFile(line, file, asked, io);
      failed ||= issues.some(({ rule }) => rule.severity === 'error' || rule.severity === 'fatal');
      const outcome = toOperationOutcome(issues, ruleSystemOf(line.systems));
      io.stdout.write(values.json === true ? `${JSON.stringify(outcome)}\n` : renderFile(file, outcome, language));
    }
    return failed ? 1 : 0;
  },
};

/** The line with further packages. Fails (OperationFailed) for one that cannot be used, with the reason. */
async function openLine(asEnforced: boolean, packages: readonly string[], io: CliIo): Promise<Line> {
  try {
    return await createOfflineLine(io, { asEnforced, packages: packages.map((path) => resolve(io.cwd, path)) });
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    const { rule, path, with: words = {} } = error.finding;
    const { text, remedy } = loadRuleCatalogue(PATHS.rules, 'V').issue(rule, { with: words });
    throw new OperationFailed(`--package ${path}: ${text.en} ${remedy.en} (${rule})`);
  }
}

/** What is remarkable about packages, which keeps nothing from being checked. */
function renderPackageIssues({ packageIssues, systems }: Line, language: Language): string {
  if (packageIssues.length === 0) return '';
  return toTerminalText(renderOutcome(toOperationOutcome(packageIssues, ruleSystemOf(systems)), language));
}

function renderFile(file: string, outcome: OperationOutcome, language: Language): string {
  const findings = renderFindings(file, outcome, language);
  const none = language === 'vi' ? 'không có lỗi' : 'no finding';
  return toTerminalText(findings.length === 0 ? [`${file}: ${none}`] : findings);
}
