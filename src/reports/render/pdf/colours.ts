import type { Stage } from '../../../types/coverage.ts';

/** Apart for people who see no red or green, and on a black and white print by their lightness. */
export const SERIES = { announced: '#e08a1e', proven: '#12395c', encounters: '#5aa6a0' } as const;

/** From the first step to the last. */
export const STAGE_COLOURS: Readonly<Record<Stage, string>> = {
  registered: '#d7dce2',
  connected: '#f3c677',
  sending: '#e08a1e',
  complete: '#5b8fc0',
  proven: '#12395c',
};
