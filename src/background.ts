import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { buildOperatorAudit } from './audit/operator-audit.ts';
import { type DailyTask, startDailyTask } from './daily-task.ts';
import { createDestination } from './forward/destinations/create-destination.ts';
import type { RebuildForm } from './forward/national-form.ts';
import { type Relay, startRelay } from './forward/relay.ts';
import { sleep } from './forward/sleep.ts';
import { type Notifier, startNotifier } from './forward/webhooks/notifier.ts';
import { createNotifies } from './forward/webhooks/notifies.ts';
import { createWebhooks } from './forward/webhooks/webhook.ts';
import { createCloseDays } from './measure/close-days.ts';
import { createProgrammeService } from './measure/programmes/programme-service.ts';
import { startClosing } from './measure/start-closing.ts';
import type { Metrics } from './observe/metrics.ts';
import { createNightlyReconciliation, type Reconciliation } from './reconciliation.ts';
import type { Reporting } from './reporting.ts';
import { startFreezing } from './reports/freezing.ts';
import { createDailyPurge } from './retention/daily-purge.ts';
import type { Config } from './types/config.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';

/** What works by itself in a gateway works on. */
export interface BackgroundParts {
  readonly config: Config;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** One relay for each destination. */
export function startRelays(parts: BackgroundParts, rebuildForm: RebuildForm): readonly Relay[] {
  const { config, store, metrics, logger, clock, newId, random } = parts;
  const notifies = createNotifies(config.webhooks);
  return config.destinations.map((destination) =>
    startRelay({
      store,
      destination: createDestination(destination, { clock, newUuid: randomUUID, rebuildForm }),
      config: destination,
      owner: newId(),
      notifies,
      clock,
      random,
      sleep,
      onAttempt: metrics.countDeliveryAttempt,
      logger,
    }),
  );
}

/** Everything else that runs beside the doors, as the configuration asks for it. */
export function startBackground(
  parts: BackgroundParts,
  reconciliation: Reconciliation,
  reporting: Reporting,
  look: () => Promise<unknown>,
): readonly { stop(): Promise<void> }[] {
  const tasks = [
    startTelling(parts),
    startRetention(parts),
    startReconciling(parts, reconciliation),
    startClosingDays(parts, look),
    startCountingProgrammes(parts),
    startReporting(parts, reporting),
  ];
  return tasks.filter((task) => task !== undefined);
}

/** Months are frozen by themselves unless the configuration says that a person does it. */
function startReporting({ logger }: BackgroundParts, reporting: Reporting): { stop(): Promise<void> } | undefined {
  const freezing = reporting.freezing(logger);
  return freezing === undefined ? undefined : startFreezing(freezing);
}

/** Nobody is told when no facility has a webhook. */
function startTelling(parts: BackgroundParts): Notifier | undefined {
  const { config, store, metrics, clock, newId, random, logger } = parts;
  if (config.webhooks.length === 0) return undefined;
  const webhooks = createWebhooks(config.webhooks, { clock });
  const onTold = metrics.countWebhookCall;
  return startNotifier({ store, webhooks, owner: newId(), clock, random, sleep, onTold, logger });
}

/** What was kept long enough goes by itself only where the configuration says when. */
function startRetention({ config, store, clock, logger }: BackgroundParts): DailyTask | undefined {
  const { dailyAt } = config.retention;
  if (dailyAt === null) return undefined;
  const audit = (details: Readonly<Record<string, string | number>>) => {
    const at = clock();
    const event = { at, by: 'gateway', event: 'destroy', object: 'retention', details } as const;
    return store.appendAudit(at, JSON.stringify(buildOperatorAudit(event)));
  };
  const run = createDailyPurge({ store, config: config.retention, audit, clock, sleep, logger });
  return startDailyTask({ name: 'retention', dailyAt, run, clock, sleep, logger });
}

/** Nothing is compared by itself where no destination gives an account, or where the configuration says so. */
function startReconciling(
  { config, store, metrics, clock, logger }: BackgroundParts,
  reconciliation: Reconciliation,
): DailyTask | undefined {
  const { dailyAt, days } = config.reconciliation;
  if (dailyAt === null || reconciliation.accountable.length === 0) return undefined;
  const onFound = metrics.showReconciliation;
  const run = createNightlyReconciliation({ store, reconciliation, days, clock, onFound, logger });
  return startDailyTask({ name: 'reconciliation', dailyAt, run, clock, sleep, logger });
}

/** Days are closed as soon as they are due, and all of them anew when they were counted by other definitions. */
function startClosingDays({ store, clock, logger }: BackgroundParts, look: () => Promise<unknown>) {
  const close = createCloseDays({
    store,
    clock,
    onClosed: (closed) => logger.info(closed, 'a day of coverage is closed'),
    onForgotten: (why) => logger.warn({ why }, 'all days of coverage are counted anew'),
  });
  return startClosing({ close, look, sleep, logger });
}

/** Days that are over are counted when they are, and not only when somebody asks. */
function startCountingProgrammes({ config, store, clock, logger }: BackgroundParts): DailyTask {
  const { close } = createProgrammeService({
    store,
    settings: config.programmes,
    registry: store.facilities,
    clock,
  });
  return startDailyTask({ name: 'programmes', dailyAt: '00:10', run: close, clock, sleep, logger });
}
