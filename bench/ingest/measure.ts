import { type Call, startLoad, type Window } from './load.ts';
import type { Payload } from './payloads.ts';
import type { ServerProcess } from './server-process.ts';

/** What is sent in a run, and how its answers are read. */
export interface Kind {
  readonly title: string;
  readonly path: '/submissions' | '/fhir';
  readonly contentType: string;
  readonly payloads: readonly Payload[];
  readonly countResources: (answer: string) => number;
}

export interface Measured extends Window {
  /** Of the server's process, all threads. */
  readonly cpuSeconds: number;
  /** Of this process, which sends. */
  readonly senderCpuSeconds: number;
  /** Of the main thread. */
  readonly gcSeconds: number;
  readonly residentBytes: number;
  /** Wall clock seconds inside each stage; empty for the bare server. */
  readonly stageSeconds: ReadonlyMap<string, number>;
}

/** How a run goes. */
export interface Course {
  /** Calls before anything is measured. */
  readonly warmUp: number;
  /** Calls that are measured. A number of calls, not of seconds: so the work is the same whatever else the machine does. */
  readonly window: number;
  readonly connections: number;
}

const STAGES = ['authenticate', 'decode', 'map', 'validate', 'store'] as const;

/** Runs warm-up and window against one server. Without tokens it is the bare one. */
export async function measure(
  server: ServerProcess,
  { path, contentType, payloads, countResources }: Kind,
  tokens: ReadonlyMap<string, string> | undefined,
  { warmUp, window: calls, connections }: Course,
): Promise<Measured> {
  function* endless(): Generator<Call> {
    do {
      for (const { facility, bytes } of payloads) {
        const authorization = tokens === undefined ? {} : { authorization: `Bearer ${tokens.get(facility)}` };
        yield { path, headers: { 'content-type': contentType, ...authorization }, body: bytes };
      }
      // The bare server keeps whatever it is sent; to the gateway a second time would be a replay.
    } while (tokens === undefined);
  }
  const load = startLoad(server.url, endless(), connections, tokens === undefined ? () => 0 : countResources);
  await load.run(warmUp);
  const before = await server.figures();
  const own = process.cpuUsage();
  const window = await load.run(calls);
  const { user, system } = process.cpuUsage(own);
  const after = await server.figures();
  await load.stop();
  const grown = (wanted: (name: string) => boolean) =>
    [...after].reduce((sum, [name, value]) => (wanted(name) ? sum + value - (before.get(name) ?? 0) : sum), 0);
  return {
    ...window,
    cpuSeconds: grown((name) => name === 'process_cpu_seconds_total'),
    senderCpuSeconds: (user + system) / 1e6,
    gcSeconds: grown((name) => name.startsWith('nodejs_gc_duration_seconds_sum')),
    residentBytes: after.get('process_resident_memory_bytes') ?? Number.NaN,
    stageSeconds: new Map(
      STAGES.map((stage) => [
        stage,
        grown((name) => name.startsWith('lienthong_stage_duration_seconds_sum') && name.includes(`stage="${stage}"`)),
      ]),
    ),
  };
}
