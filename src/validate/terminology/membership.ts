import type { Membership } from './terminology.ts';

/** Whether a value is in at least one of several sets: one that has it is enough, whatever the others leave open. */
export function inAny<T>(sets: readonly T[], ask: (set: T) => Membership): Membership {
  let answer: Membership = 'out';
  for (const set of sets) {
    const membership = ask(set);
    if (membership === 'in') return 'in';
    if (membership === 'undecided') answer = 'undecided';
  }
  return answer;
}

/** Whether a value is in every one of several sets: one that lacks it is enough. In all of none. */
export function inAll<T>(sets: readonly T[], ask: (set: T) => Membership): Membership {
  let answer: Membership = 'in';
  for (const set of sets) {
    const membership = ask(set);
    if (membership === 'out') return 'out';
    if (membership === 'undecided') answer = 'undecided';
  }
  return answer;
}

/** In both. */
export function both(one: Membership, other: Membership): Membership {
  if (one === 'out' || other === 'out') return 'out';
  return one === 'in' && other === 'in' ? 'in' : 'undecided';
}

/** In the one and not in the other: what may be excluded is not decided. */
export function minus(included: Membership, excluded: Membership): Membership {
  if (included === 'out' || excluded === 'in') return 'out';
  return excluded === 'undecided' ? 'undecided' : included;
}
