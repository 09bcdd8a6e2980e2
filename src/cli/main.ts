import type { CliIo, Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { messageOf, UsageError } from './failures.ts';
import { findNearest } from './nearest.ts';
import { readVersion } from './version.ts';

export { createProcessIo } from './process-io.ts';

/** Runs one command line (without the program's name). Gives the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(args: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (error instanceof UsageError) return refuseUsage(args, error, io);
    io.stderr.write(`lien-thong: ${isBug(error) ? error.stack : messageOf(error)}\n`);
    return 1;
  }
}

async function dispatch(args: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return print(io, `${readVersion()}\n`);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return print(io, await renderHelp());
  const load = COMMANDS.get(name);
  if (load === undefined) throw new UsageError(describeUnknown(name));
  const command = await load();
  return rest.includes('--help') || rest.includes('-h') ? print(io, `${command.usage}\n`) : command.run(rest, io);
}

function print(io: CliIo, text: string): number {
  io.stdout.write(text);
  return 0;
}

async function renderHelp(): Promise<string> {
  const commands: readonly Command[] = await Promise.all([...COMMANDS.values()].map((load) => load()));
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: lien-thong <command> [options]\n\n${lines.join('\n')}\n
  lien-thong <command> --help   how to use one command
  lien-thong --version          the version\n
Exit code: 0 done, 1 the input or the operation failed, 2 wrong usage.\n`;
}

function describeUnknown(name: string): string {
  const nearest = findNearest(name, [...COMMANDS.keys()]);
  return `unknown command '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`;
}

function refuseUsage([name = '']: readonly string[], error: UsageError, io: CliIo): number {
  const command = COMMANDS.has(name) ? ` ${name}` : '';
  io.stderr.write(`lien-thong${command}: ${error.message}\nSee: lien-thong${command} --help\n`);
  return 2;
}

/** A mistake in the program itself shows where it happened; everything else is told in one line. */
function isBug(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}
