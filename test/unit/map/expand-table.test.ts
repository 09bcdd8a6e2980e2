import { describe, expect, it } from '@jest/globals';
import { expandTable, type NodeSource } from '../../../src/map/expand-table.ts';
import type { MappingTable } from '../../../src/map/mapping-table.ts';

const DISPLAYS: Readonly<Record<string, string>> = { HONG: 'Họng', THOP: 'Thóp', MAT: 'Khám mắt' };
const displayOf = (list: string, code: string) => (list === 'ITEMS' ? DISPLAYS[code] : undefined);

function expand(
  nodes: Readonly<Record<string, NodeSource>>,
  fields: MappingTable['fields'] = {},
): MappingTable['nodes'] {
  const table = { table: 'T', version: 1, title: { vi: 't', en: 't' }, source: 's', keep: 'part', nodes, fields };
  return expandTable(table, displayOf).nodes;
}

describe('a node with names', () => {
  it('is one node for each name', () => {
    const nodes = expand({ part: { names: ['HONG', 'MAT'], resource: 'Observation', id: ['$key', '$node'] } });
    expect(nodes).toEqual({
      HONG: { resource: 'Observation', id: ['$key', 'HONG'] },
      MAT: { resource: 'Observation', id: ['$key', 'MAT'] },
    });
  });

  it('takes the words of each name, and leaves what is for the compilers', () => {
    const set = { code: '$loinc', text: '$text', system: '$codes.x', subject: { ref: 'patient' } };
    const nodes = expand({
      sign: { names: { pulse: { loinc: '8867-4', text: 'Mạch' } }, resource: 'Observation', set },
    });
    expect(nodes['pulse']?.set).toEqual({ ...set, code: '8867-4', text: 'Mạch' });
  });

  it('is made when one of the fields has a value whose home is on it', () => {
    const nodes = expand(
      {
        part: {
          names: ['HONG', 'MAT'],
          resource: 'Observation',
          when: [{ any: ['$fields'] }, { field: 'X', in: ['1'] }],
        },
      },
      {
        A: 'HONG.valueString',
        B: { choose: [{ pattern: '^1$', to: 'HONG.valueBoolean' }, { to: 'HONG.note[0].text' }] },
        C: { to: 'MAT.valueString', also: ['HONG.note[1].text'] },
        D: { key: true },
        E: 'MAT.performer[0].@string',
      },
    );
    expect(nodes['HONG']?.when).toEqual([{ any: ['A', 'B'] }, { field: 'X', in: ['1'] }]);
    expect(nodes['MAT']?.when).toEqual([{ any: ['C', 'E'] }, { field: 'X', in: ['1'] }]);
  });
});

describe('a slice of any name', () => {
  it('has the constants of every slice that a field is written to', () => {
    const { part } = expand(
      {
        part: {
          resource: 'Observation',
          slices: { 'component[*]': { code: '$slice' }, 'identifier[a]': { system: 's' } },
        },
      },
      {
        A: 'part.component[HONG].valueString',
        B: { to: 'part.component[THOP].code.text', also: ['part.note[0].text', 'part.component[MAT].valueString'] },
      },
    );
    expect(part?.slices).toEqual({
      'component[HONG]': { code: 'HONG' },
      'component[THOP]': { code: 'THOP' },
      'component[MAT]': { code: 'MAT' },
      'identifier[a]': { system: 's' },
    });
  });

  it('gives way to one that is written out', () => {
    const slices = { 'component[*]': { code: '$slice' }, 'component[HONG]': { code: 'own' } };
    const { part } = expand({ part: { resource: 'Observation', slices } }, { A: 'part.component[HONG].valueString' });
    expect(part?.slices).toEqual({ 'component[HONG]': { code: 'own' } });
  });
});

describe('a code of a list', () => {
  it('stands as a Coding with its Vietnamese display, or as the display alone', () => {
    const set = { code: { coding: [{ coding: 'ITEMS', code: 'HONG' }], text: { display: 'ITEMS', code: 'MAT' } } };
    expect(expand({ part: { resource: 'Observation', set } })['part']?.set).toEqual({
      code: { coding: [{ system: '$codes.items', code: 'HONG', display: 'Họng' }], text: 'Khám mắt' },
    });
  });

  it('leaves codings that are written out', () => {
    const set = { code: { coding: [{ system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' }] } };
    expect(expand({ part: { resource: 'Observation', set } })['part']?.set).toEqual(set);
  });

  it('is refused when the list does not hold it', () => {
    const set = { code: { coding: [{ coding: 'ITEMS', code: 'MUI' }] } };
    expect(() => expand({ part: { resource: 'Observation', set } })).toThrow('code list ITEMS has no MUI');
  });
});

it('a table without short ways stays as it is', () => {
  const nodes = {
    part: { resource: 'Observation', when: [{ any: ['A'] }], slices: { 'a[b]': { c: 'd' } }, set: { x: 1 } },
  };
  expect(expand(nodes, { A: 'part.valueString' })).toEqual(nodes);
});
