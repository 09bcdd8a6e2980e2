import type { Environment, TypedNode } from '../fhirpath/typed-node.ts';
import type { Finding } from '../finding.ts';
import { isObject } from '../reference/json-object.ts';
import type { Scope } from '../reference/scope.ts';
import { Conformance } from './conformance.ts';
import type { PropertyCheck } from './object-plan.ts';
import { isPrimitive } from './primitives.ts';

/** Errors of one call that are listed, and as many other findings; a hostile megabyte has a hundred thousand. */
export const MAX_LISTED_FINDINGS = 100;

/** Levels of elements in elements that are followed. FHIR resources of practice have fewer than 30. */
export const MAX_DEPTH = 256;

/** A finding with its place in the whole instance. */
export interface PlacedFinding {
  readonly rule: string;
  /** FHIRPath from the outermost resource: `Bundle.entry[3].resource.name[0].family`. */
  readonly expression: string;
  /** The same by the names of the JSON properties, from the outermost resource: `entry[3].resource._birthDate`. */
  readonly jsonPath: string;
  readonly with: Words;
}

type Words = NonNullable<Finding['with']>;

const NO_WORDS: Words = {};

/** A code of a system of which only the name is known here: LOINC, SNOMED CT. */
const SYSTEM_NOT_HELD = 'LT-V212';

/** A finding as it was noted; its place is spelt out when somebody asks. */
interface Noted {
  readonly rule: string;
  readonly words: Words;
  readonly child: string;
  readonly names: readonly (string | number)[];
  readonly plans: readonly (PropertyCheck | undefined)[];
  readonly profile: string;
}

/**
 * One walk over an instance: where it stands, which resource it is in, and what it found. Checks push the name of a
 * property (and the index of an item) before they look at what stands there. Places are spelt out for findings only.
 */
export class Visit {
  /** Resource that `%resource` means, its container, and the Bundle around both. */
  scope: Scope;
  /** Canonical of the profile whose rules are being checked, for texts; empty for R4 itself. */
  profile = '';
  /** Errors found so far, listed or not. */
  errors = 0;
  isNestedTooDeeply = false;
  readonly #isError: (rule: string) => boolean;
  readonly #untold: ReadonlySet<string> | undefined;
  #names: (string | number)[] = [];
  #plans: (PropertyCheck | undefined)[] = [];
  #depth = 0;
  readonly #noted: Noted[] = [];
  #listedErrors = 0;
  #unlisted = 0;
  #gaps: Set<Words[string]> | undefined;
  /** While probing, findings are counted and not listed. */
  #probes = 0;
  #conformance: Conformance | undefined;
  readonly #root: string;
  readonly #instance: unknown;

  constructor(root: string, scope: Scope, isError: (rule: string) => boolean, untold?: ReadonlySet<string>) {
    this.#untold = untold;
    this.#root = root;
    this.scope = scope;
    this.#instance = scope.resource;
    this.#isError = isError;
  }

  get hasUnlisted(): boolean {
    return this.#unlisted > 0;
  }

  get depth(): number {
    return this.#depth;
  }

  enter(name: string | number, plan?: PropertyCheck): void {
    this.#names[this.#depth] = name;
    this.#plans[this.#depth] = plan;
    this.#depth += 1;
  }

  leave(): void {
    this.#depth -= 1;
  }

  /** The property that the walk is in, 0 for the innermost, leaving out indexes; undefined above the resource. */
  property(up: number): PropertyCheck | undefined {
    let left = up;
    for (let at = this.#depth - 1; at >= 0; at -= 1) {
      const plan = this.#plans[at];
      if (plan === undefined) continue;
      if (left === 0) return plan;
      left -= 1;
    }
    return undefined;
  }

  /** What the property that the walk is in stands in, as FHIRPath sees it. */
  get holder(): TypedNode {
    const end = this.#holderEnd(this.#depth);
    const value = this.#valueAt(end);
    if (isObject(value) && typeof value['resourceType'] === 'string') return { value, type: value['resourceType'] };
    const type = this.property(1)?.type ?? 'Element';
    if (!isPrimitive(type)) return { value, type };
    const [name, index] = this.#names.slice(this.#holderEnd(end), end);
    const beside = childOf(this.#valueAt(this.#holderEnd(end)), String(name).replace(/^_/, ''));
    return { value: index === undefined ? beside : childOf(beside, index), sibling: value, type };
  }

  /** What that stands in in its turn. */
  get outerHolder(): unknown {
    return this.#valueAt(this.#holderEnd(this.#holderEnd(this.#depth)));
  }

  /** Number of names before a property, where its names (with an index, maybe) end at `end`. */
  #holderEnd(end: number): number {
    return typeof this.#names[end - 1] === 'number' ? end - 2 : end - 1;
  }

