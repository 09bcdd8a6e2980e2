import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { DestinationStanding } from '../types/delivery.ts';
import type { ReconciliationFindings } from '../types/reconciliation.ts';
import type { RecordState, SubmissionFormat, SubmissionState } from '../types/submission.ts';
import { registerDestinationGauges } from './destination-gauges.ts';
import { type OperationReadings, registerOperationGauges } from './operations/operation-gauges.ts';
import { type QueueGaugesOptions, registerQueueGauges } from './queue-gauges.ts';
import { registerReconciliationGauges } from './reconciliation-gauges.ts';

export type Stage = 'receive' | 'authenticate' | 'decode' | 'map' | 'validate' | 'store' | 'forward' | 'measure';

/** `refused`: an expected no. `failed`: a bug, or infrastructure that was lost. */
type StageOutcome = 'ok' | 'refused' | 'failed';

/** How an attempt at a delivery ended; the last two sent nothing. */
type AttemptResult = 'delivered' | 'refused' | 'transient' | 'unknown' | 'misconfigured' | 'held-back' | 'lease-lost';

const STAGE_OUTCOME: Readonly<Record<AttemptResult, StageOutcome>> = {
  delivered: 'ok',
  refused: 'refused',
  transient: 'failed',
  unknown: 'failed',
  misconfigured: 'failed',
  'held-back': 'failed',
  'lease-lost': 'failed',
};

/** One attempt at a delivery; `delivered` when it brought the delivery to its end. */
interface CountedAttempt {
  readonly destination: string;
  readonly outcome: AttemptResult;
  readonly durationMs: number;
  readonly delivered?: { readonly waitedMs: number; readonly isLate: boolean };
}

/** What the program counts. Labels are closed lists or configuration: never facilities, keys or ids. */
export interface Metrics {
  /** Starts the clock of one pass through a stage; call the result once, when the pass has ended. */
  startStage(stage: Stage): (outcome: StageOutcome) => void;
  /** One pass through a stage that was measured elsewhere. */
  observeStage(stage: Stage, outcome: StageOutcome, seconds: number): void;
  /** Starts the clock of one HTTP exchange. `route` is the pattern (`/submissions/:id`), never the address. */
  startRequest(): (request: { route: string; method: string; status: number | 'aborted' }) => void;
  countSubmission(format: SubmissionFormat, state: SubmissionState): void;
  countRecord(format: SubmissionFormat, state: RecordState): void;
  /** One attempt at a delivery, also as a pass through the stage `forward`. */
  countDeliveryAttempt(attempt: CountedAttempt): void;
  /** One attempt at telling a facility by its webhook. */
  countWebhookCall(outcome: 'told' | 'failed' | 'gone'): void;
  /** What a nightly comparison found at a destination. */
  showReconciliation(findings: ReconciliationFindings): void;
  /** Shows what operators want to know beside it, from now on; once. */
  watchOperations(readings: OperationReadings): void;
  /** All figures in the Prometheus text format. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export interface MetricsOptions extends QueueGaugesOptions {
  /** How the destinations stand in this process. */
  readonly standings: () => readonly DestinationStanding[];
}

const STAGE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
/** From a tenth of a second over an outage of hours to a week. */
const DELIVERY_SECONDS = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 28_800, 86_400, 259_200, 604_800];
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
  registerDestinationGauges(registry, options.standings);
  const showReconciliation = registerReconciliationGauges(registry);
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
  const webhookCalls = createCounter(registry, 'lienthong_webhook_calls_total', 'Calls to webhooks of facilities', [
    'outcome',
  ]);
  const late = createCounter(registry, 'lienthong_delivered_late_total', 'Deliveries delivered after their deadline', [
    'destination',
  ]);
  const waits = new Histogram({
    name: 'lienthong_delivery_wait_seconds',
    help: 'From queueing to the destination keeping it, of what was delivered',
    labelNames: ['destination'],
    buckets: DELIVERY_SECONDS,
    registers,
  });
  return {
    startStage(stage) {
      const end = stages.startTimer({ stage });
      return (outcome) => void end({ outcome });
    },
    observeStage: (stage, outcome, seconds) => stages.observe({ stage, outcome }, seconds),
    startRequest() {
      const end = requests.startTimer();
      return ({ route, method, status }) => void end({ route, method, status });
    },
    countSubmission: (format, state) => submissions.inc({ format, state }),
    countRecord: (format, state) => records.inc({ format, state }),
    countDeliveryAttempt({ destination, outcome, durationMs, delivered }) {
      attempts.inc({ destination, outcome });
      stages.observe({ stage: 'forward', outcome: STAGE_OUTCOME[outcome] }, durationMs / 1_000);
      if (delivered === undefined) return;
      waits.observe({ destination }, delivered.waitedMs / 1_000);
      if (delivered.isLate) late.inc({ destination });
    },
    countWebhookCall: (outcome) => webhookCalls.inc({ outcome }),
    showReconciliation,
    watchOperations: (readings) => registerOperationGauges(registry, readings, options.clock),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

function createCounter<Label extends string>(registry: Registry, name: string, help: string, labelNames: Label[]) {
  return new Counter({ name, help, labelNames, registers: [registry] });
}
