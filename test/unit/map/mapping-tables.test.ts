import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadForms } from '../../../src/fhir/forms.ts';
import { TABLES } from '../../support/claim-mapping.ts';
import { ALL_TABLES } from '../../support/form-tables.ts';

const { forms } = loadForms(join(PATHS.mappings, 'forms'));

describe('mapping tables', () => {
  it.each(['XML1', 'XML2', 'XML3', 'XML4', 'XML5'])('%s gives every field of its form a home, and no other', (id) => {
    const form = forms.find((candidate) => candidate.id === id);
    const mapped = Object.keys(TABLES.get(id)?.fields ?? {});
    expect([...mapped].sort()).toEqual(form?.fields.map(({ name }) => name).sort());
  });

  it.each(['XML1', 'XML2', 'XML3', 'XML4', 'XML5'])('4210.%s gives every field of the old form a home', (id) => {
    const form = forms.find((candidate) => candidate.id === `4210.${id}`);
    const table = TABLES.get(`4210.${id}`);
    const homeless = form?.fields.filter(({ name }) => table?.fields[table.rename?.[name] ?? name] === undefined);
    expect(form?.fields.length).toBeGreaterThan(5);
    expect(homeless?.map(({ name }) => name)).toEqual([]);
  });

  it('has a table for every form, which gives every field a home', () => {
    const homeless = forms.flatMap(({ id, fields }) => {
      const table = ALL_TABLES.get(id);
      return fields
        .filter(({ name }) => table?.fields[table.rename?.[name] ?? name] === undefined)
        .map(({ name }) => `${id}.${name}`);
    });
    expect(homeless).toEqual([]);
  });
});
