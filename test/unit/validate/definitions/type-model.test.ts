import { describe, expect, it } from '@jest/globals';
import { loadBaseDefinitions } from '../../../../src/validate/definitions/base-definitions.ts';
import { createTypeModel } from '../../../../src/validate/definitions/create-type-model.ts';

const model = createTypeModel(loadBaseDefinitions());

describe('properties', () => {
  it.each([
    ['HumanName', 'family', { element: 'family', type: 'string', isList: false }],
    ['HumanName', 'given', { element: 'given', type: 'string', isList: true }],
    ['Patient', 'contact', { element: 'contact', type: 'Patient.contact', isList: true }],
    ['Patient.contact', 'telecom', { element: 'telecom', type: 'ContactPoint', isList: true }],
    ['Patient', 'deceasedBoolean', { element: 'deceased', type: 'boolean', isList: false }],
    ['Observation', 'valueQuantity', { element: 'value', type: 'Quantity', isList: false }],
    ['Extension', 'valueOid', { element: 'value', type: 'oid', isList: false }],
    ['Questionnaire.item', 'item', { element: 'item', type: 'Questionnaire.item', isList: true }],
    ['Patient', 'id', { element: 'id', type: 'System.String', isList: false }],
    ['Extension', 'url', { element: 'url', type: 'System.String', isList: false }],
    ['Bundle.entry', 'resource', { element: 'resource', type: 'Resource', isList: false }],
    ['Timing', 'repeat', { element: 'repeat', type: 'Timing.repeat', isList: false }],
    ['Narrative', 'div', { element: 'div', type: 'xhtml', isList: false }],
    ['MedicationRequest', 'dosageInstruction', { element: 'dosageInstruction', type: 'Dosage', isList: true }],
  ])('of %s: %s', (holder, name, property) => {
    expect(model.properties(holder)?.get(name)).toEqual(property);
  });

  it('of a type are all that JSON can have', () => {
    expect([...(model.properties('Period')?.keys() ?? [])]).toEqual(['id', 'extension', 'start', 'end']);
  });

  it('of a primitive are its id and extensions: its value has no name', () => {
    expect([...(model.properties('code')?.keys() ?? [])]).toEqual(['id', 'extension']);
  });

  it.each(['Nothing', 'Patient.name', 'Patient.nothing', 'vitalsigns', 'SimpleQuantity', '', '.', 'System.String'])(
    'are not there for %j',
    (holder) => {
      expect(model.properties(holder)).toBeUndefined();
    },
  );
});

it.each([
  ['Patient', 'DomainResource', 'resource'],
  ['DomainResource', 'Resource', 'resource'],
  ['Resource', undefined, 'resource'],
  ['Bundle', 'Resource', 'resource'],
  ['Patient.contact', 'BackboneElement', 'complex-type'],
  ['Timing.repeat', 'Element', 'complex-type'],
  ['BackboneElement', 'Element', 'complex-type'],
  ['Age', 'Quantity', 'complex-type'],
  ['Element', undefined, 'complex-type'],
  ['code', 'string', 'primitive-type'],
  ['string', 'Element', 'primitive-type'],
  ['positiveInt', 'integer', 'primitive-type'],
  ['Nothing', undefined, undefined],
])('%s is a %s, of kind %s', (type, base, kind) => {
  expect(model.baseOf(type)).toBe(base);
  expect(model.kindOf(type)).toBe(kind);
});
