/**
 * `npm run build`: src/ to dist/, as plain JavaScript. What is not TypeScript (migrations, console pages, lists of the
 * simulator, generated validators) is copied to the same place.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCE = resolve(ROOT, 'src');
const TARGET = resolve(ROOT, 'dist');

const isAsset = (path: string): boolean => statSync(path).isDirectory() || !path.endsWith('.ts');

rmSync(TARGET, { recursive: true, force: true });
cpSync(SOURCE, TARGET, { recursive: true, filter: isAsset });
const compiled = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
});
process.exitCode = compiled.status ?? 1;
