import type { CapabilityStatement, CapabilityStatementRestResourceInteraction, Extension } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { Limits } from '../types/config.ts';
import type { EpochMs } from '../types/submission.ts';
import { MAX_HEADER_BYTES } from './connection-limits.ts';
import { MAX_QUERY_PARAMETERS, MAX_URL_BYTES } from './url-limits.ts';

export interface CapabilityOptions {
  readonly publicUrl: string;
  readonly version: string;
  /** Canonical base of the province's own profiles, where the extension of the limits is defined. */
  readonly base: string;
  readonly limits: Limits;
  /** Instant of the statement: when this process began to serve. */
  readonly startedAt: EpochMs;
}

const DOCUMENTATION = [
  'POST a Bundle (transaction, batch, document, message or collection) to this base.',
  'Each record in it is judged by itself; the answer is 201 once the record is on disk.',
  'POST a resource to $validate, here or below its type, to have it checked; nothing is stored.',
  "A facility reads back its own resources by type and id, of any type, and a citizen's summary by Patient/{id}/$summary.",
  'What is measured stands at Measure, the results at MeasureReport: made when they are asked for, one a day or a month.',
  'No other R4 interaction is served yet.',
  'National claim XML goes to POST /submissions beside this base.',
].join(' ');

const READ_AND_SEARCH: CapabilityStatementRestResourceInteraction[] = [{ code: 'read' }, { code: 'search-type' }];
const PERIOD = 'Days, months or years; not more than 366 days at once. Without it: the newest report of each.';
const FACILITY = 'By its code: Location/99001, Organization/99001, or with :identifier.';

/** @source https://hl7.org/fhir/uv/ips/STU1.1/OperationDefinition-summary.html */
const IPS_SUMMARY = 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary';

/**
 * What this FHIR base serves today, and not more.
 * @source https://hl7.org/fhir/R4/capabilitystatement.html
 */
export function buildCapabilityStatement(options: CapabilityOptions): CapabilityStatement {
  const { publicUrl, version } = options;
  return {
    resourceType: 'CapabilityStatement',
    extension: [toLimitsExtension(options)],
    status: 'active',
    date: toLocalInstant(options.startedAt),
    publisher: 'Liên Thông',
    kind: 'instance',
    software: { name: 'Liên Thông', version },
    implementation: { description: 'Liên Thông health record gateway', url: `${publicUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        documentation: DOCUMENTATION,
        security: {
          cors: false,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: 'SMART Backend Services: client_credentials with private_key_jwt.',
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: [{ url: 'token', valueUri: `${publicUrl}/auth/token` }],
            },
          ],
        },
        resource: [
          {
            type: 'Patient',
            interaction: [{ code: 'read' }],
            operation: [{ name: 'summary', definition: IPS_SUMMARY }],
          },
          { type: 'Measure', interaction: READ_AND_SEARCH, searchParam: [{ name: 'url', type: 'uri' }] },
          {
            type: 'MeasureReport',
            interaction: READ_AND_SEARCH,
            searchParam: [
              { name: 'measure', type: 'reference' },
              { name: 'period', type: 'date', documentation: PERIOD },
              { name: 'subject', type: 'reference', documentation: FACILITY },
              { name: 'reporter', type: 'reference', documentation: FACILITY },
            ],
          },
        ],
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        operation: [{ name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' }],
      },
    ],
  };
}

function toLimitsExtension({ base, limits }: CapabilityOptions): Extension {
  const figures = {
    ...limits,
    maxHeaderBytes: MAX_HEADER_BYTES,
    maxUrlBytes: MAX_URL_BYTES,
    maxQueryParameters: MAX_QUERY_PARAMETERS,
  };
  return {
    url: `${base}/StructureDefinition/gateway-limits`,
    extension: Object.entries(figures).map(([name, value]) => ({ url: name, valueInteger: value })),
  };
}
