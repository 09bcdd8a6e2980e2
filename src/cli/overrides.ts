import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { PATHS } from '../config/paths.ts';
import { loadCodeLists } from '../fhir/code-lists.ts';
import { loadForms } from '../fhir/forms.ts';
import { importedFolder } from '../fhir/imported-code-lists.ts';
import { applyOverrides } from '../map/overrides/apply-overrides.ts';
import { createOverrideReader, loadOverrides } from '../map/overrides/load-overrides.ts';
import type { CliIo, Command } from './command.ts';
import { messageOf, OperationFailed, UsageError } from './failures.ts';
import { createOfflineLine } from './offline-file.ts';
import { changesBetween, type OverrideChange, renderChanges } from './overrides-changes.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { readBytes } from './read-bytes.ts';

/** `overrides`: what the exports of a facility do otherwise than the forms, checked and tried out offline. */
export const overrides: Command = {
  name: 'overrides',
  summary: 'check the overrides of facilities, and show what one would change',
  usage: `Usage: lien-thong overrides check [FOLDER]
       lien-thong overrides test FILE SAMPLE…

check   reads every file of the folder (default: overridesFolder of LT_CONFIG); exit code 1 on the first mistake
test    shows what the overrides in FILE would change in sample exports, whosever they are and whatever the day: each
        field, its text as sent and the text instead. Nothing is stored

  --json   machine output`,

  async run(args, io) {
    const { values, positionals } = parseOptions(args, {});
    const [verb, first, ...samples] = positionals;
    const json = values.json === true;
    if (verb === 'check') {
      refuseExtra(positionals, 2);
      return check(first, json, io);
    }
    if (verb !== 'test') throw new UsageError("expected 'overrides check' or 'overrides test'");
    if (first === undefined || samples.length === 0) throw new UsageError('FILE and SAMPLE are required');
    return test(first, samples, json, io);
  },
};

function check(folder: string | undefined, json: boolean, io: CliIo): number {
  const { overridesFolder } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  const chosen = folder === undefined ? (overridesFolder ?? PATHS.overrides) : resolve(io.cwd, folder);
  const { editions } = orFail(() => loadOverrides(chosen, createReader(io)));
  io.stdout.write(
    json ? `${JSON.stringify({ editions })}\n` : `${chosen}: ${editions.length} facilities, no mistake\n`,
  );
  return 0;
}

async function test(file: string, samples: readonly string[], json: boolean, io: CliIo): Promise<number> {
  const wanted = orFail(() => createReader(io)(resolve(io.cwd, file)));
  const line = await createOfflineLine(io);
  const changes: OverrideChange[] = [];
  for (const sample of samples) {
    for (const record of line.stages.decode(rawOf(readBytes(sample, io), io))) {
      if (record.format === 'fhir-json') continue;
      changes.push(...changesBetween(sample, record, applyOverrides(record, wanted, line.rules)));
    }
  }
  io.stdout.write(json ? `${JSON.stringify({ changes })}\n` : renderChanges(changes));
  return 0;
}

function createReader(io: Pick<CliIo, 'env' | 'cwd'>) {
  const { dataDir } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  const codeLists = loadCodeLists(join(PATHS.mappings, 'codes'), importedFolder(resolve(io.cwd, dataDir)));
  return createOverrideReader(PATHS.overrideSchema, { forms: loadForms(join(PATHS.mappings, 'forms')), codeLists });
}

/** A mistake in a file is told in one line. */
function orFail<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new OperationFailed(messageOf(error));
  }
}

function rawOf(bytes: Buffer, { clock, newId }: Pick<CliIo, 'clock' | 'newId'>) {
  return {
    id: newId(),
    channel: 'submissions',
    bytes,
    sha256: '',
    contentType: 'application/octet-stream',
    idempotencyKey: null,
    receivedAt: clock(),
  } as const;
}
