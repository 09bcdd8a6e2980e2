import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { main } from '../../src/cli/main.ts';
import { freePort } from './free-port.ts';
import { type GatewayProcess, type GatewaySettings, startGatewayProcess } from './gateway-process.ts';
import { type CliRun, createFolder } from './run-cli.ts';

/** A gateway in a process of its own, and the commands that a hospital and an operator type beside it. */
export interface HospitalDesk {
  readonly folder: string;
  /** Environment of a command beside it. */
  readonly env: Readonly<Record<string, string>>;
  readonly gateway: GatewayProcess;
  /** A command on the gateway's settings and store, in this process. */
  run(...args: readonly string[]): Promise<CliRun>;
  /** The same with the facility's address and key: `send`, `status`. */
  asFacility(...args: readonly string[]): Promise<CliRun>;
  /** Its token, for calls of other programs. */
  token(): Promise<string>;
  /** Ends the gateway; resolves with its exit code. */
  close(): Promise<number | null>;
}

/**
 * Starts the gateway, on SQLite or on the database of an address, makes keys and registers the facility, by the commands that
 * the guides name.
 */
export async function createHospitalDesk(
  facility: string,
  destinations: GatewaySettings['destinations'],
  databaseUrl?: string,
): Promise<HospitalDesk> {
  const folder = await createFolder();
  const dataDir = join(folder.path, 'data');
  await mkdir(dataDir);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const store = databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
  const gateway = await startGatewayProcess({ dataDir, port, publicUrl, destinations, env: store });
  const configFile = join(folder.path, `lt-config-${port}.yaml`);
  const env = { ...store, LT_CONFIG: configFile, PUBLIC_URL: publicUrl, USER: 'lan' };
  async function run(...args: readonly string[]): Promise<CliRun> {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await main(args, {
      stdout: { write: (text: string) => out.push(text) },
      stderr: { write: (text: string) => err.push(text) },
      env,
      cwd: folder.path,
      clock: Date.now,
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      newId: () => v7(),
    });
    return { code, stdout: out.join(''), stderr: err.join('') };
  }
  const session = ['--url', publicUrl, '--facility', facility, '--key', 'keys/private-key.jwk.json'];
  const asFacility = (...args: readonly string[]) => run(...args, ...session);
  const named = ['--code', facility, '--name', 'Bệnh viện Mẫu', '--kind', 'hospital'];
  for (const args of [
    ['keys', 'generate', '--out', 'keys'],
    ['facility', 'add', ...named, '--jwks', 'keys/public-keys.jwks.json'],
  ]) {
    const { code, stderr } = await run(...args);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
  }
  return {
    folder: folder.path,
    env,
    gateway,
    run,
    asFacility,
    token: async () => (await asFacility('token')).stdout.trim(),
    async close() {
      const code = await gateway.terminate();
      await folder.remove();
      return code;
    },
  };
}
