import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PATHS } from '../../src/config/paths.ts';
import { createFhirDecoder } from '../../src/decode/fhir-json.ts';
import { loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { drain, RULES } from '../support/claim-envelope.ts';

const systems = loadIdentifierSystems(PATHS.identifiers);
const limits = { maxDepth: 20, maxNodes: 2_000, maxNames: 50, maxStringLength: 300, maxBundleEntries: 5 };
const decode = createFhirDecoder({ rules: RULES, limits, systems });

/** Any JSON where FHIR expects something in particular. */
const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
const resource = fc.record(
  {
    resourceType: fc.constantFrom('Encounter', 'Composition', 'Patient'),
    id: anything,
    identifier: fc.oneof(
      anything,
      fc.array(fc.record({ system: fc.constant(systems.systems['maLk']), value: anything })),
    ),
    serviceProvider: fc.oneof(
      anything,
      fc.record({ identifier: fc.record({ system: fc.constant(systems.systems['maCskcb']), value: anything }) }),
    ),
  },
  { requiredKeys: [] },
);
const bundle = fc.record(
  {
    resourceType: fc.constant('Bundle'),
    type: fc.constantFrom('transaction', 'batch', 'document', 'searchset'),
    identifier: fc.oneof(anything, fc.record({ value: anything, assigner: fc.record({ identifier: anything }) })),
    entry: fc.oneof(
      anything,
      fc.array(fc.record({ resource: fc.oneof(resource, anything) }, { requiredKeys: [] }), { maxLength: 6 }),
    ),
  },
  { requiredKeys: ['resourceType', 'type'] },
);

describe('the FHIR decoder', () => {
  it('never throws: it ends in records with a key, or in an issue that says why not', () => {
    fc.assert(
      fc.property(bundle, (content) => {
        const { records, end } = drain(decode(Buffer.from(JSON.stringify(content), 'utf8')));
        if (records.length === 0) expect(end.issues.map(({ rule }) => rule.severity)).toEqual(['fatal']);
        for (const record of records) {
          expect(record.key).not.toBe('');
          expect(record.key.length).toBeLessThanOrEqual(255);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
