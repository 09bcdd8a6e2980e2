import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Commit } from './repository.ts';

/** Append-only file of a receiver's commits, one JSON line each, so that a killed receiver comes back with its effects. */
export interface Journal {
  /** What was kept before this start, in order. */
  readonly commits: readonly Commit[];
  append(commit: Commit): void;
  close(): void;
}

/** Opens or makes the file. A last line that a kill cut short was never answered: it is removed. */
export function openJournal(file: string): Journal {
  const fd = openSync(file, 'a+');
  const bytes = readFileSync(fd);
  const end = bytes.lastIndexOf(0x0a) + 1;
  ftruncateSync(fd, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return {
    commits: lines.map((line) => JSON.parse(line) as Commit),
    append(commit) {
      writeSync(fd, `${JSON.stringify(commit)}\n`);
    },
    close: () => closeSync(fd),
  };
}
