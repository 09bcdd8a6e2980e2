import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { addedExtensions } from '../../../../scripts/definitions/add-extensions.ts';
import { applyOverlay, type Overlay } from '../../../../scripts/definitions/overlay.ts';

const NOTHING: Overlay = {
  removeResources: [],
  removeElements: [],
  removeConstraints: {},
  restoreExpressions: {},
  changeElements: {},
  addElements: {},
  removeConcepts: {},
  addExtensions: [],
};

const thing = {
  resourceType: 'StructureDefinition',
  name: 'Thing',
  snapshot: {
    element: [
      { id: 'Thing', path: 'Thing' },
      { id: 'Thing.part', path: 'Thing.part', min: 1, max: '*', type: [{ code: 'BackboneElement' }] },
      {
        ...{ id: 'Thing.part.name', path: 'Thing.part.name', min: 0, max: '1', type: [{ code: 'string' }] },
        constraint: [
          { key: 'ele-1', expression: 'hasValue()' },
          { key: 'th-1', expression: 'true' },
        ],
      },
    ],
  },
} as unknown as StructureDefinition;

const applied = (overlay: Partial<Overlay>) => applyOverlay(thing, { ...NOTHING, ...overlay }).snapshot?.element ?? [];
const pathsWith = (overlay: Partial<Overlay>) => applied(overlay).map(({ path }) => path);

describe('the overlay', () => {
  it('removes an element with all below it', () => {
    expect(pathsWith({ removeElements: ['Thing.part'] })).toEqual(['Thing']);
  });

  it('removes a constraint, and gives another its expression back', () => {
    const removeConstraints = { 'Thing.part.name': ['th-1'] };
    const [, , name] = applied({ removeConstraints, restoreExpressions: { 'ele-1': 'children()' } });
    expect(name?.constraint).toEqual([{ key: 'ele-1', expression: 'children()' }]);
  });

  it('changes an element and its base', () => {
    const type = [{ code: 'Reference', targets: ['Patient'] }];
    const [, , name] = applied({ changeElements: { 'Thing.part.name': { min: 1, type } } });
    expect(name).toMatchObject({
      min: 1,
      max: '1',
      base: { path: 'Thing.part.name', min: 1, max: '1' },
      type: [{ code: 'Reference', targetProfile: ['http://hl7.org/fhir/StructureDefinition/Patient'] }],
    });
  });

  it('adds an element after another, with the constraint that every element has', () => {
    const added = { after: 'Thing.part.name', min: 0, max: '1', type: [{ code: 'code' }] };
    const elements = applied({ addElements: { 'Thing.part.kind': added, 'Other.kind': added } });
    expect(elements.map(({ path }) => path)).toEqual(['Thing', 'Thing.part', 'Thing.part.name', 'Thing.part.kind']);
    expect(elements.at(-1)?.constraint).toEqual([{ key: 'ele-1', expression: 'hasValue()' }]);
  });

  it('refuses to add after what is not there', () => {
    const added = { after: 'Thing.gone', min: 0, max: '1' };
    expect(() => applied({ addElements: { 'Thing.kind': added } })).toThrow('Thing.gone');
  });
});

describe('an added extension', () => {
  const base = 'http://hl7.org/fhir/StructureDefinition/';
  const model = {
    ...{ resourceType: 'StructureDefinition', url: `${base}x-model`, name: 'model', type: 'Extension' },
    snapshot: {
      element: [
        { path: 'Extension.url', fixedUri: `${base}x-model` },
        { path: 'Extension.value[x]', min: 1, type: [{ code: 'url' }] },
      ],
    },
  } as unknown as StructureDefinition;
  const added = { name: 'new', like: 'model', context: 'Thing.part', value: 'string' };

  it('is like the other one, with its own url, context and value', () => {
    expect(addedExtensions([added], [model])).toEqual([
      {
        ...{ ...model, url: `${base}x-new`, name: 'new', context: [{ type: 'element', expression: 'Thing.part' }] },
        snapshot: {
          element: [
            { path: 'Extension.url', fixedUri: `${base}x-new` },
            { path: 'Extension.value[x]', min: 0, type: [{ code: 'string' }] },
          ],
        },
      },
    ]);
  });

  it('is refused without the other one', () => {
    expect(() => addedExtensions([added], [])).toThrow('no extension model');
  });
});
