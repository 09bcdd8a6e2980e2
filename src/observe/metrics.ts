import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueDepth } from '../types/store.ts';
import type { EpochMs, RecordState, SubmissionFormat, SubmissionState } from '../types/submission.ts';

export type Stage = 'receive' | 'authenticate' | 'decode' | 'map' | 'validate' | 'store' | 'forward' | 'measure';

/** `refused`: an expected no. `failed`: a bug, or infrastructure that was lost. */
type StageOutcome = 'ok' | 'refused' | 'failed';

/** How the exchange with a destination ended. */
type AttemptResult = 'delivered' | 'refused' | 'transient' | 'unknown' | 'misconfigured';

const STAGE_OUTCOME: Readonly<Record<AttemptResult, StageOutcome>> = {
  delivered: 'ok',
  refused: 'refused',
  transient: 'failed',
  unknown: 'failed',
  misconfigured: 'failed',
};

/** What the program counts. Labels are closed lists or configuration: never facilities, keys or ids. */
export interface Metrics {
  /** Starts the clock of one pass through a stage; call the result once, when the pass has ended. */
  startStage(stage: Stage): (outcome: StageOutcome) => void;
  /** Starts the clock of one HTTP exchange. `route` is the pattern (`/submissions/:id`), never the address. */
  startRequest(): (request: { route: string; method: string; status: number | 'aborted' }) => void;
  countSubmission(format: SubmissionFormat, state: SubmissionState): void;
  countRecord(format: SubmissionFormat, state: RecordState): void;
  /** One exchange with a destination, also as a pass through the stage `forward`. */
  countDeliveryAttempt(destination: string, outcome: AttemptResult, durationMs: number): void;
  /** All figures in the Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface MetricsOptions {
  /** Asked at each scrape. When it fails the queue gauges are left out of that scrape. */
  readonly queueDepths: () => Promise<readonly QueueDepth[]>;
  readonly clock: () => EpochMs;
}

const STAGE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/**
 * Prometheus metrics in a registry of their own, with the process's default metrics.
 * @source https://prometheus.io/docs/practices/naming/ (base units: `_seconds`, `_bytes`, `_total`)
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registerQueueGauges(registry, options);
  const stages = new Histogram({
    name: 'lienthong_stage_duration_seconds',
    help: 'Passes through a stage of the line, and how long they took',
    labelNames: ['stage', 'outcome'],
    buckets: STAGE_SECONDS,
    registers,
  });
  const requests = new Histogram({
    name: 'lienthong_http_request_duration_seconds',
    help: 'HTTP exchanges by route pattern, and how long they took',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const submissions = createCounter(registry, 'lienthong_submissions_total', 'Submissions kept', ['format', 'state']);
  const records = createCounter(registry, 'lienthong_records_total', 'Records judged', ['format', 'state']);
  const attempts = createCounter(registry, 'lienthong_delivery_attempts_total', 'Delivery attempts that ended', [
    'destination',
    'outcome',
  ]);
  return {
    startStage(stage) {
      const end = stages.startTimer({ stage });
      return (outcome) => void end({ outcome });
    },
    startRequest() {
      const end = requests.startTimer();
      return ({ route, method, status }) => void end({ route, method, status });
    },
    countSubmission: (format, state) => submissions.inc({ format, state }),
    countRecord: (format, state) => records.inc({ format, state }),
    countDeliveryAttempt(destination, outcome, durationMs) {
      attempts.inc({ destination, outcome });
      stages.observe({ stage: 'forward', outcome: STAGE_OUTCOME[outcome] }, durationMs / 1_000);
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function createCounter<Label extends string>(registry: Registry, name: string, help: string, labelNames: Label[]) {
  return new Counter({ name, help, labelNames, registers: [registry] });
}

/** Both gauges are filled from one question to the store per scrape. */
function registerQueueGauges(registry: Registry, { queueDepths, clock }: MetricsOptions): void {
  let running: Promise<readonly QueueDepth[]> | undefined;
  const ask = () => {
    running ??= queueDepths()
      .catch(() => [])
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const registers = [registry];
  new Gauge({
    name: 'lienthong_queue_depth',
    help: 'Deliveries by destination and state',
    labelNames: ['destination', 'state'],
    registers,
    async collect() {
      const depths = await ask();
      this.reset();
      for (const { destination, state, count } of depths) this.set({ destination, state }, count);
    },
  });
  new Gauge({
    name: 'lienthong_queue_oldest_seconds',
    help: 'Age of the oldest delivery that waits to be sent',
    labelNames: ['destination'],
    registers,
    async collect() {
      const depths = await ask();
      this.reset();
      for (const { destination, state, oldestQueuedAt } of depths) {
        if (state !== 'queued' || oldestQueuedAt === null) continue;
        this.set({ destination }, Math.max(0, (clock() - oldestQueuedAt) / 1_000));
      }
    },
  });
}
