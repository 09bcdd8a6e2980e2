import { describe, expect, it } from '@jest/globals';
import type { CodeSystemConcept, Resource, ValueSetComposeInclude } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { createCodedChecks } from '../../src/validate/terminology/bindings/coded-checks.ts';
import { createTerminology } from '../../src/validate/terminology/create-terminology.ts';
import { inAll, inAny, minus } from '../../src/validate/terminology/membership.ts';
import type { Membership } from '../../src/validate/terminology/terminology.ts';
import {
  codeSystemOf,
  collectFindings,
  definitionsOf,
  namedValueSet,
  systemOf,
  valueSetOf,
} from '../support/terminology-cases.ts';

const CODES = Array.from({ length: 10 }, (_, at) => `c${at}`);
const TREE = systemOf('tree');
const FOREIGN = systemOf('foreign');

/** Parent of each code but the first: one that stands before it. */
const trees = fc.tuple(...CODES.slice(1).map((_, at) => fc.nat({ max: at })));

/** A part of a composition, as data. */
type Part =
  | { readonly kind: 'all' }
  | { readonly kind: 'list'; readonly codes: readonly string[] }
  | { readonly kind: 'is-a' | 'descendent-of' | 'is-not-a' | 'generalizes'; readonly code: string }
  | { readonly kind: 'import'; readonly set: number }
  /** Codes of a system that is not known: any of CODES may be in, or none. */
  | { readonly kind: 'unknown' };

interface Composition {
  readonly include: readonly Part[];
  readonly exclude: readonly Part[];
}

const codes = fc.constantFrom(...CODES);
const decidable = fc.oneof(
  fc.constant<Part>({ kind: 'all' }),
  fc.record({ kind: fc.constant('list' as const), codes: fc.uniqueArray(codes, { minLength: 1 }) }),
  fc.record({ kind: fc.constantFrom('is-a' as const, 'descendent-of', 'is-not-a', 'generalizes'), code: codes }),
);
/** Sets may include the sets before them only: no circles. */
const compositions = (part: fc.Arbitrary<Part>) =>
  fc.tuple(...[0, 1, 2, 3].map((at) => compositionOf(at === 0 ? part : fc.oneof(part, importOf(at)))));
const importOf = (before: number) =>
  fc.record({ kind: fc.constant('import' as const), set: fc.nat({ max: before - 1 }) });
const compositionOf = (part: fc.Arbitrary<Part>): fc.Arbitrary<Composition> =>
  fc.record({ include: fc.array(part, { minLength: 1, maxLength: 3 }), exclude: fc.array(part, { maxLength: 2 }) });

type Tree = readonly number[];

function ancestors(tree: Tree, code: string): readonly string[] {
  const found: string[] = [];
  for (let at = CODES.indexOf(code); at > 0; ) {
    at = tree[at - 1] ?? 0;
    found.push(CODES[at] as string);
  }
  return found;
}

/** What a part selects, worked out by its definition. `world`: whether an unknown part has every code or none. */
function naivePart(part: Part, tree: Tree, sets: readonly ReadonlySet<string>[], world: boolean): readonly string[] {
  switch (part.kind) {
    case 'all':
      return CODES;
    case 'list':
      return part.codes;
    case 'is-a':
      return CODES.filter((code) => code === part.code || ancestors(tree, code).includes(part.code));
    case 'descendent-of':
      return CODES.filter((code) => ancestors(tree, code).includes(part.code));
    case 'is-not-a':
      return CODES.filter((code) => code !== part.code && !ancestors(tree, code).includes(part.code));
    case 'generalizes':
      return CODES.filter((code) => code === part.code || ancestors(tree, part.code).includes(code));
    case 'import':
      return [...(sets[part.set] ?? [])];
    case 'unknown':
      return world ? CODES : [];
  }
}

function naiveSets(
  all: readonly Composition[],
  tree: Tree,
  worlds: readonly boolean[],
): readonly ReadonlySet<string>[] {
  const sets: ReadonlySet<string>[] = [];
  let unknown = 0;
  const select = (part: Part) => {
    const world = worlds[unknown % worlds.length] ?? false;
    if (part.kind === 'unknown') unknown += 1;
    return naivePart(part, tree, sets, world);
  };
  for (const { include, exclude } of all) {
    const included = include.flatMap(select);
    const excluded = new Set(exclude.flatMap(select));
    sets.push(new Set(included.filter((code) => !excluded.has(code))));
  }
  return sets;
}

function toInclude(part: Part): ValueSetComposeInclude {
  switch (part.kind) {
    case 'all':
      return { system: TREE };
    case 'list':
      return { system: TREE, concept: part.codes.map((code) => ({ code })) };
    case 'import':
      return { valueSet: [valueSetOf(`set${part.set}`)] };
    case 'unknown':
      return { system: TREE, filter: [{ property: 'unheard-of', op: '=', value: 'x' }] };
    default:
      return { system: TREE, filter: [{ property: 'concept', op: part.kind, value: part.code }] };
  }
}

function codeSystem(tree: Tree): Resource {
  const concepts: CodeSystemConcept[] = CODES.map((code) => ({ code, concept: [] }));
  for (const [at, parent] of tree.entries()) concepts[parent]?.concept?.push(concepts[at + 1] as CodeSystemConcept);
  return codeSystemOf({ id: 'tree', caseSensitive: true, concept: [concepts[0] as CodeSystemConcept] });
}

