import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { ROOT } from '../../support/source-files.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const lineCount = (path: string): number => read(path).split('\n').length - 1;

/** Lines that a document may have. */
const LENGTHS: Readonly<Record<string, number>> = {
  'README.md': 150,
  'README.vi.md': 150,
  'ARCHITECTURE.md': 200,
  'SECURITY.md': 150,
  'CONTRIBUTING.md': 100,
};
const OTHERS = ['CHANGELOG.md', 'test/README.md', 'k8s/README.md', 'mappings/README.md', ...documentsIn('docs')];
const FOLDERS = ['.ci', 'bench', 'bin', 'docs', 'examples', 'k8s', 'mappings', 'profiles', 'scripts', 'src', 'test'];

/** Markdown files of a folder and the folders in it. */
function documentsIn(folder: string): readonly string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`);
}

/** Code spans that begin with a folder of the project; a span with a placeholder or a pattern is no path. */
function spannedPaths(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .map(([, span = '']) => span)
    .filter((span) => FOLDERS.includes(span.split('/')[0] ?? '') && span.includes('/') && !/[*<>{}\s]|NNN/.test(span));
}

/** Targets of relative links; in a fenced block there are none. */
function linkedPaths(text: string): readonly string[] {
  return [...text.replace(/^```.*?^```/gms, '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Paths of a tree drawn by indentation in a fenced block: `src/`, then `  main.ts   what it is`. */
function drawnPaths(text: string): readonly string[] {
  return [...text.matchAll(/^```\w*\n(.*?)^```/gms)].flatMap(([, block = '']) => {
    const open: { depth: number; path: string }[] = [];
    return block.split('\n').flatMap((row) => {
      const [, indent = '', name = ''] = /^( *)([\w.-]+\/?)(?=\s|$)/.exec(row) ?? [];
      while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
      const inside = open.at(-1);
      if (name === '' || (inside === undefined && !FOLDERS.includes(name.replace('/', '')))) return [];
      const path = inside === undefined ? name : `${inside.path}${name}`;
      if (name.endsWith('/')) open.push({ depth: indent.length, path });
      return [path];
    });
  });
}

describe('paths in documents', () => {
  it('are found as spans, links and drawn trees', () => {
    expect(spannedPaths('`src/main.ts`, `npm test`, `src/*.ts`, `docs/decisions/NNN.md`')).toEqual(['src/main.ts']);
    expect(linkedPaths('[a](b.md#c) [d](https://e) [f](#g)\n```\n[A-Z](x)\n```\n')).toEqual(['b.md']);
    expect(drawnPaths('```\nsrc/\n  map/    x\n    a.ts  y\n  b.ts\nnpm ci\n```\n')).toEqual([
      'src/',
      'src/map/',
      'src/map/a.ts',
      'src/b.ts',
    ]);
  });

  it.each([...Object.keys(LENGTHS), ...OTHERS])('%s names only what is there', (document) => {
    const text = read(document);
    const fromRoot = [...spannedPaths(text), ...drawnPaths(text)].filter((path) => !existsSync(join(ROOT, path)));
    const fromHere = linkedPaths(text).filter((path) => !existsSync(join(ROOT, dirname(document), path)));
    expect([...fromRoot, ...fromHere]).toEqual([]);
  });
});

describe('commands in documents', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: object };

  it.each([...Object.keys(LENGTHS), ...OTHERS])('%s calls only what is there', (document) => {
    const text = read(document);
    const called = [...text.matchAll(/(?:npx |`)lien-thong ([a-z]+)/g)].map(([, name = '']) => name);
    const run = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(called.filter((name) => !COMMANDS.has(name))).toEqual([]);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('documents', () => {
  it.each(Object.entries(LENGTHS))('%s has at most %i lines', (document, limit) => {
    expect(lineCount(document)).toBeLessThanOrEqual(limit);
  });

  it('ARCHITECTURE.md names every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const drawn = drawnPaths(read('ARCHITECTURE.md'));
    expect(folders.map(({ name }) => `src/${name}/`).filter((path) => !drawn.includes(path))).toEqual([]);
  });

  it('ARCHITECTURE.md says why each dependency is there, and what would replace it', () => {
    const text = read('ARCHITECTURE.md');
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
    const rows = [...text.matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, name]) => name);
    expect(Object.keys(dependencies ?? {}).filter((name) => !rows.includes(name))).toEqual([]);
    const named = (name: string) => name.startsWith('@types/') || text.includes(`\`${name}\``);
    expect(Object.keys(devDependencies ?? {}).filter((name) => !named(name))).toEqual([]);
  });
});

describe('decision records', () => {
  const files = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => name !== 'template.md');

  it('are numbered 001, 002, … without gap or double', () => {
    expect(files.filter((name) => !/^\d{3}-[a-z0-9-]+\.md$/.test(name))).toEqual([]);
    const numbers = files.map((name) => Number(name.slice(0, 3))).sort((one, other) => one - other);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(0);
  });

  it.each(files)('%s keeps to the template', (name) => {
    const text = read(`docs/decisions/${name}`);
    const headings = (record: string): readonly string[] =>
      (record.match(/^## .*$/gm) ?? []).filter((heading) => heading !== '## Evidence');
    expect(headings(text)).toEqual(headings(read('docs/decisions/template.md')));
    expect(text.startsWith(`# ${name.slice(0, 3)} `)).toBe(true);
    expect(text).toMatch(/^Status: (?:proposed|accepted|superseded by \d{3})$/m);
    expect(lineCount(`docs/decisions/${name}`)).toBeLessThanOrEqual(60);
  });
});

describe('LICENSE', () => {
  it('is the Apache licence, as package.json says', () => {
    expect(read('LICENSE')).toContain('Version 2.0, January 2004');
    expect(JSON.parse(read('package.json')).license).toBe('Apache-2.0');
  });
});
