import { availableParallelism } from 'node:os';
import type { Line } from '../../line.ts';
import type { Logger } from '../../observe/logger.ts';
import type { Metrics } from '../../observe/metrics.ts';
import { createTimed } from '../../observe/timed.ts';
import type { Config } from '../../types/config.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createPreparation, type Preparation } from './create-preparation.ts';
import { createLinePreparation, editionOf, type PreparationConfig } from './line-preparation.ts';

/** More would wait for the one thread that answers and writes. */
const MAX_THREADS = 4;

interface Surroundings {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  readonly newId: () => string;
}

/** Preparing for a gateway: with the threads that the configuration asks for, else one for each further processor. */
export function startPreparation(
  line: Line,
  config: Config,
  { metrics, logger, clock, newId }: Surroundings,
): Preparation {
  return createPreparation({
    inline: createLinePreparation(line, config, { timed: createTimed(metrics), newId }),
    threads: config.threads ?? Math.min(availableParallelism() - 1, MAX_THREADS),
    config: preparationConfig(config),
    edition: editionOf(line),
    onPass: ({ stage, outcome, seconds }) => metrics.observeStage(stage, outcome, seconds),
    onStale: () =>
      logger.warn('rules, codes or overrides on disk are others than at the start: restart to use all processors'),
    clock,
  });
}

/** What a thread may know: no secrets, and nothing that cannot be copied. */
function preparationConfig(config: Config): PreparationConfig {
  const { limits, destinations, workingCalendar, policyFile, overridesFolder, mappingsFolder, dataDir } = config;
  return { limits, destinations, workingCalendar, policyFile, overridesFolder, mappingsFolder, dataDir };
}
