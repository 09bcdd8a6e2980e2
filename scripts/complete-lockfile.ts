/**
 * `npm run complete-lockfile`, after `npm install` behind a registry mirror that carries only this platform's packages:
 * npm then leaves the other platforms' optional packages out of package-lock.json, and `npm ci` refuses the file.
 * Their versions are exact in their parents; os, cpu and libc stand in their names. Only the integrity cannot be known.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FILE = resolve(import.meta.dirname, '..', 'package-lock.json');
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
// `arm` stands last: the longer names contain it.
const PROCESSORS = ['arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64', 'arm'];

function isLocked(packages: Readonly<Record<string, LockedPackage>>, parent: string, name: string): boolean {
  const folders = parent
    .split('/node_modules/')
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/node_modules/'));
  return ['', ...folders.map((folder) => `${folder}/`)].some((folder) => `${folder}node_modules/${name}` in packages);
}

function describePlatform(name: string): object {
  const os = SYSTEMS.find((system) => name.includes(system));
  const cpu = PROCESSORS.find((processor) => name.includes(processor));
  if (os === undefined || cpu === undefined) throw new Error(`${name}: no platform in its name`);
  const libc = name.includes('musl') ? 'musl' : 'glibc';
  return { cpu: [cpu], ...(os === 'linux' ? { libc: [libc] } : {}), os: [os] };
}

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, LockedPackage> };
const missing = Object.entries(lock.packages).flatMap(([parent, { dev, optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !isLocked(lock.packages, parent, name))
    .map(([name, version]): [string, LockedPackage] => [
      `node_modules/${name}`,
      { version, ...(dev === true ? { dev } : {}), optional: true, ...describePlatform(name) },
    ]),
);
const entries = [...Object.entries(lock.packages), ...missing].sort(([one], [other]) => one.localeCompare(other, 'en'));
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`);
console.log(`${missing.length} packages added to package-lock.json`);
