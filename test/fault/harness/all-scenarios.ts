import { cutPowerUnderLoad } from '../scenarios/cut-power.ts';
import { takeDestinationDown } from '../scenarios/destination-down.ts';
import { dieAtSteps } from '../scenarios/die-at-step.ts';
import { failDatabaseFlushes, failFlushes, whyNoTracer } from '../scenarios/fail-flush.ts';
import { fillDatabase, fillVolume } from '../scenarios/fill-disk.ts';
import { freezeUnderLoad } from '../scenarios/freeze.ts';
import { killDatabase, killUnderLoad } from '../scenarios/kill.ts';
import { killReplicas } from '../scenarios/kill-replica.ts';
import { loseAnswers } from '../scenarios/lost-answers.ts';
import { overload } from '../scenarios/overload.ts';
import { terminateUnderLoad } from '../scenarios/terminate.ts';
import { failUpstream, UPSTREAM_FAULTS } from '../scenarios/upstream-faults.ts';
import { whyNoLoopVolume } from './loop-volume.ts';
import type { Scenario, Stage } from './scenario.ts';

/** A process has to end within this after SIGTERM. */
const MAX_END_MS = 10_000;
/** After there is room again the first record is taken within this. */
const MAX_HEAL_MS = 5_000;
const DOWN_MS = 20_000;
const UPSTREAM_MS = 3_000;
const OVERLOAD_MS = 60_000;
/** Of the records taken in a second before an overload, at least so much under it. */
const MIN_GOODPUT = 0.8;
const MAX_MEBIBYTES = 1_024;
const REPLICA_APART_MS = 5_000;
/** A prime, so that the steps do not fall on the same statement of each accept. */
const STATEMENTS_APART = 37;
const SHORT_MS = 1_000;
const BOTH = ['sqlite', 'postgres'] as const;

const powerCut = (isControl: boolean) => async (stage: Stage) => {
  await cutPowerUnderLoad(stage, isControl);
  return `${stage.rounds} cuts`;
};

const frozen = ({ isShort }: Stage) => ({ least: SHORT_MS, most: isShort ? SHORT_MS : 30_000 });

