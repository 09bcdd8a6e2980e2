import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

const OWN = [
  ...['fonts.css', 'console.css', 'overview.css', 'facilities.css', 'icon.svg'],
  ...['console.js', 'facility-table.js', 'live-refresh.js', 'trend-chart.js'],
];

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** Reads the pages' files: our own, the chart library and the font from their packages. Throws when one is missing. */
export function loadAssets(): Assets {
  const { resolve } = createRequire(import.meta.url);
  const fonts = ['latin', 'vietnamese'].flatMap((subset) =>
    [400, 600].map((weight) => `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
  );
  const paths = new Map([
    ...OWN.map((name) => [name, join(import.meta.dirname, 'assets', name)] as const),
    ['echarts.common.min.js', resolve('echarts/dist/echarts.common.min.js')] as const,
    ...fonts.map((name) => [name, resolve(`@fontsource/be-vietnam-pro/files/${name}`)] as const),
  ]);
  const files = new Map([...paths].map(([name, path]) => [name, readAsset(name, path)]));
  const hash = createHash('sha256');
  for (const [name, { bytes }] of files) hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  return { version: hash.digest('hex').slice(0, 16), files };
}

function readAsset(name: string, path: string): Asset {
  const bytes = readFileSync(path);
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const type = TYPES[extension] ?? 'application/octet-stream';
  return { type, bytes, gzip: extension === 'woff2' ? null : gzipSync(bytes) };
}
