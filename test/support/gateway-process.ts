import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { stringify } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { Limits } from '../../src/types/config.ts';
import type { WebhookConfig } from '../../src/types/destination-config.ts';

/** The real program in a process of its own, as an operator starts it. */
export interface GatewayProcess {
  readonly pid: number;
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
  /** Of kind fhir, and with short waits, unless they say otherwise. */
  readonly destinations: readonly { readonly id: string; readonly [key: string]: unknown }[];
  readonly webhooks?: readonly WebhookConfig[];
  readonly publicUrl: string;
  /** Default: those of the program. */
  readonly limits?: Partial<Limits>;
  /** Further settings of its configuration file: `policyFile`, `workingCalendar`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Where its configuration file is written. Default: beside the data directory. */
  readonly configFolder?: string;
  /** Further environment: DATABASE_URL, NODE_OPTIONS. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program that starts the gateway's (a tracer), with its arguments. */
  readonly command?: readonly [string, ...string[]];
}

/** Starts `lien-thong serve` and waits until it listens. Rejects with its output when it ends instead. */
export async function startGatewayProcess(settings: GatewaySettings): Promise<GatewayProcess> {
  const configFile = join(settings.configFolder ?? join(settings.dataDir, '..'), `lt-config-${settings.port}.yaml`);
  const retry = { firstDelayMs: 20, maxDelayMs: 200 };
  writeFileSync(
    configFile,
    stringify({
      destinations: settings.destinations.map((each) => ({ kind: 'fhir', timeoutMs: 5_000, retry, ...each })),
      webhooks: settings.webhooks ?? [],
      // Tests send faster than a facility may by default.
      limits: { callsPerMinute: 0, ...settings.limits },
      ...settings.settings,
    }),
  );
  const gateway = [process.execPath, join(PATHS.root, 'bin', 'lien-thong.mjs'), 'serve'] as const;
  const [program, ...args] = [...(settings.command ?? []), ...gateway];
  const child = spawn(program as string, args, {
    env: {
      PORT: String(settings.port),
      ADMIN_PORT: '0',
      PUBLIC_URL: settings.publicUrl,
      DATA_DIR: settings.dataDir,
      LT_CONFIG: configFile,
      LOG_LEVEL: 'info',
      ...settings.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const { listening, admin, pid } = await readAddresses(child, () => output);
  return {
    pid,
    url: listening,
    adminUrl: admin,
    output: () => output,
    async kill() {
      // Under a tracer the gateway is not the child itself.
      killQuietly(pid);
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
): Promise<{ listening: string; admin: string; pid: number }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${output()}`)));
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; listening?: string; admin?: string; pid?: number };
      if (entry.msg === 'gateway is listening')
        resolve({ listening: String(entry.listening), admin: String(entry.admin), pid: Number(entry.pid) });
    });
  });
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
