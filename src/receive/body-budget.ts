/** Bytes of bodies held in memory at one time, over all requests. */
export interface BodyBudget {
  /** False when that many more would be too much; nothing is taken then. */
  take(bytes: number): boolean;
  /** Gives back what was taken. */
  give(bytes: number): void;
}

/**
 * A budget of `maxBytes`. Only bytes that have arrived count: a sender that announces much and sends little
 * keeps nobody out.
 */
export function createBodyBudget(maxBytes: number): BodyBudget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > maxBytes) return false;
      held += bytes;
      return true;
    },
    give(bytes) {
      held -= bytes;
    },
  };
}
