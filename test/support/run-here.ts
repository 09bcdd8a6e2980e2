import type { CliIo } from '../../src/cli/command.ts';
import { main } from '../../src/cli/main.ts';
import type { CliRun } from './run-cli.ts';

/** The command line in this process, where many runs are quick. */
export interface CliHere {
  /** What every command is given; its output goes nowhere. */
  readonly io: CliIo;
  run(...args: readonly string[]): Promise<CliRun>;
}

/** Commands in a working folder; ids are `id-1`, `id-2`, …, nothing sleeps. */
export function cliHere(cwd: string, changes: Partial<Pick<CliIo, 'clock' | 'env' | 'sleep'>> = {}): CliHere {
  let ids = 0;
  const nowhere = { write: () => true };
  const io: CliIo = {
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    cwd,
    clock: Date.now,
    sleep: async () => {},
    newId: () => `id-${++ids}`,
    ...changes,
  };
  return {
    io,
    async run(...args) {
      const [out, err]: [string[], string[]] = [[], []];
      const into = (texts: string[]) => (text: string | Uint8Array) => texts.push(Buffer.from(text).toString());
      const [stdout, stderr] = [{ write: into(out) }, { write: into(err) }];
      const code = await main(args, { ...io, stdout, stderr });
      return { code, stdout: out.join(''), stderr: err.join('') };
    },
  };
}
