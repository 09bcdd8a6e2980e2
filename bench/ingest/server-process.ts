import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { request } from 'undici';

/** A server under test, in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** What the process tells of itself, by the names of the Prometheus text format, labels included. */
  figures(): Promise<ReadonlyMap<string, number>>;
  stop(): Promise<void>;
}

/** Runs a program and waits for the line of its output that names `listening` and `admin`. Rejects when it ends instead. */
export async function startServer(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const { listening, admin } = await readAddresses(child);
  return {
    url: listening,
    async figures() {
      const { body } = await request(`${admin}/metrics`);
      return parseFigures(await body.text());
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function readAddresses(child: ChildProcess): Promise<{ listening: string; admin: string }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    if (child.stdout === null) return;
    // The rest of the log is read too, and thrown away but for errors: a full pipe would stop the server.
    createInterface(child.stdout).on('line', (line) => {
      if (line.includes('"level":50')) console.error(line);
      if (!line.includes('"listening"')) return;
      const { listening, admin } = JSON.parse(line) as { listening: string; admin: string };
      resolve({ listening, admin });
    });
  });
}

/** Figures of the Prometheus text format; comments and timestamps are passed over. */
function parseFigures(text: string): ReadonlyMap<string, number> {
  const figures = new Map<string, number>();
  for (const line of text.split('\n')) {
    const { name, value } = /^(?<name>[^#\s]\S*) (?<value>\S+)/.exec(line)?.groups ?? {};
    if (name !== undefined) figures.set(name, Number(value));
  }
  return figures;
}
