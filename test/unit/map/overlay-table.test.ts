import { describe, expect, it } from '@jest/globals';
import type { MappingTable } from '../../../src/map/mapping-table.ts';
import { overlayTable, type TableOverlay } from '../../../src/map/overlay-table.ts';

const MODEL: MappingTable = {
  table: 'MODEL',
  model: true,
  version: 3,
  title: { vi: 'Mẫu', en: 'Model' },
  source: 'nowhere',
  keep: 'document',
  nodes: {
    patient: { resource: 'Patient', id: ['$key'] },
    document: {
      resource: 'Composition',
      id: ['$key', '$table'],
      slices: { 'section[note]': { title: 'Note' }, 'section[plan]': { title: 'Plan' } },
      set: { status: 'final', title: 'Model' },
    },
  },
  fields: { HO_TEN: 'patient.name[0].text', GHI_CHU: 'document.section[note].text' },
};
const OWN: TableOverlay = {
  table: 'OWN',
  like: 'MODEL',
  version: 1,
  title: { vi: 'Riêng', en: 'Own' },
  source: 'here',
};

const overlay = (own: Partial<TableOverlay> = {}, isField = (_name: string) => true) =>
  overlayTable(MODEL, { ...OWN, ...own }, isField);

describe('a table like another', () => {
  it('has its own name, version, title and source, and is no model', () => {
    expect(overlay()).toMatchObject({ table: 'OWN', version: 1, title: OWN.title, source: 'here', keep: 'document' });
    expect(overlay()).not.toHaveProperty('model');
    expect(overlay()).not.toHaveProperty('like');
  });

  it('takes over the fields that its form has; its own stand over them', () => {
    const { fields } = overlay(
      { fields: { HO_TEN: 'patient.@string', SO: 'document.@string' } },
      (name) => name === 'HO_TEN',
    );
    expect(fields).toEqual({ HO_TEN: 'patient.@string', SO: 'document.@string' });
  });

  it('puts constants and slices over those of the same names, and replaces other properties', () => {
    const { nodes } = overlay({
      nodes: {
        document: { id: ['$key'], slices: { 'section[note]': { title: 'Advice' } }, set: { title: 'Own' } },
      },
    });
    expect(nodes['document']).toEqual({
      resource: 'Composition',
      id: ['$key'],
      slices: { 'section[note]': { title: 'Advice' }, 'section[plan]': { title: 'Plan' } },
      set: { status: 'final', title: 'Own' },
    });
    expect(nodes['patient']).toBe(MODEL.nodes['patient']);
  });

  it('has nodes of its own after those of the model', () => {
    const { nodes } = overlay({ nodes: { kin: { resource: 'RelatedPerson' } } });
    expect(Object.keys(nodes)).toEqual(['patient', 'document', 'kin']);
    expect(nodes['kin']).toEqual({ resource: 'RelatedPerson' });
  });

  it('leaves the model as it was', () => {
    const before = structuredClone(MODEL);
    overlay({ nodes: { document: { set: { title: 'Own' } } }, fields: { SO: 'document.@string' } });
    expect(MODEL).toEqual(before);
  });
});
