import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import type { CliIo } from './command.ts';

/** The world of the real process. */
export function createProcessIo({ stdout, stderr, env, cwd }: NodeJS.Process): CliIo {
  return {
    stdout,
    stderr,
    env,
    cwd: cwd(),
    clock: Date.now,
    sleep: (milliseconds) => sleep(milliseconds),
    newId: () => newId(),
  };
}
