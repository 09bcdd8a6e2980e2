import { isObject, type JsonObject } from '../../reference/json-object.ts';
import { inAny } from '../membership.ts';
import type { Membership, ValueSetCheck } from '../terminology.ts';

/** Types whose values are bound as a whole, by the way in which they carry a code. */
export type CodedKind = 'code' | 'Coding' | 'CodeableConcept';

const KINDS: ReadonlyMap<string, CodedKind> = new Map([
  ...['code', 'string', 'uri', 'url', 'canonical'].map((type): [string, CodedKind] => [type, 'code']),
  ...['Coding', 'Quantity', 'SimpleQuantity', 'MoneyQuantity'].map((type): [string, CodedKind] => [type, 'Coding']),
  ...['Age', 'Count', 'Distance', 'Duration'].map((type): [string, CodedKind] => [type, 'Coding']),
  ['CodeableConcept', 'CodeableConcept'],
]);

/** Undefined for a type that a binding says nothing about. */
export function codedKind(type: string): CodedKind | undefined {
  return KINDS.get(type);
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
  return inAny(codings, (coding) => codingMembership(set, coding));
}

/** `coding` of a CodeableConcept, when it is there and is a list. */
export function codingsOf(concept: JsonObject): readonly unknown[] {
  return Array.isArray(concept['coding']) ? concept['coding'] : [];
}
