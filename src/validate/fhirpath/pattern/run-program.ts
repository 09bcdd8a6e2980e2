import { FhirPathError } from '../fhirpath-error.ts';
import { holds } from './bounded-pattern.ts';
import type { Program, Step } from './pattern-program.ts';

/** More is not worth the time of a validation: about 50 ms. */
const MAX_EFFORT = 2_000_000;
/** Bits of memory for the places that were tried. */
const MAX_PLACES = 1 << 26;

/** Positions of a match: begin and end of the whole and of each group; -1 for a group that took no part. */
export type Match = readonly number[];

/** What is left to try: a step at a position, or (`isUndo`) a mark that a failed attempt had set. */
interface Task {
  readonly step: number;
  readonly at: number;
  readonly isUndo: boolean;
}

interface Search {
  readonly program: Program;
  readonly text: string;
  /** Whether only a match up to the end of the text counts. */
  readonly isWhole: boolean;
  /** A bit for each step at each position that was tried: what failed once fails again. */
  readonly tried: Uint32Array;
  readonly effort: { left: number };
  readonly marks: number[];
  readonly tasks: Task[];
}

/**
 * A search for the matches of a program in a text. Each step is tried at most once at each position, so the time grows
 * with the length of text times pattern, whatever they are. The search throws FhirPathError when that is too much.
 */
export function startSearch(program: Program, text: string, isWhole: boolean): (from: number) => Match | undefined {
  const search = openSearch(program, text, isWhole, { left: MAX_EFFORT });
  const first = program.steps[1];
  const isFixed = isWhole || (first?.kind === 'assertion' && first.assertion === 'start');
  return (from) => {
    if (from > 0) forget(search, from);
    const last = isFixed ? Math.min(from, 0) : text.length;
    for (let start = from; start <= last; start += 1) {
      if (matchAt(search, start)) return [...search.marks];
    }
    return undefined;
  };
}

function openSearch(program: Program, text: string, isWhole: boolean, effort: { left: number }): Search {
  const places = (text.length + 1) * program.steps.length;
  if (places > MAX_PLACES) throw new FhirPathError('A pattern is too long for its text');
  const words = (places >>> 5) + 1;
  spend(effort, words >>> 2);
  const marks = new Array<number>(program.slots).fill(-1);
  return { program, text, isWhole, tried: new Uint32Array(words), effort, marks, tasks: [] };
}

/** A match that ended here went through steps at this position: they may be tried again. */
function forget({ program, tried }: Search, at: number): void {
  const size = program.steps.length;
  for (let place = at * size; place < (at + 1) * size; place += 1) {
    tried[place >>> 5] = (tried[place >>> 5] ?? 0) & ~(1 << (place & 31));
  }
}

function matchAt(search: Search, start: number): boolean {
  search.marks.fill(-1);
  search.tasks.length = 0;
  search.tasks.push({ step: 0, at: start, isUndo: false });
  for (let task = search.tasks.pop(); task !== undefined; task = search.tasks.pop()) {
    if (task.isUndo) search.marks[task.step] = task.at;
    else if (follow(search, task.step, task.at)) return true;
  }
  return false;
}

/** Goes on from a step until it matches (true) or fails; leaves behind the tasks that it passed by. */
function follow(search: Search, from: number, position: number): boolean {
  const { steps } = search.program;
  let index = from;
  let at = position;
  while (isNew(search, index, at)) {
    const step = steps[index] as Step;
    switch (step.kind) {
      case 'match':
        return !search.isWhole || at === search.text.length;
      case 'fork':
        search.tasks.push({ step: step.second, at, isUndo: false });
        index = step.first;
        break;
      case 'jump':
        index = step.to;
        break;
      case 'mark':
        search.tasks.push({ step: step.slot, at: search.marks[step.slot] ?? -1, isUndo: true });
        search.marks[step.slot] = at;
        index += 1;
        break;
      default:
        at = advance(search, step, at);
        if (at === -1) return false;
        index += 1;
    }
  }
  return false;
}

function isNew({ program, tried, effort }: Search, step: number, at: number): boolean {
  const place = at * program.steps.length + step;
  const bit = 1 << (place & 31);
  const word = tried[place >>> 5] ?? 0;
  if ((word & bit) !== 0) return false;
  tried[place >>> 5] = word | bit;
  spend(effort, 1);
  return true;
}

function spend(effort: { left: number }, amount: number): void {
  effort.left -= amount;
  if (effort.left < 0) throw new FhirPathError('A pattern takes too long');
}

/** Position after a step that looks at the text; -1 when it does not fit. */
function advance(search: Search, step: Extract<Step, { kind: 'set' | 'assertion' | 'ahead' }>, at: number): number {
  const { text } = search;
  if (step.kind === 'set') {
    const code = text.codePointAt(at);
    if (code === undefined || !step.set.has(code)) return -1;
    return at + (code > 0xffff ? 2 : 1);
  }
  if (step.kind === 'assertion') return holds(step.assertion, text, at) ? at : -1;
  const isAhead = matchAt(openSearch(step.program, text, false, search.effort), at);
  return isAhead === step.isNegated ? -1 : at;
}
