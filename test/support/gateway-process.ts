import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stringify } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { Limits } from '../../src/types/config.ts';

/** The real program in a process of its own, as an operator starts it. */
export interface GatewayProcess {
  readonly url: string;
  readonly adminUrl: string;
  /** Everything that it wrote so far, to stdout and to stderr. */
  output(): string;
  /** Ends it as SIGKILL does: nothing is flushed, nothing is answered. */
  kill(): Promise<void>;
  /** Ends it as an operator does; resolves with the exit code. */
  terminate(): Promise<number | null>;
}

export interface GatewaySettings {
  readonly dataDir: string;
  /** 0 takes a free one; a restart on the same address names it. */
  readonly port: number;
  readonly destinations: readonly { readonly id: string; readonly url: string }[];
  readonly publicUrl: string;
  /** Default: those of the program. */
  readonly limits?: Partial<Limits>;
}

/** Starts `lien-thong serve` and waits until it listens. Rejects with its output when it ends instead. */
export async function startGatewayProcess(settings: GatewaySettings): Promise<GatewayProcess> {
  const configFile = join(settings.dataDir, '..', 'lt-config.yaml');
  const retry = { firstDelayMs: 20, maxDelayMs: 200 };
  writeFileSync(
    configFile,
    stringify({
      destinations: settings.destinations.map((each) => ({ ...each, kind: 'fhir', timeoutMs: 5_000, retry })),
      limits: settings.limits ?? {},
    }),
  );
  const child = spawn(process.execPath, [join(PATHS.root, 'bin', 'lien-thong.mjs'), 'serve'], {
    env: {
      PORT: String(settings.port),
      ADMIN_PORT: '0',
      PUBLIC_URL: settings.publicUrl,
      DATA_DIR: settings.dataDir,
      LT_CONFIG: configFile,
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const { listening, admin } = await readAddresses(child, () => output);
  return {
    url: listening,
    adminUrl: admin,
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
    async terminate() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      return child.exitCode;
    },
  };
}

function readAddresses(
  child: ChildProcessByStdio<null, Readable, Readable>,
  output: () => string,
): Promise<{ listening: string; admin: string }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${output()}`)));
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; listening?: string; admin?: string };
      if (entry.msg === 'gateway is listening')
        resolve({ listening: String(entry.listening), admin: String(entry.admin) });
    });
  });
}
