import { writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { REGISTRY_FORMATS, writeRegistry } from '../../registry/export/write-registry.ts';
import type { CliIo } from '../command.ts';
import { messageOf, OperationFailed, UsageError } from '../failures.ts';
import { readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { oneOf, parseOptions, refuseExtra } from '../parse-options.ts';
import { TEXT } from './context.ts';
import { FACILITY_CLI_WORDS } from './words.ts';

/** `facility export`: the registry as a file that can be imported again. */
export async function exportRegistry(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { format: TEXT, out: TEXT, lang: TEXT });
  refuseExtra(positionals, 0);
  const language = readLanguage(values.lang);
  const { out } = values;
  const byName = REGISTRY_FORMATS.find((format) => out !== undefined && extname(out).toLowerCase() === `.${format}`);
  const format = oneOf(values.format, REGISTRY_FORMATS, '--format') ?? byName ?? (values.json ? 'json' : undefined);
  if (format === undefined) throw new UsageError(`--format must be one of ${REGISTRY_FORMATS.join(', ')}`);
  if (out === undefined && format === 'xlsx') throw new UsageError('--out FILE is required for a workbook');
  const facilities = await withStore(io, (store) => store.facilities());
  const bytes = await writeRegistry(facilities, format, language);
  if (out === undefined) io.stdout.write(bytes.toString('utf8'));
  else write(resolve(io.cwd, out), bytes, out);
  if (out !== undefined) io.stderr.write(`${FACILITY_CLI_WORDS[language].written(out, facilities.length)}\n`);
  return 0;
}

/** It names people to be called: only whoever wrote it may read it. */
function write(path: string, bytes: Buffer, name: string): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600 });
  } catch (error) {
    throw new OperationFailed(`${name} cannot be written: ${messageOf(error)}`);
  }
}