/** Every fault, in the order of the list. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'kill',
    title: 'R1 kill -9 of the gateway under load',
    rounds: 20,
    shortRounds: { sqlite: 4, postgres: 1 },
    stores: BOTH,
    async run({ world, rounds }) {
      await killUnderLoad(world, rounds);
      return `${rounds} kills`;
    },
  },
  {
    name: 'kill-database',
    title: 'R1 kill -9 of the database under load',
    rounds: 20,
    shortRounds: { postgres: 2 },
    stores: ['postgres'],
    async run(stage) {
      await killDatabase(stage);
      return `${stage.rounds} kills`;
    },
  },
  {
    name: 'kill-replica',
    title: 'R1 kill -9 of one of two replicas under load, every 5 s',
    rounds: 12,
    shortRounds: { postgres: 2 },
    stores: ['postgres'],
    replicas: 2,
    async run({ world, rounds, isShort }) {
      await killReplicas(world, rounds, 2, isShort ? SHORT_MS : REPLICA_APART_MS);
      return `${rounds} kills`;
    },
  },
  {
    name: 'power-cut',
    title: 'R2 power cut under load',
    rounds: 10,
    stores: BOTH,
    needsVolume: BOTH,
    unable: whyNoLoopVolume,
    run: powerCut(false),
  },
  {
    name: 'power-cut-control',
    title: 'R2 control: weaker syncing (synchronous=NORMAL, synchronous_commit=off)',
    rounds: 10,
    stores: BOTH,
    needsVolume: BOTH,
    // The server writes its log when it is asked to, and by itself seldom.
    settings: { wal_writer_delay: '10s' },
    isControl: true,
    unable: whyNoLoopVolume,
    run: powerCut(true),
  },
  {
    name: 'failed-flush',
    title: 'R4 EIO at the k-th fsync',
    rounds: 10,
    stores: BOTH,
    unable: whyNoTracer,
    async run(stage) {
      if (stage.database !== undefined) await failDatabaseFlushes(stage);
      else {
        const after = await failFlushes(stage.world, numbersTo(stage.rounds));
        if (after > 0) throw new Error(`${after} submissions were acknowledged after a failed flush`);
      }
      return `k = 1..${stage.rounds}`;
    },
  },
  {
    name: 'full-disk',
    title: 'R5 no room, then room again',
    rounds: 3,
    shortRounds: { sqlite: 1 },
    stores: BOTH,
    needsVolume: ['postgres'],
    unable: (store) => (store === 'postgres' ? whyNoLoopVolume() : undefined),
    async run(stage) {
      const told: string[] = [];
      for (let round = 0; round < stage.rounds; round++) {
        const fill = () => (stage.volume === undefined ? fillDatabase(stage.world) : fillVolume(stage));
        const { statuses, tookMs } = await fill();
        if (statuses.some((status) => status !== 503 && status !== 507)) throw new Error(`answers ${statuses}`);
        if (tookMs > MAX_HEAL_MS) throw new Error(`took a record only ${tookMs} ms after there was room`);
        told.push(`${statuses} healed in ${tookMs} ms`);
      }
      return told.join('; ');
    },
  },
  {
    name: 'freeze',
    title: 'R6 SIGSTOP of the gateway, 1 - 30 s',
    rounds: 5,
    shortRounds: { sqlite: 1 },
    stores: BOTH,
    async run(stage) {
      await freezeUnderLoad(stage, 'gateway', frozen(stage));
      return `${stage.rounds} times`;
    },
  },
  {
    name: 'freeze-database',
    title: 'R6 SIGSTOP of the database, 1 - 30 s',
    rounds: 5,
    shortRounds: { postgres: 1 },
    stores: ['postgres'],
    async run(stage) {
      await freezeUnderLoad(stage, 'database', frozen(stage));
      return `${stage.rounds} times`;
    },
  },
  {
    name: 'destination-down',
    title: 'R7 a destination is down',
    rounds: 1,
    stores: BOTH,
    async run({ world, rounds }) {
      const { before, during } = await takeDestinationDown(world, rounds * DOWN_MS);
      return `taken ${before} before, ${during} while down (${(rounds * DOWN_MS) / 1_000} s each)`;
    },
  },
  {
    name: 'upstream-faults',
    title: `R8 ${UPSTREAM_FAULTS.length} faults of a destination`,
    rounds: 1,
    stores: BOTH,
    async run({ world, rounds }) {
      await failUpstream(world, UPSTREAM_FAULTS, rounds * UPSTREAM_MS);
      return `${(rounds * UPSTREAM_MS) / 1_000} s each`;
    },
  },
  {
    name: 'lost-answers',
    title: 'R9 commit, then reset',
    rounds: 1_000,
    shortRounds: { sqlite: 20, postgres: 20 },
    stores: BOTH,
    async run({ world, rounds }) {
      await loseAnswers(world, rounds);
      return `${rounds} lost answers at each receiver`;
    },
  },
  {
    name: 'terminate',
    title: 'R11 SIGTERM under load',
    rounds: 10,
    shortRounds: { sqlite: 2, postgres: 1 },
    stores: BOTH,
    async run({ world, rounds }) {
      const ended = await terminateUnderLoad(world, rounds);
      const wrong = ended.filter(({ code, tookMs }) => code !== 0 || tookMs > MAX_END_MS);
      if (wrong.length > 0) throw new Error(`ended badly: ${JSON.stringify(wrong)}`);
      return `slowest end ${Math.max(...ended.map(({ tookMs }) => tookMs))} ms`;
    },
  },
  {
    name: 'die-at-step',
    title: 'R12 exit at each statement',
    rounds: 40,
    shortRounds: { sqlite: 4 },
    stores: BOTH,
    async run({ world, rounds }) {
      await dieAtSteps(
        world,
        numbersTo(rounds).map((round) => round * STATEMENTS_APART),
      );
      return `every ${STATEMENTS_APART}th statement to the ${rounds * STATEMENTS_APART}th`;
    },
  },
  {
    name: 'overload',
    title: 'P2 twenty times the senders',
    rounds: 1,
    stores: BOTH,
    senders: 120,
    async run({ world, rounds }) {
      const report = await overload(world, rounds * OVERLOAD_MS);
      const { usual, overload: under, afterwards, peakMebibytes, refused, withoutRetryAfter } = report;
      if (Math.min(under, afterwards) < MIN_GOODPUT * usual || peakMebibytes > MAX_MEBIBYTES || withoutRetryAfter > 0)
        throw new Error(JSON.stringify(report));
      const rates = [usual, under, afterwards].map((rate) => Math.round(rate)).join(', ');
      return `${rates} taken a second before, during, after; ${refused} refused; RSS ${Math.round(peakMebibytes)} MiB`;
    },
  },
];

function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
