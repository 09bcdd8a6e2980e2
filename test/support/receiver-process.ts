import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PATHS } from '../../src/config/paths.ts';
import type { ReceiverOptions } from '../../src/simulate/receivers/receiver.ts';

/** `lien-thong receiver` in a process of its own. */
export interface ReceiverProcess {
  readonly url: string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

/** Starts it on a free port and waits for the address it prints. Rejects with its output when it ends instead. */
export async function startReceiverProcess(name: ReceiverOptions['name']): Promise<ReceiverProcess> {
  const program = join(PATHS.root, 'bin', 'lien-thong.mjs');
  const child = spawn(process.execPath, [program, 'receiver', '--name', name, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    url: await readAddress(child),
    async interrupt() {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.once('exit', (code) => reject(new Error(`the receiver ended with ${code}: ${errors}`)));
    if (child.stdout === null) return;
    createInterface(child.stdout).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
  });
}
