import { type CharacterSet, isWordCharacter } from './character-set.ts';
import type { Assertion, PatternNode } from './pattern-node.ts';

/** Ways through a pattern that are tried at one position of the text. Invariants of practice have a handful. */
const MAX_WAYS = 32;
/** Longest repetition of something that is no single character, written out. */
const MAX_UNROLLED = 64;

/** Whether what is left of a pattern matches a text from a position on. */
type Matcher = (text: string, at: number) => boolean;

/**
 * A matcher that goes back and tries again, for patterns of which that takes bounded work at each position: some ten times
 * as quick as a search that remembers what it tried. Undefined for any other pattern. `isWhole`: up to the end of the text.
 */
export function compileBounded(node: PatternNode, isWhole: boolean): ((text: string) => boolean) | undefined {
  const isAnchored = isWhole || beginsAtStart(node);
  const ways = waysThrough(node, isAnchored ? 1 : 0);
  if (ways > MAX_WAYS) return undefined;
  const match = compile(node, isWhole ? (text, at) => at === text.length : () => true);
  if (isAnchored) return (text) => match(text, 0);
  return (text) => {
    for (let at = 0; at <= text.length; at += 1) if (match(text, at)) return true;
    return false;
  };
}

function beginsAtStart(node: PatternNode): boolean {
  if (node.kind === 'assertion') return node.assertion === 'start';
  return node.kind === 'sequence' && node.items[0] !== undefined && beginsAtStart(node.items[0]);
}

/**
 * Ways in which a pattern can match from one position, as far as they differ in where they end. `endless` is how many
 * repetitions without an end may stand in it: one, from a fixed position, is tried back over the text once.
 */
function waysThrough(node: PatternNode, endless: number): number {
  const left = { endless };
  const ways = count(node, left);
  return left.endless < 0 ? Number.POSITIVE_INFINITY : ways;
}

function count(node: PatternNode, left: { endless: number }): number {
  switch (node.kind) {
    case 'set':
    case 'assertion':
      return 1;
    case 'sequence':
      return node.items.reduce((product, item) => product * count(item, left), 1);
    case 'choice':
      return node.options.reduce((sum, option) => sum + count(option, left), 0);
    case 'group':
      return count(node.item, left);
    case 'ahead':
      return Number.POSITIVE_INFINITY;
    case 'repeat':
      return countRepeat(node, left);
  }
}

function countRepeat({ item, min, max }: Extract<PatternNode, { kind: 'repeat' }>, left: { endless: number }): number {
  const isSet = setOf(item) !== undefined;
  if (max === undefined || (isSet && max - min >= MAX_WAYS)) {
    left.endless -= 1;
    return isSet ? 1 : Number.POSITIVE_INFINITY;
  }
  if (isSet) return max - min + 1;
  const once = count(item, left);
  if (max > MAX_UNROLLED) return Number.POSITIVE_INFINITY;
  return once === 1 ? max - min + 1 : once ** max * (max - min + 1);
}

/** The set of a pattern that is one character, in whatever groups. */
function setOf(node: PatternNode): CharacterSet | undefined {
  if (node.kind === 'set') return node.set;
  if (node.kind === 'group') return setOf(node.item);
  const [only, ...others] = node.kind === 'sequence' ? node.items : [];
  return only === undefined || others.length > 0 ? undefined : setOf(only);
}

function compile(node: PatternNode, next: Matcher): Matcher {
  switch (node.kind) {
    case 'set':
      return compileSet(node.set.has, 1, 1, next);
    case 'assertion':
      return (text, at) => holds(node.assertion, text, at) && next(text, at);
    case 'sequence':
      return node.items.reduceRight<Matcher>((rest, item) => compile(item, rest), next);
    case 'choice': {
      const options = node.options.map((option) => compile(option, next));
      return (text, at) => options.some((option) => option(text, at));
    }
    case 'group':
      return compile(node.item, next);
    case 'repeat':
      return compileRepeat(node, next);
    case 'ahead':
      throw new Error('a look-ahead has no bound');
  }
}

function compileRepeat({ item, min, max }: Extract<PatternNode, { kind: 'repeat' }>, next: Matcher): Matcher {
  const set = setOf(item);
  if (set !== undefined) return compileSet(set.has, min, max ?? Number.POSITIVE_INFINITY, next);
  let rest = next;
  for (let times = max ?? 0; times > 0; times -= 1) {
    const after = rest;
    const once = compile(item, after);
    rest = times > min ? (text, at) => once(text, at) || next(text, at) : once;
  }
  return rest;
}

/** As many characters of a set as there are, and then fewer and fewer, down to `min`. */
function compileSet(has: (codePoint: number) => boolean, min: number, max: number, next: Matcher): Matcher {
  return (text, from) => {
    let at = from;
    let taken = 0;
    while (taken < max) {
      const code = text.codePointAt(at);
      if (code === undefined || !has(code)) break;
      at += code > 0xffff ? 2 : 1;
      taken += 1;
    }
    while (taken >= min) {
      if (next(text, at)) return true;
      if (taken === 0) return false;
      taken -= 1;
      at -= isLowSurrogate(text, at - 1) ? 2 : 1;
    }
    return false;
  };
}

/** The second half of a character that takes two. */
function isLowSurrogate(text: string, at: number): boolean {
  const code = at > 0 ? (text.codePointAt(at - 1) ?? 0) : 0;
  return code > 0xffff;
}

/** Whether a place in the text is of a kind. @source https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html */
export function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case 'start':
      return at === 0;
    case 'end':
      return at === text.length;
    default: {
      const isBoundary = isWordCharacter(text.charCodeAt(at - 1)) !== isWordCharacter(text.charCodeAt(at));
      return isBoundary === (assertion === 'boundary');
    }
  }
}
