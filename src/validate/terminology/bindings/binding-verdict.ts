import type { Membership, Terminology, ValueSetCheck } from '../terminology.ts';
import type { CodedKind } from './coded-value.ts';
import type { FindingSink } from './finding-sink.ts';
import type { Binding } from './read-binding.ts';

/** A binding with its value sets found. */
export interface ResolvedBinding {
  readonly strength: Binding['strength'];
  readonly set: ValueSetCheck;
  /** Undefined without a maximum; null when it is not known here. */
  readonly maximum: ValueSetCheck | null | undefined;
  readonly maxValueSet: string;
}

const NOT_IN_REQUIRED: Readonly<Record<CodedKind, string>> = {
  code: 'LT-V200',
  Coding: 'LT-V201',
  CodeableConcept: 'LT-V202',
};
const NOT_IN = { extensible: 'LT-V204', maximum: 'LT-V206', preferred: 'LT-V207' } as const;
const UNDECIDED = 'LT-V208';

/** Finds the value sets of a binding; undefined when its value set is not known here. */
export function resolveBinding(binding: Binding, terminology: Terminology): ResolvedBinding | undefined {
  const set = terminology.valueSet(binding.valueSet);
  if (set === undefined) return undefined;
  const { strength, maxValueSet } = binding;
  const maximum = maxValueSet === undefined ? undefined : (terminology.valueSet(maxValueSet) ?? null);
  return { strength, set, maximum, maxValueSet: maxValueSet ?? '' };
}

/**
 * Reports a value that is not, or not certainly, in the value set it is bound to. `inMaximum` is asked only when it
 * matters.
 */
export function judge(
  binding: ResolvedBinding,
  kind: CodedKind,
  membership: Membership,
  inMaximum: (maximum: ValueSetCheck) => Membership,
  sink: FindingSink,
): void {
  if (membership === 'in') return;
  const { strength, set, maximum } = binding;
  const words = { valueSet: set.canonical };
  if (membership === 'out') sink.report(ruleFor(strength, kind), words);
  else if (strength !== 'preferred') sink.report(UNDECIDED, words);
  if (strength !== 'required' && maximum !== undefined) judgeMaximum(binding, inMaximum, sink);
}

function ruleFor(strength: Binding['strength'], kind: CodedKind): string {
  return strength === 'required' ? NOT_IN_REQUIRED[kind] : NOT_IN[strength];
}

function judgeMaximum(
  { maximum, maxValueSet }: ResolvedBinding,
  inMaximum: (maximum: ValueSetCheck) => Membership,
  sink: FindingSink,
): void {
  const membership = maximum ? inMaximum(maximum) : 'undecided';
  if (membership === 'out') sink.report(NOT_IN.maximum, { valueSet: maxValueSet });
  if (membership === 'undecided') sink.report(UNDECIDED, { valueSet: maxValueSet });
}
