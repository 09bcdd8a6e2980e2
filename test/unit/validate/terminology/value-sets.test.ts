import { describe, expect, it } from '@jest/globals';
import type {
  CodeSystem,
  ValueSet,
  ValueSetCompose,
  ValueSetComposeInclude,
  ValueSetExpansion,
} from '@medplum/fhirtypes';
import { createTerminology } from '../../../../src/validate/terminology/create-terminology.ts';
import {
  codeSystemOf,
  definitionsOf,
  namedValueSet,
  readTerminologyCases,
  systemOf,
  valueSetOf,
} from '../../../support/terminology-cases.ts';

type Expected = Partial<Record<'in' | 'out' | 'undecided', readonly string[]>>;

interface Table {
  readonly codeSystems: readonly (Partial<CodeSystem> & { readonly id: string })[];
  readonly valueSets: Readonly<Record<string, ValueSetCompose>>;
  readonly expansions: Readonly<Record<string, ValueSetExpansion & { readonly compose?: ValueSetCompose }>>;
  readonly questions: Readonly<Record<string, Expected>>;
}

const table = readTerminologyCases('value-sets.yaml') as Table;

function longPart(part: ValueSetComposeInclude): ValueSetComposeInclude {
  const { system, valueSet } = part;
  return {
    ...part,
    ...(system && { system: systemOf(system) }),
    ...(valueSet && { valueSet: valueSet.map(valueSetOf) }),
  };
}

function longCompose(compose: ValueSetCompose): ValueSetCompose {
  const exclude = compose.exclude?.map(longPart);
  return { ...compose, include: compose.include.map(longPart), ...(exclude && { exclude }) };
}

type Entries = NonNullable<ValueSetExpansion['contains']>;

function longContains(contains: Entries): Entries {
  return contains.map((entry) => ({
    ...entry,
    ...(entry.system && { system: systemOf(entry.system) }),
    ...(entry.contains && { contains: longContains(entry.contains) }),
  }));
}

function expandedValueSet(
  name: string,
  { compose, contains = [], ...expansion }: Table['expansions'][string],
): ValueSet {
  return namedValueSet(name, {
    ...(compose && { compose: longCompose(compose) }),
    expansion: { ...expansion, contains: longContains(contains) },
  });
}

const resources = [
  ...table.codeSystems.map(codeSystemOf),
  ...Object.entries(table.valueSets).map(([name, compose]) => namedValueSet(name, { compose: longCompose(compose) })),
  ...Object.entries(table.expansions).map(([name, content]) => expandedValueSet(name, content)),
];

/** `animal|2#cat` in its parts; a code alone has no system. */
function readCode(text: string): { system: string | undefined; version: string | undefined; code: string } {
  const hash = text.lastIndexOf('#');
  if (hash < 0) return { system: undefined, version: undefined, code: text };
  const [system = '', version] = text.slice(0, hash).split('|');
  return { system: systemOf(system), version, code: text.slice(hash + 1) };
}

const questions = Object.entries(table.questions).flatMap(([name, expected]) =>
  Object.entries(expected).flatMap(([membership, codes]) => codes.map((code) => [code, membership, name] as const)),
);

describe('test/cases/validate/terminology/value-sets.yaml', () => {
  const terminology = createTerminology(definitionsOf(resources));

  it.each(questions)('%s is %s: %s', (text, membership, name) => {
    const { system, code, version } = readCode(text);
    expect(terminology.valueSet(valueSetOf(name))?.has(system, code, version)).toBe(membership);
  });

  it('asks about every value set', () => {
    const named = [...Object.keys(table.valueSets), ...Object.keys(table.expansions)];
    expect(Object.keys(table.questions).toSorted()).toEqual(named.toSorted());
  });

  it('gives the same answers whichever value set is asked first', () => {
    for (const [text, membership, name] of questions.toReversed()) {
      const { system, code, version } = readCode(text);
      const fresh = createTerminology(definitionsOf(resources));
      expect(`${name} ${text} ${fresh.valueSet(valueSetOf(name))?.has(system, code, version)}`).toBe(
        `${name} ${text} ${membership}`,
      );
    }
  });

  it('leaves open what takes too much to decide', () => {
    const filter = [{ property: 'code', op: 'regex', value: '((a+){1000}|b)' }] as const;
    const compose = { include: [{ system: 'urn:ietf:rfc:3986', filter: [...filter] }] };
    const own = createTerminology(definitionsOf([namedValueSet('long', { compose })])).valueSet(valueSetOf('long'));
    expect(own?.has('urn:ietf:rfc:3986', 'b')).toBe('in');
    expect(own?.has('urn:ietf:rfc:3986', 'c')).toBe('out');
    expect(own?.has('urn:ietf:rfc:3986', 'a'.repeat(100_000))).toBe('undecided');
  });

  it('knows no value set that is not loaded', () => {
    expect(terminology.valueSet(valueSetOf('nothing'))).toBeUndefined();
  });
});
