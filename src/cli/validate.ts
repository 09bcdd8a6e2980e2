import type { OperationOutcome } from '@medplum/fhirtypes';
import { ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { Line } from '../line.ts';
import type { Issue } from '../types/issue.ts';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { listFiles } from './files-to-send.ts';
import { createOfflineLine, readOfflineFile } from './offline-file.ts';
import { oneOf, parseOptions } from './parse-options.ts';
import { LANGUAGES, renderOutcome, toTerminalText } from './receipt-text.ts';

/** `validate`: the checks of the gateway, offline. */
export const validate: Command = {
  name: 'validate',
  summary: 'check files without a gateway',
  usage: `Usage: lien-thong validate FILE… [--as-enforced] [--lang vi|en]

Checks claim XML (GIAMDINHHS) and FHIR R4 Bundles with the same rules as the gateway, without sending anything. A folder
stands for the .xml and .json files in it. Each finding names its rule, the place in the file and the way out.
Exit code 1 when a file has an error.

The policy of the configuration (LT_CONFIG, policyFile) says what each rule does for the facility in the file today.

  --as-enforced  judge as if every rule were enforced today, whatever the facility's phase and exceptions
  --lang vi|en   language of the findings (default vi)
  --json         one OperationOutcome a line, one for each file`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {
      lang: { type: 'string' },
      'as-enforced': { type: 'boolean' },
    });
    if (positionals.length === 0) throw new UsageError('FILE is required');
    const language = oneOf(values.lang, LANGUAGES, '--lang') ?? 'vi';
    const line = await createOfflineLine(io, { asEnforced: values['as-enforced'] === true });
    let failed = false;
    for (const file of await listFiles(positionals, io)) {
      const issues = await checkFile(line, file, io);
      failed ||= issues.some(({ rule }) => rule.severity === 'error' || rule.severity === 'fatal');
      const outcome = toOperationOutcome(issues, ruleSystemOf(line.systems));
      io.stdout.write(values.json === true ? `${JSON.stringify(outcome)}\n` : renderFile(file, outcome, language));
    }
    return failed ? 1 : 0;
  },
};

async function checkFile(line: Line, file: string, io: CliIo): Promise<readonly Issue[]> {
  const { envelope, records } = await readOfflineFile(line, file, io);
  return [...envelope.issues, ...records.flatMap(({ verdict }) => verdict.issues)];
}

function renderFile(file: string, outcome: OperationOutcome, language: (typeof LANGUAGES)[number]): string {
  const findings = renderOutcome(outcome, language);
  const none = language === 'vi' ? 'không có lỗi' : 'no finding';
  return toTerminalText([findings.length === 0 ? `${file}: ${none}` : `${file}:`, ...findings]);
}
