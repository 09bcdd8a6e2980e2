import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of the pages, in memory. */
export interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
  /** Null where compressing gains nothing. */
  readonly gzip: Buffer | null;
}

export interface Assets {
  /** Changes with any of the files, so that browsers may keep them for good. */
  readonly version: string;
  readonly files: ReadonlyMap<string, Asset>;
}

const FOLDER = join(import.meta.dirname, 'assets');

/** Styles that the others build on come first, in this order; then those of the places. */
const FIRST_STYLES = ['fonts.css', 'base.css', 'frame.css', 'parts.css'];

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/**
 * Reads the pages' files: those of the folder, its styles as one `style.css`, the chart library and the font from their
 * packages. Throws when one is missing.
 */
export function loadAssets(): Assets {
  const { resolve } = createRequire(import.meta.url);
  const own = readdirSync(FOLDER).toSorted();
  const styles = new Set([...FIRST_STYLES, ...own.filter((name) => name.endsWith('.css'))]);
  const fonts = ['latin', 'vietnamese'].flatMap((subset) =>
    [400, 600].map((weight) => `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
  );
  const contents = new Map([
    ['style.css', Buffer.concat([...styles].map((name) => readFileSync(join(FOLDER, name))))],
    ...own.filter((name) => !styles.has(name)).map((name) => [name, readFileSync(join(FOLDER, name))] as const),
    ['echarts.min.js', readFileSync(resolve('echarts/dist/echarts.min.js'))],
    ...fonts.map((name) => [name, readFileSync(resolve(`@fontsource/be-vietnam-pro/files/${name}`))] as const),
  ]);
  const hash = createHash('sha256');
  for (const [name, bytes] of contents) hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  const files = new Map([...contents].map(([name, bytes]) => [name, toAsset(name, bytes)]));
  return { version: hash.digest('hex').slice(0, 16), files };
}

function toAsset(name: string, bytes: Buffer): Asset {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const type = TYPES[extension] ?? 'application/octet-stream';
  return { type, bytes, gzip: extension === 'woff2' ? null : gzipSync(bytes) };
}
