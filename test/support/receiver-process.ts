import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SignedInKind } from '../../src/cli/receiver/running-receiver.ts';
import { PATHS } from '../../src/config/paths.ts';
import type { ReceiverOptions } from '../../src/simulate/receivers/receiver.ts';

/** `lien-thong receiver` in a process of its own. */
export interface ReceiverProcess {
  readonly url: string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

/** One of a kind that signs in, with what it says a gateway needs to send to it. */
export interface SignedInReceiverProcess extends ReceiverProcess {
  readonly destination: { readonly id: string; readonly [setting: string]: unknown };
}

/** Starts it on a free port and waits for the address it prints. Rejects with its output when it ends instead. */
export function startReceiverProcess(name: ReceiverOptions['name']): Promise<ReceiverProcess> {
  return start<ReceiverProcess>(['--name', name]);
}

/** The same for another kind, with accounts of these facilities in files of a folder. */
export function startSignedInReceiverProcess(
  kind: SignedInKind,
  facilities: readonly string[],
  out: string,
): Promise<SignedInReceiverProcess> {
  const named = facilities.flatMap((facility) => ['--facility', facility]);
  return start<SignedInReceiverProcess>(['--kind', kind, '--out', out, ...named]);
}

async function start<Receiver extends ReceiverProcess>(args: readonly string[]): Promise<Receiver> {
  const program = join(PATHS.root, 'bin', 'lien-thong.mjs');
  const child = spawn(process.execPath, [program, 'receiver', ...args, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    ...(await readLine<Omit<Receiver, 'interrupt'>>(child)),
    async interrupt() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  } as Receiver;
}

function readLine<Line>(child: ChildProcess): Promise<Line> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('exit', (code) => reject(new Error(`the receiver ended with ${code}: ${errors}`)));
    if (child.stdout === null) return;
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line) as Line));
  });
}
