import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system in a file, so that what a power cut leaves can be looked at. Needs root, losetup and ext4. */
export interface LoopVolume {
  /** Where it is mounted now. */
  readonly path: string;
  /**
   * Goes on with the volume as a disk would hold it at this moment: what the kernel has not written yet is not in it. Whoever
   * writes has to stand still until it gives the copy, and to be ended before `release`.
   */
  cutPower(): { readonly release: () => void };
  /** Takes all room that is left. */
  fill(): void;
  /** Gives that room back. */
  free(): void;
  unmount(): void;
}

/** Why there can be no loop volume on this machine; undefined when there can. */
export function whyNoLoopVolume(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'needs root';
  for (const program of ['mkfs.ext4', 'mount', 'umount', 'ps']) {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
    } catch {
      return `needs ${program}`;
    }
  }
  return undefined;
}

const BALLAST = 'ballast';
const PIECE = Buffer.alloc(65_536, 1);

/** Makes and mounts a volume of so many MiB. */
export function openLoopVolume(folder: string, mebibytes: number): LoopVolume {
  let number = 0;
  const imageOf = (of: number) => join(folder, `volume-${of}.img`);
  const pathOf = (of: number) => join(folder, `volume-${of}`);
  const ballast = () => join(pathOf(number), BALLAST);

  function mount(): void {
    mkdirSync(pathOf(number));
    execFileSync('mount', ['-o', 'loop', imageOf(number), pathOf(number)]);
    // The account of PostgreSQL writes here too.
    chmodSync(pathOf(number), 0o777);
  }
  function remove(of: number): void {
    execFileSync('umount', [pathOf(of)]);
    rmSync(pathOf(of), { recursive: true });
    rmSync(imageOf(of));
  }

  chmodSync(folder, 0o755);
  writeFileSync(imageOf(0), '');
  truncateSync(imageOf(0), mebibytes * 1_048_576);
  execFileSync('mkfs.ext4', ['-q', '-F', imageOf(0)]);
  mount();
  return {
    get path() {
      return pathOf(number);
    },
    cutPower() {
      const before = number;
      copyFileSync(imageOf(before), imageOf(before + 1));
      number += 1;
      mount();
      return { release: () => remove(before) };
    },
    fill() {
      try {
        for (;;) writeFileSync(ballast(), PIECE, { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast()),
    unmount() {
      if (existsSync(pathOf(number))) remove(number);
    },
  };
}
