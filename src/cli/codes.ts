import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { PATHS } from '../config/paths.ts';
import { loadCodeLists } from '../fhir/code-lists.ts';
import { importedFolder } from '../fhir/imported-code-lists.ts';
import { isCalendarDay } from '../fhir/local-time.ts';
import { type CodeFolders, importCodes } from './codes-import.ts';
import { renderImport, renderLists, renderUnmapped } from './codes-text.ts';
import { readFromGateway, readFromStore } from './codes-unmapped.ts';
import type { CliIo, Command } from './command.ts';
import { UsageError } from './failures.ts';
import { parseOptions, refuseExtra, required } from './parse-options.ts';
import { readBytes } from './read-bytes.ts';

const IMPORT_OPTIONS = {
  list: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  source: { type: 'string' },
  partial: { type: 'boolean' },
  'code-column': { type: 'string' },
  'name-column': { type: 'string' },
  'keep-first': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

const UNMAPPED_OPTIONS = {
  url: { type: 'string' },
  list: { type: 'string' },
  facility: { type: 'string' },
  form: { type: 'string' },
  reason: { type: 'string' },
  limit: { type: 'string' },
  after: { type: 'string' },
} as const;

/** `codes`: the national code lists of this deployment, and the codes that none of them holds. */
export const codes: Command = {
  name: 'codes',
  summary: 'import national code lists, list them, show codes that none of them holds',
  usage: `Usage: lien-thong codes import FILE --list NAME [--from DAY] [--to DAY] [--source TEXT] [--partial] [--dry-run]
       lien-thong codes list
       lien-thong codes unmapped [--list NAME] [--facility CODE] [--form FORM] [--reason REASON] [--url URL]

import     loads a full official list: CSV or TSV (UTF-8), JSON, YAML, or a FHIR CodeSystem. The same list and first day
           again replaces what was imported; the same file again changes nothing. Written to DATA_DIR/codes; the
           gateway takes it at its next start, and over the list that ships
list       every list with its versions
unmapped   the worklist: codes of accepted and quarantined records that no list held, most frequent first

  --list NAME         MA_KHOA, ICD10_VN, DVHC, MA_THUOC, MA_DICH_VU, MA_NGHE_NGHIEP… as 'codes list' shows them
  --from, --to DAY    first and last day of this version, YYYY-MM-DD; the record's own day chooses
  --source TEXT       the decision that it is from (default: the name of the file)
  --partial           codes that are not in the file may exist all the same
  --code-column NAME  when the column of codes is not found by its name (ma, code…); --name-column likewise (ten, name…)
  --keep-first        of rows that say different things of one code take the first
  --dry-run           check and compare only
  --url URL           ask the gateway there, as staff; without it the store in DATA_DIR
  --reason REASON     not-in-list or list-not-loaded
  --limit N, --after  size of the page (100, up to 1000), and where it goes on
  --json              machine output`,

  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === 'import') return runImport(rest, io);
    if (verb === 'list') return runList(rest, io);
    if (verb === 'unmapped') return runUnmapped(rest, io);
    throw new UsageError("expected 'codes import', 'codes list' or 'codes unmapped'");
  },
};

function runImport(args: readonly string[], io: CliIo): number {
  const { values, positionals } = parseOptions(args, IMPORT_OPTIONS);
  const [file] = positionals;
  if (file === undefined) throw new UsageError('FILE is required');
  refuseExtra(positionals, 1);
  const from = readDay(values.from, '--from');
  const to = readDay(values.to, '--to');
  if (from !== null && to !== null && from > to) throw new UsageError('--to is before --from');
  const report = importCodes(
    {
      file,
      bytes: readBytes(file, io),
      list: required(values.list, '--list'),
      from,
      to,
      complete: values.partial !== true,
      source: values.source,
      columns: { code: values['code-column'], name: values['name-column'] },
      keepFirst: values['keep-first'] === true,
      dryRun: values['dry-run'] === true,
    },
    foldersOf(io),
  );
  io.stdout.write(values.json === true ? `${JSON.stringify(report)}\n` : renderImport(report));
  return 0;
}

function runList(args: readonly string[], io: CliIo): number {
  const { values, positionals } = parseOptions(args, {});
  refuseExtra(positionals, 0);
  const { shipped, imported } = foldersOf(io);
  const { summaries } = loadCodeLists(shipped, imported);
  io.stdout.write(values.json === true ? `${JSON.stringify(summaries)}\n` : renderLists(summaries));
  return 0;
}

async function runUnmapped(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, UNMAPPED_OPTIONS);
  refuseExtra(positionals, 0);
  const { url, json = false, ...filter } = values;
  const page = url === undefined ? await readFromStore(filter, io) : await readFromGateway(url, filter, io);
  io.stdout.write(json ? `${JSON.stringify(page)}\n` : renderUnmapped(page));
  return 0;
}

function foldersOf(io: Pick<CliIo, 'env' | 'cwd'>): CodeFolders {
  const { dataDir } = loadConfig(io.env, (path) => readFileSync(path, 'utf8'));
  return { shipped: join(PATHS.mappings, 'codes'), imported: importedFolder(resolve(io.cwd, dataDir)) };
}

function readDay(text: string | undefined, option: string): string | null {
  if (text !== undefined && !isCalendarDay(text)) throw new UsageError(`${option} must be a day, YYYY-MM-DD`);
  return text ?? null;
}
