import type { Facility } from '../types/registry.ts';
import type { CliIo, Command } from './command.ts';
import { addFacility, FACILITY_ADD_OPTIONS } from './facility-add.ts';
import { UsageError } from './failures.ts';
import { withStore } from './open-store.ts';
import { parseOptions, refuseExtra } from './parse-options.ts';
import { parseRegistry } from './parse-registry.ts';
import { readJsonFile } from './read-json-file.ts';
import { renderTable } from './text-table.ts';

/** `facility`: the registry of facilities. */
export const facility: Command = {
  name: 'facility',
  summary: 'add, list or import facilities of the registry',
  usage: `Usage: lien-thong facility add --code CODE [--name NAME --kind hospital|other] [--jwks FILE]
                                [--scope yes|no|undecided] [--announced DAY] [--commune NAME]
       lien-thong facility list
       lien-thong facility import FILE

add     registers a facility, or changes what is given of a known one (its keys are replaced by --jwks)
list    all facilities, with the number of their keys
import  takes a JSON array of facilities, all or nothing; keys stay as they are

Works on the store in DATA_DIR (default ./data), also while the gateway runs.

  --code CODE        mã CSKCB (5 characters) or GLN (13 digits)
  --name NAME        needed for a new facility
  --kind KIND        hospital or other; needed for a new facility
  --jwks FILE        its public keys, as written by 'lien-thong keys generate'
  --scope WORD       whether the electronic medical record is due there, from today on
  --announced DAY    day of the decision to use it, YYYY-MM-DD
  --commune NAME     commune it lies in
  --json             machine output; that of 'list' can be imported`,

  async run(args, io) {
    const [verb, ...rest] = args;
    if (verb === 'add') return add(rest, io);
    if (verb === 'list') return list(rest, io);
    if (verb === 'import') return importFile(rest, io);
    throw new UsageError("expected 'facility add', 'facility list' or 'facility import'");
  },
};

async function add(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, FACILITY_ADD_OPTIONS);
  refuseExtra(positionals, 0);
  const { facility: stored, isNew, keys } = await addFacility(values, io);
  const done = `${stored.code} ${isNew ? 'added' : 'updated'}${keys === undefined ? '' : `, ${keys} keys registered`}\n`;
  io.stdout.write(values.json ? `${JSON.stringify(stored)}\n` : done);
  return 0;
}

async function list(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, {});
  refuseExtra(positionals, 0);
  const text = await withStore(io, async (store) => {
    const facilities = await store.facilities();
    if (values.json) return `${JSON.stringify(facilities)}\n`;
    const keys = await Promise.all(facilities.map(({ code }) => store.keys(code)));
    return renderFacilities(
      facilities,
      keys.map(({ length }) => length),
    );
  });
  io.stdout.write(text);
  return 0;
}

function renderFacilities(facilities: readonly Facility[], keys: readonly number[]): string {
  const rows = facilities.map(({ code, cohort, name, commune, announced }, index) => [
    code,
    cohort,
    String(keys[index] ?? 0),
    announced ?? '',
    commune,
    name,
  ]);
  return renderTable(['code', 'kind', 'keys', 'announced', 'commune', 'name'], rows);
}

async function importFile(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, {});
  const [file] = positionals;
  if (file === undefined) throw new UsageError('FILE is required');
  refuseExtra(positionals, 1);
  const facilities = parseRegistry(await readJsonFile(file, io), file);
  await withStore(io, (store) => Promise.all(facilities.map((one) => store.putFacility(one))));
  const imported = facilities.length;
  io.stdout.write(values.json ? `${JSON.stringify({ imported })}\n` : `${imported} facilities imported\n`);
  return 0;
}
