import { address, optionalPath } from '../schema-parts.ts';
import { ALL_RECORDS, kindOfDestination } from './base-schema.ts';

/** A FHIR R4 server. */
export const FHIR = kindOfDestination({
  kind: 'fhir',
  records: ALL_RECORDS,
  required: ['url'],
  properties: {
    url: address('the FHIR base address, for example "https://warehouse.example/fhir"'),
    tokenFile: optionalPath('the path of a file that holds the bearer token, or null'),
  },
});
