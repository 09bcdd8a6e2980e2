import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../support/postgres-server.ts';
import { openFaultWorld } from './fault-world.ts';
import { openLoopVolume } from './loop-volume.ts';
import type { Scenario, Stage, StoreKind } from './scenario.ts';
import { faultsIn, type Verdict } from './verdict.ts';

const VOLUME_MIB = 384;
const USUAL_SENDERS = 6;

export interface FaultRun {
  readonly store: StoreKind;
  /** Default: the scenario's own. */
  readonly rounds?: number | undefined;
  readonly isShort?: boolean;
  readonly seed: string;
}

export interface FaultResult {
  readonly verdict: Verdict;
  readonly detail: string;
  /** True when nothing was lost, doubled, phantom or reordered; of a control, when something was lost. */
  readonly holds: boolean;
}

/** Runs one scenario in a world of its own, and judges it by the receivers' effects. */
export async function runFault(scenario: Scenario, run: FaultRun): Promise<FaultResult> {
  const { store, seed, isShort = false } = run;
  const rounds = run.rounds ?? (isShort ? scenario.shortRounds?.[store] : undefined) ?? scenario.rounds;
  const folder = mkdtempSync(join(tmpdir(), 'lt-volume-'));
  const volume = scenario.needsVolume?.includes(store) === true ? openLoopVolume(folder, VOLUME_MIB) : undefined;
  const database = store === 'postgres' ? await startPostgres(scenario.settings, volume?.path) : undefined;
  try {
    return await runIn(scenario, { seed, rounds, isShort, volume, database });
  } finally {
    await database?.stop();
    volume?.unmount();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ground extends Omit<Stage, 'world'> {
  readonly seed: string;
}

async function runIn(scenario: Scenario, { seed, ...ground }: Ground): Promise<FaultResult> {
  const { volume, database } = ground;
  const world = await openFaultWorld({
    seed,
    senders: scenario.senders ?? USUAL_SENDERS,
    ...(scenario.replicas === undefined ? {} : { replicas: scenario.replicas }),
    ...(volume !== undefined && database === undefined ? { dataDir: join(volume.path, 'data') } : {}),
    ...(database === undefined ? {} : { databaseUrl: await database.createDatabase() }),
  });
  try {
    const detail = await scenario.run({ world, ...ground });
    const verdict = world.verdict();
    const lost = verdict.receivers.reduce((sum, receiver) => sum + receiver.lost, 0);
    return { verdict, detail, holds: scenario.isControl === true ? lost > 0 : faultsIn(verdict) === 0 };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${world.lastLines()}`, {
      cause: error,
    });
  } finally {
    await world.close();
  }
}
