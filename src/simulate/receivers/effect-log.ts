import { hash } from 'node:crypto';
import type { EpochMs } from '../../types/submission.ts';
import type { Effect } from '../effect.ts';
import type { Answer } from './outcome.ts';

export interface MessageStats {
  /** Messages that arrived, faults included. */
  readonly requests: number;
  readonly committed: number;
  /** Answered again by their key. */
  readonly replayed: number;
  readonly rejected: number;
  /** Requests that a fault met. */
  readonly faults: number;
  /** Requests that came after a redirect; a sender must not follow. */
  readonly redirectsFollowed: number;
}

/** A message that a receiver kept. */
export interface KeptMessage {
  readonly effect: Effect;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** What was answered then. */
  readonly answer: Answer;
}

/** What receivers of single messages keep, in order. */
export interface EffectLog {
  /** What came first under a key; a log that is blind to keys finds nothing. */
  find(key: string): KeptMessage | undefined;
  /** Keeps a message that took effect; `answer` is told its number from 1. */
  keep(message: NewMessage, answer: (number: number) => Answer): Answer;
  /** Bytes of every message that was read as a whole, taken or not, in order. */
  readonly received: Buffer[];
  effects(): readonly Effect[];
  count(what: keyof MessageStats): void;
  stats(): MessageStats;
}

interface NewMessage {
  readonly key: string;
  readonly bytes: Buffer;
  readonly digest: string;
  /** `health-check/LK1`. */
  readonly record: string;
}

/** Starts empty. `keyBlind`: a message is kept as often as it comes. */
export function createEffectLog({
  clock,
  keyBlind,
}: {
  readonly clock: () => EpochMs;
  readonly keyBlind: boolean;
}): EffectLog {
  const byKey = new Map<string, KeptMessage>();
  const effects: Effect[] = [];
  const received: Buffer[] = [];
  const counts = { requests: 0, committed: 0, replayed: 0, rejected: 0, faults: 0, redirectsFollowed: 0 };
  return {
    find: (key) => (keyBlind ? undefined : byKey.get(key)),
    keep({ key, bytes, digest, record }, answer) {
      const effect: Effect = { key, order: effects.length + 1, at: clock(), digest, resources: [record], changed: 1 };
      effects.push(effect);
      counts.committed += 1;
      const given = answer(effect.order);
      if (!byKey.has(key)) byKey.set(key, { effect, sha256: hash('sha256', bytes), answer: given });
      return given;
    },
    received,
    effects: () => [...effects],
    count(what) {
      counts[what] += 1;
    },
    stats: () => ({ ...counts }),
  };
}
