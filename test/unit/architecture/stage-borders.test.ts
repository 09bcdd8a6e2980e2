import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, readSourceFiles, type SourceFile } from '../../support/source-files.ts';

/** Folders of src/ that every stage may use: words, FHIR vocabulary, logs and metrics. */
const COMMON = ['fhir', 'types', 'observe'];
/** Composition roots: the only places that join stages. `pipeline/` holds the parts of pipeline.ts. */
const ROOTS = [
  'main.ts',
  'background.ts',
  'line.ts',
  'pipeline.ts',
  'pipeline',
  'health-book.ts',
  'reconciliation.ts',
  'operations.ts',
  'desk',
  'staff.ts',
  'reporting.ts',
  'measuring.ts',
  'daily-task.ts',
  'cli',
  'simulate',
];
/** What the common folders themselves may use. */
const BELOW: Readonly<Record<string, readonly string[]>> = { types: [], fhir: ['types'], observe: ['types', 'fhir'] };

/** The one exception: the audit entry of a submission is chained inside the store's own transaction. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = { store: ['audit'] };

/** Where a package is at home; a package that is not named here is nobody's in particular. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  saxes: ['decode'],
  express: ['receive', 'authenticate', 'measure', 'console', 'reports'],
  undici: ['forward', 'validate'],
  pino: ['observe'],
  'prom-client': ['observe'],
};

interface Import {
  readonly path: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s(?:[^;']*?\sfrom\s)?'([^']+)'|\bimport\(\s*'([^']+)'/gm;

function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...text.matchAll(STATEMENT)].map(([statement, fixed, dynamic]) => ({
    path,
    target: fixed ?? dynamic ?? '',
    typeOnly: /^(?:import|export) type\b/.test(statement),
  }));
}

/** The folder (or file) of src/ that a path belongs to; '' for what lies outside src/. */
function stageOf(path: string): string {
  return path.startsWith('src/') ? (path.split('/')[1] ?? '') : '';
}

function crosses({ path, target }: Import): boolean {
  const stage = stageOf(path);
  if (ROOTS.includes(stage)) return false;
  const goal = stageOf(posix.join(posix.dirname(path), target));
  const allowed = [...(BELOW[stage] ?? COMMON), ...(NEIGHBOURS[stage] ?? [])];
  return goal !== stage && !allowed.includes(goal);
}

const files = readSourceFiles('src');
const imports = files.flatMap(importsOf);
const relative = imports.filter(({ target }) => target.startsWith('.'));
const line = ({ path, target }: Import): string => `${path} -> ${target}`;

describe('stage borders', () => {
  it('sees the imports', () => {
    expect(relative.length).toBeGreaterThan(files.length / 2);
    expect(crosses({ path: 'src/map/a.ts', target: '../store/b.ts', typeOnly: false })).toBe(true);
    expect(crosses({ path: 'src/map/a/b.ts', target: '../../config/b.ts', typeOnly: false })).toBe(true);
    expect(crosses({ path: 'src/map/a/b.ts', target: '../c.ts', typeOnly: false })).toBe(false);
    expect(crosses({ path: 'src/fhir/a.ts', target: '../observe/b.ts', typeOnly: false })).toBe(true);
    expect(crosses({ path: 'src/cli/a.ts', target: '../store/b.ts', typeOnly: false })).toBe(false);
  });

  it('no stage imports another stage', () => {
    expect(relative.filter(crosses).map(line)).toEqual([]);
  });

  it('nobody but a composition root stands beside the stages', () => {
    const beside = files.map(({ path }) => path).filter((path) => path.split('/').length === 2);
    expect(beside.filter((path) => !ROOTS.includes(stageOf(path)))).toEqual([]);
  });

  it('relative imports name the file, with its extension', () => {
    const paths = new Set(files.map(({ path }) => path));
    const missing = relative.filter(({ path, target }) => !paths.has(posix.join(posix.dirname(path), target)));
    const unresolved = missing.filter(({ target }) => !/\/generated\/|\.(json|js|mjs)$/.test(target));
    expect(unresolved.map(line)).toEqual([]);
  });

  it.each(Object.entries(PACKAGES))('%s is imported only at home', (name, homes) => {
    const users = imports.filter(
      ({ target, typeOnly }) => !typeOnly && (target === name || target.startsWith(`${name}/`)),
    );
    const strangers = users.filter(({ path }) => !homes.includes(stageOf(path)) && !ROOTS.includes(stageOf(path)));
    expect(strangers.map(line)).toEqual([]);
  });

  it('types hold no code', () => {
    const code = files.filter(
      ({ path, code }) => path.startsWith('src/types/') && /^\s*(export )?(function|class|const|let)\b/m.test(code),
    );
    expect(code.map(({ path }) => path)).toEqual([]);
  });

  it('the program needs no development dependency at run time', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const strangers = imports.filter(({ target, typeOnly }) => {
      if (typeOnly || target.startsWith('.') || target.startsWith('node:')) return false;
      const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0];
      return !(String(name) in dependencies);
    });
    expect(strangers.map(line)).toEqual([]);
  });
});
