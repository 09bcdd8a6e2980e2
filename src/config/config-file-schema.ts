import { PROGRAMMES_SCHEMA } from './programmes.ts';
import { RECONCILIATION_SCHEMA } from './reconciliation.ts';
import { REPORTS_SCHEMA } from './reports.ts';
import { RETENTION_SCHEMA } from './retention.ts';
import { day, integer, optionalPath, text } from './schema-parts.ts';
import { WEBHOOKS_SCHEMA } from './webhooks.ts';
import { WORKING_CALENDAR_SCHEMA } from './working-calendar.ts';

/**
 * JSON Schema of the `LT_CONFIG` file. Defaults are filled in by the validator; each `description` ends the sentence
 * "write …" of the refusal.
 */
export const CONFIG_FILE_SCHEMA = {
  type: 'object',
  description: 'keys and values, such as "destinations:" and "limits:"',
  additionalProperties: false,
  properties: {
    destinations: {
      type: 'array',
      description: 'a list of destinations',
      default: [],
      // Each by the schema of its kind: readDestinations.
      items: { type: 'object', description: 'a destination with id and kind' },
    },
    webhooks: WEBHOOKS_SCHEMA,
    workingCalendar: WORKING_CALENDAR_SCHEMA,
    reconciliation: RECONCILIATION_SCHEMA,
    retention: RETENTION_SCHEMA,
    reports: REPORTS_SCHEMA,
    policyFile: optionalPath('the path of a policy file (docs/policy.md), or null for the one that ships'),
    overridesFolder: optionalPath(
      'the path of a folder with one file a facility (docs/guides/overrides.md), or null for none',
    ),
    mappingsFolder: optionalPath(
      'the path of a folder with further forms and mapping tables (docs/guides/emr-export.md), or null for none',
    ),
    province: {
      type: 'object',
      description: 'the name of the province as it stands in a sentence, vi and en',
      additionalProperties: false,
      required: ['vi', 'en'],
      default: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
      properties: { vi: text('for example "tỉnh Quảng Ngãi"'), en: text('for example "Quảng Ngãi province"') },
    },
    targets: {
      type: 'object',
      description: 'last days of the targets',
      additionalProperties: false,
      default: {},
      properties: { province: day('2026-12-30'), hospital: day('2025-09-30'), other: day('2026-12-31') },
    },
    programmes: PROGRAMMES_SCHEMA,
    threads: {
      type: ['integer', 'null'],
      minimum: 0,
      maximum: 64,
      default: null,
      description: 'a whole number from 0 to 64, or null for one for each processor but the first, at most 4',
    },
    limits: {
      type: 'object',
      description: 'keys and values',
      additionalProperties: false,
      default: {},
      properties: {
        maxBodyBytes: integer(1_024, 104_857_600, 10_485_760),
        maxEnvelopeBytes: integer(1_024, 268_435_456, 52_428_800),
        maxDepth: integer(16, 256, 64),
        maxNodes: integer(1_000, 5_000_000, 500_000),
        maxNames: integer(100, 10_000, 1_000),
        maxStringLength: integer(1_024, 104_857_600, 1_048_576),
        maxBundleEntries: integer(1, 10_000, 1_000),
        maxTokenBytes: { const: 8_192, default: 8_192, description: '8192: tokens are limited to that' },
        requestTimeoutMs: integer(1_000, 600_000, 60_000),
        headersTimeoutMs: integer(1_000, 60_000, 10_000),
        accessTokenSeconds: integer(30, 300, 300),
        callsPerMinute: integer(0, 1_000_000, 600),
      },
    },
  },
} as const;
