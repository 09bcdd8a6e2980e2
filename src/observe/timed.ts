import type { Metrics, Stage } from './metrics.ts';

/** Runs one pass through a stage and measures it; what the stage throws is counted as failed and thrown on. */
export function createTimed(metrics: Metrics): <T>(stage: Stage, run: () => T) => T {
  return (stage, run) => {
    const end = metrics.startStage(stage);
    try {
      const result = run();
      end('ok');
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  };
}

/** The same for work that ends later. */
export function createTimedAsync(metrics: Metrics): <T>(stage: Stage, run: () => Promise<T>) => Promise<T> {
  return async (stage, run) => {
    const end = metrics.startStage(stage);
    try {
      const result = await run();
      end('ok');
      return result;
    } catch (error) {
      end('failed');
      throw error;
    }
  };
}
