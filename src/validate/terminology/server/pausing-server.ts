import { type TerminologyServer, TerminologyServerFault } from './terminology-server.ts';

export interface PauseOptions {
  /** How long a server that failed is left alone, in milliseconds. */
  readonly pauseMs: number;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
}

/** The same server; after a fault it is not asked for a while, so that records do not wait for one that is gone. */
export function createPausingServer(server: TerminologyServer, { pauseMs, now }: PauseOptions): TerminologyServer {
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return {
    async validateCodes(questions) {
      if (now() < pausedUntil) throw new TerminologyServerFault('paused after a fault');
      try {
        return await server.validateCodes(questions);
      } catch (error) {
        if (error instanceof TerminologyServerFault) pausedUntil = now() + pauseMs;
        throw error;
      }
    },
  };
}
