import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The work tree's root. */
export const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root, with `/`: `src/map/compile.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments, strings emptied; line numbers kept. */
  readonly code: string;
}

/** Every TypeScript file below a folder of the root, generated ones left out. */
export function readSourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('/generated/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, code: stripCommentsAndStrings(text) };
    });
}

/** Places (`path:line`) whose code matches. */
export function findInCode(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, code }) =>
    code.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

const TOKENS = new RegExp(
  [
    /\/\*[\s\S]*?\*\//, // block comment
    /\/\/[^\n]*/, // line comment
    /'(?:[^'\\\n]|\\.)*'/,
    /"(?:[^"\\\n]|\\.)*"/,
    /(?<=[(,=:[!&|?{};+>]\s*|\breturn\s+|^\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//, // regular expression
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
);

/** Template texts stay: code stands between their braces. */
export function stripCommentsAndStrings(text: string): string {
  return text.replace(TOKENS, (token) => {
    if (token.startsWith('/*')) return token.replace(/[^\n]/g, '');
    if (token.startsWith('//')) return '';
    return token.startsWith('/') ? '/x/' : `${token[0]}${token[0]}`;
  });
}
