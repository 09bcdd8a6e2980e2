/**
 * `npm run check:dockerfile`: the Dockerfile's steps one by one in a clean folder, without a container engine, then the
 * resulting program as the image's own user, who may write to /data only: `--version`, `--help`, `serve` with its
 * HEALTHCHECK, and a clean end on SIGTERM. Takes about a minute.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readAllowedPaths } from './dockerfile/build-context.ts';
import { type BuiltStage, buildStages } from './dockerfile/build-stages.ts';
import { type Instruction, parseDockerfile, parseExecForm, type Stage } from './dockerfile/parse-dockerfile.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** This Node first, as in the base image; nothing of this work tree's node_modules/.bin. */
const PATH = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;

function instruction(stage: Stage, name: string): Instruction {
  const found = stage.instructions.findLast((candidate) => candidate.name === name);
  assert(found, `the last stage has no ${name}`);
  return found;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  assert(address !== null && typeof address === 'object');
  return address.port;
}

/** The machine's own settings (proxy, certificates) without what npm adds for this work tree. */
function outerEnv(): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own.filter(([name]) => !name.startsWith('npm_'))), PATH };
}

interface Package {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** How the program is started in the finished stage. */
interface Launch {
  readonly entrypoint: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

function launchOf(stage: Stage, image: BuiltStage, ports: Readonly<Record<string, string>>): Launch {
  const [uid, gid] = instruction(stage, 'USER').rest.split(':').map(Number);
  const env = { PATH, ...image.environment, HOST: '127.0.0.1', DATA_DIR: join(image.root, 'data'), ...ports };
  const entrypoint = parseExecForm(instruction(stage, 'ENTRYPOINT').rest);
  const plain = { entrypoint, cwd: join(image.root, image.workdir), env };
  return process.getuid?.() === 0 && uid !== undefined && gid !== undefined ? { ...plain, uid, gid } : plain;
}

function runOnce({ entrypoint, ...options }: Launch, argument: string): string {
  const [command = '', ...words] = entrypoint;
  const { status, stdout, stderr } = spawnSync(command, [...words, argument], { ...options, encoding: 'utf8' });
  assert.equal(status, 0, `${argument}: exit ${status}\n${stderr}`);
  console.log(`OK   ${argument}`);
  return stdout;
}

async function waitUntilHealthy(stage: Stage, { env, cwd }: Launch, program: ChildProcess): Promise<void> {
  const [command = '', ...words] = parseExecForm(instruction(stage, 'HEALTHCHECK').rest);
  for (let attempt = 0; attempt < 100; attempt += 1) {
    assert.equal(program.exitCode, null, 'serve ended by itself');
    if (spawnSync(command, words, { env, cwd, stdio: 'ignore' }).status === 0) return;
    await delay(200);
  }
  assert.fail('HEALTHCHECK never succeeded');
}

async function serve(stage: Stage, { entrypoint, ...options }: Launch): Promise<void> {
  const [command = '', ...words] = [...entrypoint, ...parseExecForm(instruction(stage, 'CMD').rest)];
  const program = spawn(command, words, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = once(program, 'exit');
  try {
    await waitUntilHealthy(stage, { entrypoint, ...options }, program);
    console.log('OK   HEALTHCHECK');
    const answer = await fetch(`http://127.0.0.1:${options.env['PORT']}/submissions`, { method: 'POST', body: '<x/>' });
    assert.equal(answer.status, 401, 'POST /submissions without a token');
    console.log('OK   401 without a token');
  } finally {
    program.kill('SIGTERM');
  }
  assert.deepEqual(await ended, [0, null], 'SIGTERM must end the program with 0');
  console.log('OK   SIGTERM');
}

const stages = parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const last = stages.at(-1);
assert(last, 'the Dockerfile has no stage');
const folder = mkdtempSync(join(tmpdir(), 'lien-thong-image-'));
try {
  chmodSync(folder, 0o755);
  const image = buildStages(stages, folder, { context: ROOT, allowed: readAllowedPaths(ROOT), env: outerEnv() }).at(-1);
  assert(image);
  const { version, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Package;
  const brought = Object.keys(devDependencies).filter((name) => existsSync(join(image.root, 'app/node_modules', name)));
  assert.deepEqual(brought, [], 'development dependencies in the image');
  console.log('OK   no development dependency');
  const ports = { PORT: String(await freePort()), ADMIN_PORT: String(await freePort()) };
  const launch = launchOf(last, image, ports);
  assert(runOnce(launch, '--version').includes(version), `--version does not say ${version}`);
  assert.match(runOnce(launch, '--help'), /serve/);
  await serve(last, launch);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log('The Dockerfile holds');
