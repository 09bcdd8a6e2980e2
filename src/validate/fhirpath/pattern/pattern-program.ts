import { FhirPathError } from '../fhirpath-error.ts';
import type { CharacterSet } from './character-set.ts';
import type { ParsedPattern } from './parse-pattern.ts';
import type { Assertion, PatternNode } from './pattern-node.ts';

/** A step of a program; the next step is the following one, unless it says otherwise. */
export type Step =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'ahead'; readonly program: Program; readonly isNegated: boolean }
  /** Remembers the position as the begin (even) or end (odd) of a group. */
  | { readonly kind: 'mark'; readonly slot: number }
  /** Tries `first`, then `second`. */
  | { readonly kind: 'fork'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly steps: readonly Step[];
  /** Two for the whole match and for each group. */
  readonly slots: number;
}

const MAX_STEPS = 20_000;

/** Turns a pattern into steps; counted repetitions are written out. Throws FhirPathError when they become too many. */
export function compileProgram({ node, groups }: ParsedPattern): Program {
  const steps: Step[] = [];
  emit(steps, { kind: 'group', index: 0, item: node });
  push(steps, { kind: 'match' });
  return { steps, slots: 2 * (groups + 1) };
}

function emit(steps: Step[], node: PatternNode): void {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      push(steps, node);
      return;
    case 'sequence':
      for (const item of node.items) emit(steps, item);
      return;
    case 'choice':
      emitChoice(steps, node.options);
      return;
    case 'group':
      push(steps, { kind: 'mark', slot: 2 * node.index });
      emit(steps, node.item);
      push(steps, { kind: 'mark', slot: 2 * node.index + 1 });
      return;
    case 'ahead':
      push(steps, {
        kind: 'ahead',
        program: compileProgram({ node: node.item, groups: 0 }),
        isNegated: node.isNegated,
      });
      return;
    case 'repeat':
      emitRepeat(steps, node);
  }
}

function emitChoice(steps: Step[], options: readonly PatternNode[]): void {
  const jumps: { kind: 'jump'; to: number }[] = [];
  options.forEach((option, index) => {
    if (index === options.length - 1) {
      emit(steps, option);
      return;
    }
    const fork = { kind: 'fork' as const, first: steps.length + 1, second: 0 };
    push(steps, fork);
    emit(steps, option);
    const jump = { kind: 'jump' as const, to: 0 };
    push(steps, jump);
    jumps.push(jump);
    fork.second = steps.length;
  });
  for (const jump of jumps) jump.to = steps.length;
}

function emitRepeat(steps: Step[], node: Extract<PatternNode, { kind: 'repeat' }>): void {
  const { item, min, max, isLazy } = node;
  for (let count = 0; count < min; count += 1) emit(steps, item);
  if (max === undefined) {
    const fork = openFork(steps);
    emit(steps, item);
    push(steps, { kind: 'jump', to: fork.at });
    closeFork(steps, fork, isLazy);
    return;
  }
  const forks = [];
  for (let count = min; count < max; count += 1) {
    forks.push(openFork(steps));
    emit(steps, item);
  }
  for (const fork of forks) closeFork(steps, fork, isLazy);
}

interface OpenFork {
  readonly at: number;
  readonly step: { kind: 'fork'; first: number; second: number };
}

function openFork(steps: Step[]): OpenFork {
  const fork: OpenFork = { at: steps.length, step: { kind: 'fork', first: 0, second: 0 } };
  push(steps, fork.step);
  return fork;
}

function closeFork(steps: readonly Step[], { at, step }: OpenFork, isLazy: boolean): void {
  step.first = isLazy ? steps.length : at + 1;
  step.second = isLazy ? at + 1 : steps.length;
}

function push(steps: Step[], step: Step): void {
  if (steps.length === MAX_STEPS) throw new FhirPathError('A pattern has too many repetitions');
  steps.push(step);
}
