import type { StructureDefinition } from '@medplum/fhirtypes';

/**
 * The root of all types, which R4 does not publish but logical models name as their base.
 * @source https://hl7.org/fhir/R5/types.html#Base
 */
export const BASE_TYPE: StructureDefinition = {
  resourceType: 'StructureDefinition',
  url: 'http://hl7.org/fhir/StructureDefinition/Base',
  name: 'Base',
  status: 'active',
  kind: 'complex-type',
  abstract: true,
  type: 'Base',
  snapshot: { element: [{ id: 'Base', path: 'Base', min: 0, max: '*', base: { path: 'Base', min: 0, max: '*' } }] },
};
