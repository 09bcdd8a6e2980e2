/**
 * `node bench/validate/measure.ts own|medplum|lantana|parse`: measures one candidate in a process of its own, and prints
 * its figures as JSON.
 */
import { CANDIDATES, type Candidate, type Decide } from './candidates.ts';
import { type Content, createWorkloads, type Workload } from './resources.ts';

/** Figures of one workload: microseconds for one pass; null where the candidate has no such mode. */
export interface Figure {
  readonly name: string;
  readonly withProfiles: boolean;
  readonly micros: number | null;
  /** False when it found an error, though there is none. */
  readonly accepts: boolean;
}

const ROUNDS = 15;
const WARM_UP_ROUNDS = 10;
const ROUND_MICROS = 40_000;
const MOST_COPIES = 200;

/** CPU time of one pass in microseconds, garbage collection included; time that others take on the machine is not in it. */
function once(run: (copy: number) => void, copies: number): number {
  const start = process.cpuUsage();
  for (let copy = 0; copy < copies; copy += 1) run(copy);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / copies;
}

/**
 * Of the rounds the one that a fifth of them beats: the compiler and the caches have settled.
 * Each round works on freshly parsed copies, as a server does.
 */
function typical(run: (copy: number) => void): number {
  for (let warm = 0; warm < 3; warm += 1) run(warm);
  const copies = Math.min(MOST_COPIES, Math.max(3, Math.ceil(ROUND_MICROS / once(run, 3))));
  const times = Array.from({ length: WARM_UP_ROUNDS + ROUNDS }, () => once(run, copies)).slice(WARM_UP_ROUNDS);
  return times.sort((one, other) => one - other)[Math.floor(ROUNDS / 5)] ?? Number.NaN;
}

function measureParsing({ name, resources }: Workload, withProfiles: boolean): Figure {
  const texts = resources.map((resource) => JSON.stringify(resource));
  const micros = typical(() => {
    for (const text of texts) JSON.parse(text);
  });
  return { name, withProfiles, micros, accepts: true };
}

function measureDeciding({ name, resources }: Workload, withProfiles: boolean, decide: Decide | undefined): Figure {
  if (decide === undefined) return { name, withProfiles, micros: null, accepts: true };
  const text = JSON.stringify(resources);
  const copies = Array.from({ length: MOST_COPIES }, () => JSON.parse(text) as Content[]);
  const micros = typical((copy) => {
    for (const resource of copies[copy] ?? []) decide(resource);
  });
  return { name, withProfiles, micros, accepts: resources.every(decide) };
}

async function figuresOf({ byR4, byProfiles }: Candidate): Promise<readonly Figure[]> {
  const decide = await byR4();
  const figures = createWorkloads(false).map((workload) => measureDeciding(workload, false, decide));
  for (const workload of createWorkloads(true)) {
    figures.push(measureDeciding(workload, true, await byProfiles(workload.profile)));
  }
  return figures;
}

function parsingFigures(): readonly Figure[] {
  return [false, true].flatMap((profiled) => createWorkloads(profiled).map((each) => measureParsing(each, profiled)));
}

const candidate = CANDIDATES[String(process.argv[2])];
console.log(JSON.stringify(candidate === undefined ? parsingFigures() : await figuresOf(candidate)));