function terminologyOf(all: readonly Composition[], tree: Tree) {
  const sets = all.map(({ include, exclude }, at) =>
    namedValueSet(`set${at}`, {
      compose: { include: include.map(toInclude), exclude: exclude.map(toInclude) },
    }),
  );
  return createTerminology(definitionsOf([codeSystem(tree), ...sets]));
}

describe('value sets', () => {
  it('have what the definition gives them, code by code', () => {
    fc.assert(
      fc.property(trees, compositions(decidable), (tree, all) => {
        const terminology = terminologyOf(all, tree);
        for (const [at, expected] of naiveSets(all, tree, [false]).entries()) {
          const set = terminology.valueSet(valueSetOf(`set${at}`));
          expect(CODES.filter((code) => set?.has(TREE, code) === 'in')).toEqual(
            CODES.filter((code) => expected.has(code)),
          );
          expect(CODES.filter((code) => set?.has(undefined, code) === 'in')).toEqual(
            CODES.filter((code) => expected.has(code)),
          );
          expect(CODES.some((code) => set?.has(TREE, code) === 'undecided')).toBe(false);
          expect(set?.has(FOREIGN, 'c0')).toBe('out');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are never sure of what an unknown part could change', () => {
    const open = fc.oneof(
      { weight: 3, arbitrary: decidable },
      { weight: 1, arbitrary: fc.constant<Part>({ kind: 'unknown' }) },
    );
    fc.assert(
      fc.property(
        trees,
        compositions(open),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        (tree, all, worlds) => {
          const terminology = terminologyOf(all, tree);
          for (const [at, possible] of naiveSets(all, tree, worlds).entries()) {
            const set = terminology.valueSet(valueSetOf(`set${at}`));
            for (const code of CODES) {
              const membership = set?.has(TREE, code);
              if (membership !== 'undecided') expect(membership).toBe(possible.has(code) ? 'in' : 'out');
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('may include each other in any circle without end', () => {
    const links = fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 4 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(links, (all) => {
        const sets = all.map((imports, at) =>
          namedValueSet(`set${at}`, {
            compose: {
              include: [
                { system: TREE, concept: [{ code: CODES[at] as string }] },
                ...imports.map((other) => ({ valueSet: [valueSetOf(`set${other}`)] })),
              ],
            },
          }),
        );
        const terminology = createTerminology(definitionsOf(sets));
        for (const [at, imports] of all.entries()) {
          const set = terminology.valueSet(valueSetOf(`set${at}`));
          for (const other of [at, ...imports]) expect(set?.has(TREE, CODES[other] as string)).toBe('in');
          expect(set?.has(TREE, 'none')).not.toBe('in');
        }
      }),
      { numRuns: 100 },
    );
  });

  it('come to an answer, however many ways lead to the same set', () => {
    const sets = Array.from({ length: 40 }, (_, at) =>
      namedValueSet(`deep${at}`, {
        compose: {
          include: [{ valueSet: [valueSetOf(`deep${at + 1}`)] }, { valueSet: [valueSetOf(`deep${at + 1}`)] }],
        },
      }),
    );
    const terminology = createTerminology(definitionsOf(sets));
    expect(terminology.valueSet(valueSetOf('deep0'))?.has(TREE, 'c0')).toBe('undecided');
  });
});

describe('the algebra of membership', () => {
  const memberships = fc.constantFrom<Membership>('in', 'out', 'undecided');
  const opposite: Readonly<Record<Membership, Membership>> = { in: 'out', out: 'in', undecided: 'undecided' };
  const same = (membership: Membership) => membership;

  it('keeps to De Morgan, and what is taken away is what is not in both', () => {
    fc.assert(
      fc.property(fc.array(memberships), memberships, memberships, (all, one, other) => {
        expect(opposite[inAny(all, same)]).toBe(
          inAll(
            all.map((each) => opposite[each]),
            same,
          ),
        );
        expect(minus(one, other)).toBe(inAll([one, opposite[other]], same));
      }),
    );
  });
});

describe('checks of codes', () => {
  const definitions = definitionsOf([
    codeSystemOf({ id: 'tree', concept: [{ code: 'c0', display: 'Root' }] }),
    namedValueSet('tree', { compose: { include: [{ system: TREE }] } }),
  ]);
  const checks = createCodedChecks(createTerminology(definitions), definitions);
  const bindings = ['code', 'Coding', 'Quantity', 'CodeableConcept'].map((type) =>
    checks.binding({ strength: 'required', valueSet: valueSetOf('tree') }, type),
  );
  const texts = fc.oneof(
    fc.string(),
    fc.constantFrom(TREE, 'c0', 'Root', 'http://loinc.org', 'http://unitsofmeasure.org', 'urn:ietf:bcp:47'),
  );
  const coding = fc.record(
    {
      system: fc.oneof(texts, fc.jsonValue()),
      code: fc.oneof(texts, fc.jsonValue()),
      display: texts,
      version: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const values = fc.oneof(fc.jsonValue(), coding, fc.record({ coding: fc.oneof(fc.array(coding), fc.jsonValue()) }));

  it('take whatever JSON they get, and say nothing of what was sent', () => {
    fc.assert(
      fc.property(values, values, (value, sibling) => {
        const findings = collectFindings();
        for (const check of [...bindings, checks.coding, checks.quantity]) check?.(value, findings, sibling);
        for (const words of findings.words) {
          for (const word of Object.values(words))
            expect([
              TREE,
              valueSetOf('tree'),
              'Root',
              'http://loinc.org',
              'http://unitsofmeasure.org',
              'urn:ietf:bcp:47',
            ]).toContain(word);
        }
      }),
      { numRuns: 500 },
    );
  });
});
