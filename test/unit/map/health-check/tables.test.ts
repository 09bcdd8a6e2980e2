import { describe, expect, it } from '@jest/globals';
import type { MappingTable } from '../../../../src/map/mapping-table.ts';
import { FORMS } from '../../../support/claim-mapping.ts';
import { HEALTH_CHECK_TABLES } from '../../../support/health-check.ts';

const blocks = FORMS.forms.filter(({ format }) => format === 'health-check-xml');

describe('the tables of a health check', () => {
  it('are there for all twelve blocks', () => {
    expect(blocks).toHaveLength(12);
    expect(blocks.map(({ id }) => id).filter((id) => !HEALTH_CHECK_TABLES.has(id))).toEqual([]);
  });

  it.each(blocks.map((form) => [form.id, form] as const))('%s gives every field of its form a home', (id, form) => {
    const fields = HEALTH_CHECK_TABLES.get(id)?.fields ?? {};
    expect(form.fields.map(({ name }) => name).filter((name) => fields[name] === undefined)).toEqual([]);
  });

  it('have each field of the examination under a code of its own', () => {
    const { nodes = {}, fields = {} } = HEALTH_CHECK_TABLES.get('KSK.XML7') ?? {};
    const told = new Set(codesIn(nodes));
    const untold = Object.keys(fields).filter((field) => !field.startsWith('CKDT_') && !told.has(field));
    expect(Object.keys(fields)).toHaveLength(122);
    expect(untold).toEqual([]);
  });

  it('keep a signature at the performer of what was signed', () => {
    const { fields = {} } = HEALTH_CHECK_TABLES.get('KSK.XML7') ?? {};
    const signatures = Object.entries(fields).filter(([field]) => field.startsWith('CKDT_'));
    expect(signatures).toHaveLength(27);
    for (const [field, spec] of signatures) expect(spec).toBe(`${field.slice('CKDT_'.length)}.performer[0].@string`);
  });
});

/** Codes of the item list among the constants of nodes. */
function codesIn(value: MappingTable['nodes'] | unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { system, code } = value as { system?: unknown; code?: unknown };
  const own = system === '$codes.ksk-chi-tieu' && typeof code === 'string' ? [code] : [];
  return [...own, ...Object.values(value).flatMap(codesIn)];
}
