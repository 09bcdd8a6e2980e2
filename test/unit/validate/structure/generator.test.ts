import { describe, expect, it } from '@jest/globals';
import type { Resource, StructureDefinition } from '@medplum/fhirtypes';
import { buildTypeTables, type Overlay } from '../../../../scripts/structure/type-tables.ts';
import { expandRequiredValueSets } from '../../../../scripts/structure/value-sets.ts';
import type { TypeTables } from '../../../../src/validate/structure/element-table.ts';

const NOTHING: Overlay = { removeTypes: [], removeElements: [], elements: {} };

const thing = {
  resourceType: 'StructureDefinition',
  name: 'Thing',
  kind: 'complex-type',
  abstract: false,
  snapshot: {
    element: [
      { path: 'Thing' },
      { path: 'Thing.part', min: 1, max: '*', type: [{ code: 'BackboneElement' }] },
      { path: 'Thing.part.name', min: 0, max: '1', type: [{ code: 'string' }] },
    ],
  },
} as unknown as StructureDefinition;

function pathsWith(overlay: Partial<Overlay>): string[] {
  return Object.keys(buildTypeTables([thing], { ...NOTHING, ...overlay })['Thing']?.elements ?? {});
}

describe('the overlay', () => {
  it('removes an element with all below it', () => {
    expect(pathsWith({ removeElements: ['Thing.part'] })).toEqual([]);
  });

  it('removes a type', () => {
    expect(buildTypeTables([thing], { ...NOTHING, removeTypes: ['Thing'] })).toEqual({});
  });

  it('changes and adds rows', () => {
    const row = { min: 0, max: '1', types: [{ code: 'code' }] };
    const elements = { 'Thing.part.name': row, 'Thing.size': row, 'Other.size': row };
    const table = buildTypeTables([thing], { ...NOTHING, elements })['Thing'];
    expect(Object.keys(table?.elements ?? {})).toEqual(['Thing.part', 'Thing.part.name', 'Thing.size']);
    expect(table?.elements['Thing.part.name']).toEqual(row);
  });

  it.each([{ removeTypes: ['Gone'] }, { removeElements: ['Thing.gone'] }])(
    'refuses what finds nothing: %j',
    (overlay) => {
      expect(() => pathsWith(overlay)).toThrow('removes what is not there');
    },
  );
});

describe('expansion of a required value set', () => {
  const SYSTEM = 'urn:test:system';
  const codeSystem = {
    resourceType: 'CodeSystem',
    url: SYSTEM,
    content: 'complete',
    concept: [{ code: 'a', concept: [{ code: 'a1' }, { code: 'a2' }] }, { code: 'b' }],
  } as Resource;

  function expand(compose: object, ...more: Resource[]) {
    const element = { min: 0, max: '1', types: [{ code: 'code' }] };
    const binding = { strength: 'required', valueSet: 'urn:test:set' } as const;
    const tables: TypeTables = {
      Thing: { kind: 'complex-type', abstract: false, elements: { 'Thing.kind': { ...element, binding } } },
    };
    const valueSet = { resourceType: 'ValueSet', url: 'urn:test:set', status: 'active', compose } as Resource;
    return expandRequiredValueSets(tables, [codeSystem, valueSet, ...more])['urn:test:set'];
  }

  it.each([
    ['a whole system, with the concepts below others', { include: [{ system: SYSTEM }] }, ['a', 'a1', 'a2', 'b']],
    ['listed concepts', { include: [{ system: SYSTEM, concept: [{ code: 'b' }] }] }, ['b']],
    [
      'a concept and what is below it',
      { include: [{ system: SYSTEM, filter: [{ property: 'concept', op: 'is-a', value: 'a' }] }] },
      ['a', 'a1', 'a2'],
    ],
    [
      'all but the excluded',
      { include: [{ system: SYSTEM }], exclude: [{ system: SYSTEM, concept: [{ code: 'a' }] }] },
      ['a1', 'a2', 'b'],
    ],
    [
      'what two includes have together',
      {
        include: [
          { system: SYSTEM, concept: [{ code: 'b' }] },
          { system: SYSTEM, concept: [{ code: 'a1' }] },
        ],
      },
      ['a1', 'b'],
    ],
  ])('%s', (_name, compose, codes) => {
    expect(expand(compose)).toEqual({ [SYSTEM]: codes });
  });

  it('of another value set, as far as both have the codes', () => {
    const other = {
      resourceType: 'ValueSet',
      url: 'urn:test:other',
      status: 'active',
      compose: { include: [{ system: SYSTEM }] },
    } as Resource;
    const include = [{ valueSet: ['urn:test:other'], system: SYSTEM, concept: [{ code: 'b' }, { code: 'z' }] }];
    expect(expand({ include }, other)).toEqual({ [SYSTEM]: ['b'] });
  });

  it.each([
    ['a system that is not there', { include: [{ system: 'urn:test:elsewhere' }] }],
    ['a value set that is not there', { include: [{ valueSet: ['urn:test:elsewhere'] }] }],
    [
      'a filter of another kind',
      { include: [{ system: SYSTEM, filter: [{ property: 'kind', op: '=', value: 'x' }] }] },
    ],
    ['an exclude that cannot be told', { include: [{ system: SYSTEM }], exclude: [{ system: 'urn:test:elsewhere' }] }],
  ])('is left out for %s', (_name, compose) => {
    expect(expand(compose)).toBeUndefined();
  });
});
