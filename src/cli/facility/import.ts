import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { RegistryDifference } from '../../registry/compare-registries.ts';
import { describeFieldChange } from '../../registry/describe-change.ts';
import { importRegistry, type RegistryImport } from '../../registry/import-registry.ts';
import type { CliIo } from '../command.ts';
import { type Language, readLanguage } from '../language.ts';
import { withStore } from '../open-store.ts';
import { auditOperator, operatorOf } from '../operator.ts';
import { parseOptions } from '../parse-options.ts';
import { readBytes } from '../read-bytes.ts';
import { importContextOf, onlyArgument, TEXT } from './context.ts';
import { problemToJson, renderProblems } from './problem-text.ts';
import { FACILITY_CLI_WORDS, visible } from './words.ts';

type State = 'imported' | 'unchanged' | 'dry-run' | 'refused';

/** `facility import`: takes a file of the registry, all of it or nothing, and tells what it changes. */
export async function importFile(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    'dry-run': { type: 'boolean' },
    by: TEXT,
    reason: TEXT,
    lang: TEXT,
  });
  const file = onlyArgument(positionals, 'FILE');
  const language = readLanguage(values.lang);
  const bytes = readBytes(file, io);
  const reason = values.reason ?? `import ${basename(file)}`;
  const change = { by: values.by ?? operatorOf(io), reason };
  const { read, state } = await withStore(io, async (store) => {
    const read = await importRegistry(bytes, importContextOf(await store.facilities(), io));
    const state = stateOf(read, values['dry-run'] === true);
    if (state === 'imported') {
      const { added, changed, unchanged } = read.difference;
      const counts = { added: added.length, changed: changed.length, unchanged: unchanged.length };
      const details = { file: createHash('sha256').update(bytes).digest('hex'), ...counts, ...change };
      await auditOperator(store, io, { event: 'amend', object: 'registry', details });
      await store.putFacilities(read.facilities, change);
    }
    return { read, state };
  });
  if (values.json) io.stdout.write(`${JSON.stringify(toJson(read, state))}\n`);
  else tell(file, read, state, language, io);
  return state === 'refused' ? 1 : 0;
}

function stateOf({ faults, difference }: RegistryImport, isDryRun: boolean): State {
  if (faults.length > 0) return 'refused';
  if (difference.added.length === 0 && difference.changed.length === 0) return 'unchanged';
  return isDryRun ? 'dry-run' : 'imported';
}

function tell(file: string, read: RegistryImport, state: State, language: Language, io: CliIo): void {
  const words = FACILITY_CLI_WORDS[language];
  const { faults, warnings, facilities, difference, unit } = read;
  const messages = [
    ...(faults.length === 0 ? [] : [`${file}: ${words.nothingImported}, ${words.faults(faults.length)}`]),
    ...renderProblems(faults, unit, language),
    ...(warnings.length === 0 ? [] : [`${file}: ${words.warnings(warnings.length)}`]),
    ...renderProblems(warnings, unit, language),
  ];
  io.stderr.write(messages.map((line) => `${line}\n`).join(''));
  if (state === 'refused') return;
  const { added, changed, unchanged } = difference;
  const lines = [
    `${file}: ${words.counted(facilities.length, added.length, changed.length, unchanged.length)}`,
    ...renderDifference(difference, language),
    words.state[state],
  ];
  io.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''));
}

function renderDifference({ added, changed, missing }: RegistryDifference, language: Language): readonly string[] {
  const words = FACILITY_CLI_WORDS[language];
  return [
    ...added.map(({ code, name }) => `  + ${code}  ${name}`),
    ...changed.flatMap(({ code, name, fields }) => [
      `  ~ ${code}  ${name}`,
      ...fields.map((field) => `      ${describeFieldChange(field, language)}`),
    ]),
    ...(missing.length === 0 ? [] : [`${words.stays}: ${missing.length} (${shortened(missing)})`]),
  ];
}

function shortened(codes: readonly string[]): string {
  return codes.length > 10 ? `${codes.slice(0, 10).join(', ')}, …` : codes.join(', ');
}

function toJson({ faults, warnings, facilities, difference }: RegistryImport, state: State): object {
  const { added, changed, unchanged, missing } = difference;
  return {
    state,
    imported: state === 'imported' ? facilities.length : 0,
    faults: faults.map(problemToJson),
    warnings: warnings.map(problemToJson),
    ...(state === 'refused'
      ? {}
      : { added: added.map(({ code }) => code), changed, unchanged: unchanged.length, missing }),
  };
}
