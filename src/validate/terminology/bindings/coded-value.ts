import { isObject, type JsonObject } from '../../reference/json-object.ts';
import type { Membership, ValueSetCheck } from '../terminology.ts';

/** Types whose values are bound as a whole, by the way in which they carry a code. */
export type CodedKind = 'code' | 'Coding' | 'CodeableConcept';

const KINDS: Readonly<Record<string, CodedKind>> = {
  code: 'code',
  string: 'code',
  uri: 'code',
  url: 'code',
  canonical: 'code',
  Coding: 'Coding',
  Quantity: 'Coding',
  SimpleQuantity: 'Coding',
  MoneyQuantity: 'Coding',
  Age: 'Coding',
  Count: 'Coding',
  Distance: 'Coding',
  Duration: 'Coding',
  CodeableConcept: 'CodeableConcept',
};

/** Undefined for a type that a binding says nothing about. */
export function codedKind(type: string): CodedKind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** Whether a Coding, or the unit of a Quantity, is in a value set. Without a system it is no code of the set. */
export function codingMembership(set: ValueSetCheck, coding: unknown): Membership {
  if (!isObject(coding)) return 'out';
  const { system, code, version } = coding;
  if (typeof system !== 'string' || typeof code !== 'string') return 'out';
  return set.has(system, code, typeof version === 'string' ? version : undefined);
}

/** Whether one of the codings of a CodeableConcept is in a value set. */
export function conceptMembership(set: ValueSetCheck, codings: readonly unknown[]): Membership {
  let answer: Membership = 'out';
  for (const coding of codings) {
    const membership = codingMembership(set, coding);
    if (membership === 'in') return 'in';
    if (membership === 'undecided') answer = 'undecided';
  }
  return answer;
}

/** `coding` of a CodeableConcept, when it is there and is a list. */
export function codingsOf(concept: JsonObject): readonly unknown[] {
  return Array.isArray(concept['coding']) ? concept['coding'] : [];
}
