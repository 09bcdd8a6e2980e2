import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAllowed } from './build-context.ts';
import type { Instruction, Stage } from './parse-dockerfile.ts';

/** A stage carried out in a folder that stands for the image's root. */
export interface BuiltStage {
  readonly root: string;
  /** Absolute path inside the image. */
  readonly workdir: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Surroundings {
  readonly context: string;
  readonly allowed: readonly string[];
  /** Environment of the commands; its PATH names Node, npm and the system, nothing of this work tree. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Carries out the stages of a Dockerfile one by one, without an engine: COPY copies from the context or from an earlier
 * stage, RUN runs in the stage's WORKDIR. Base images are not there, so commands run on this machine's system; they
 * must keep to relative paths. Refuses (throws) a step that fails or an instruction it does not know.
 */
export function buildStages(
  stages: readonly Stage[],
  folder: string,
  surroundings: Surroundings,
): readonly BuiltStage[] {
  const built = new Map<string, BuiltStage>();
  return stages.map((stage, index) => {
    const root = join(folder, `stage-${index}`);
    mkdirSync(root, { recursive: true });
    let state: BuiltStage = { root, workdir: '/', environment: {} };
    for (const instruction of stage.instructions) state = carryOut(instruction, state, built, surroundings);
    if (stage.name !== null) built.set(stage.name, state);
    return state;
  });
}

const METADATA = ['LABEL', 'VOLUME', 'USER', 'EXPOSE', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

function carryOut(
  instruction: Instruction,
  state: BuiltStage,
  built: ReadonlyMap<string, BuiltStage>,
  surroundings: Surroundings,
): BuiltStage {
  const { name, rest } = instruction;
  if (METADATA.includes(name)) return state;
  if (name === 'WORKDIR') {
    mkdirSync(join(state.root, rest), { recursive: true });
    return { ...state, workdir: rest };
  }
  if (name === 'ENV') return { ...state, environment: { ...state.environment, ...parseAssignments(rest) } };
  if (name === 'RUN') run(rest, state, surroundings);
  else if (name === 'COPY') copy(instruction, state, built, surroundings);
  else throw new Error(`${name} ${rest}: not known`);
  return state;
}

function parseAssignments(rest: string): Record<string, string> {
  return Object.fromEntries(rest.split(' ').map((assignment) => assignment.split('=', 2)));
}

function run(command: string, { root, workdir, environment }: BuiltStage, { env }: Surroundings): void {
  console.log(`RUN ${command}`);
  const { status } = spawnSync('sh', ['-c', command], {
    cwd: join(root, workdir),
    env: { ...env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`RUN ${command}: exit ${status}`);
}

function copy(
  { flags, rest }: Instruction,
  { root, workdir }: BuiltStage,
  built: ReadonlyMap<string, BuiltStage>,
  { context, allowed }: Surroundings,
): void {
  console.log(`COPY ${rest}`);
  const sources = rest.split(' ');
  const target = sources.pop() ?? '';
  const from = flags['from'];
  const origin = from === undefined ? context : built.get(from)?.root;
  if (origin === undefined) throw new Error(`COPY --from=${from}: no such stage`);
  const goal = target.startsWith('/') ? join(root, target) : join(root, workdir, target);
  for (const source of sources) {
    if (from === undefined && !isAllowed(source, allowed)) throw new Error(`COPY ${source}: shut out by .dockerignore`);
    const path = join(origin, source);
    const place = target.endsWith('/') && !statSync(path).isDirectory() ? join(goal, basename(source)) : goal;
    mkdirSync(dirname(place), { recursive: true });
    cpSync(path, place, { recursive: true, verbatimSymlinks: true });
    own(place, flags['chown']);
  }
}

/** Only root may give files away; without it the folder stays the caller's, who then runs the program, too. */
function own(path: string, owner: string | undefined): void {
  if (owner === undefined || process.getuid?.() !== 0) return;
  const [user = 0, group = 0] = owner.split(':').map(Number);
  chownSync(path, user, group);
  chmodSync(path, 0o700);
}