  #valueAt(end: number): unknown {
    return this.#names.slice(0, end).reduce(childOf, this.#instance);
  }

  /** Notes a finding at the place where the walk stands, or at a child of it (`name`, `.a[0].b`). */
  report(rule: string, words: Words = NO_WORDS, child = ''): void {
    if (this.#untold?.has(rule)) return;
    const isError = this.#isError(rule);
    if (isError) this.errors += 1;
    if (this.#probes > 0 || this.#isKnownGap(rule, words)) return;
    // What is only said must not take the place of what is wrong.
    const listed = isError ? this.#listedErrors : this.#noted.length - this.#listedErrors;
    if (listed >= MAX_LISTED_FINDINGS) this.#unlisted += isError ? 1 : 0;
    else {
      if (isError) this.#listedErrors += 1;
      const names = this.#names.slice(0, this.#depth);
      const plans = this.#plans.slice(0, this.#depth);
      this.#noted.push({ rule, words, child, names, plans, profile: this.profile });
    }
  }

  /** That a code system is not held is said where it is first met, not at every code of it. */
  #isKnownGap(rule: string, { system }: Words): boolean {
    if (rule !== SYSTEM_NOT_HELD || system === undefined) return false;
    if (this.#gaps?.has(system)) return true;
    this.#gaps ??= new Set();
    this.#gaps.add(system);
    return false;
  }

  /** What was found, each once: a profile repeats rules of what it builds on. */
  findings(): readonly PlacedFinding[] {
    const seen = new Set<string>();
    const listed: PlacedFinding[] = [];
    for (const { rule, words, child, names, plans, profile } of this.#noted) {
      const place = spellOut(this.#root, names, plans, child);
      const key = `${rule} ${place.expression} ${words['constraint'] ?? words['slice'] ?? words['element'] ?? ''}`;
      if (seen.has(key)) continue;
      seen.add(key);
      listed.push({ rule, ...place, with: profile === '' ? words : { profile, ...words } });
    }
    return listed;
  }

  /** Whether a check finds no error; what it finds is not listed. */
  probe(check: () => void): boolean {
    const before = this.errors;
    this.#probes += 1;
    try {
      check();
      return this.errors === before;
    } finally {
      this.#probes -= 1;
      this.errors = before;
    }
  }

  /** Like `probe`, and asked once per value and profile. `check` may be begun again, and finds the walk as it is now. */
  conforms(value: unknown, profile: string, check: () => void): boolean {
    if (typeof value !== 'object' || value === null) return this.probe(check);
    const [scope, ofProfile, depth] = [this.scope, this.profile, this.#depth];
    this.#conformance ??= new Conformance();
    const ask = (): boolean => {
      this.scope = scope;
      this.profile = ofProfile;
      this.#depth = depth;
      return this.probe(check);
    };
    return this.#conformance.ask({ value, profile, check: ask }, depth >= MAX_DEPTH);
  }

  /** Runs a check with another resource in view. */
  within<T>(scope: Scope, check: () => T): T {
    const outer = this.scope;
    this.scope = scope;
    try {
      return check();
    } finally {
      this.scope = outer;
    }
  }

  /** What FHIRPath may ask for here. */
  get environment(): Environment {
    return this.scope.environment;
  }
}

function spellOut(root: string, names: Noted['names'], plans: Noted['plans'], child: string) {
  let expression = root;
  let jsonPath = '';
  for (const [at, name] of names.entries()) {
    expression += typeof name === 'number' ? `[${name}]` : `.${plans[at]?.element ?? name}`;
    jsonPath += typeof name === 'number' ? `[${name}]` : `.${name}`;
  }
  const tail = child === '' || child.startsWith('.') || child.startsWith('[') ? child : `.${child}`;
  return { expression: expression + tail, jsonPath: (jsonPath + tail).slice(1) };
}

function childOf(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
}
