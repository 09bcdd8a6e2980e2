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
      items: {
        type: 'object',
        description: 'a destination with id, kind and url',
        additionalProperties: false,
        required: ['id', 'kind', 'url'],
        properties: {
          id: {
            type: 'string',
            pattern: '^[a-z][a-z0-9-]{0,31}$',
            description: 'a short name of small letters, digits and hyphens, for example "province"',
          },
          kind: { type: 'string', enum: ['fhir'], description: '"fhir"' },
          url: {
            type: 'string',
            maxLength: 2_000,
            description: 'the FHIR base address, for example "https://warehouse.example/fhir"',
          },
          tokenFile: {
            type: ['string', 'null'],
            minLength: 1,
            default: null,
            description: 'the path of a file that holds the bearer token, or null',
          },
          concurrency: integer(1, 256, 8),
          timeoutMs: integer(100, 600_000, 30_000),
          retry: {
            type: 'object',
            description: 'keys and values',
            additionalProperties: false,
            default: {},
            properties: {
              firstDelayMs: integer(1, 60_000, 1_000),
              maxDelayMs: integer(1, 86_400_000, 900_000),
              maxAttempts: integer(1, 10_000, 50),
              maxRetryAfterMs: integer(0, 86_400_000, 3_600_000),
            },
          },
        },
      },
    },
    policyFile: {
      type: ['string', 'null'],
      minLength: 1,
      default: null,
      description: 'the path of a policy file (docs/policy.md), or null for the one that ships',
    },
    overridesFolder: {
      type: ['string', 'null'],
      minLength: 1,
      default: null,
      description: 'the path of a folder with one file a facility (docs/guides/overrides.md), or null for none',
    },
    mappingsFolder: {
      type: ['string', 'null'],
      minLength: 1,
      default: null,
      description:
        'the path of a folder with further forms and mapping tables (docs/guides/emr-export.md), or null for none',
    },
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
      },
    },
  },
} as const;

function integer(minimum: number, maximum: number, value: number) {
  return {
    type: 'integer',
    minimum,
    maximum,
    default: value,
    description: `a whole number from ${minimum} to ${maximum}, for example ${value}`,
  } as const;
}

function text(description: string) {
  return { type: 'string', minLength: 1, maxLength: 100, description } as const;
}

/** The target of the province's plan, and the dates of TT 13/2025/TT-BYT for hospitals and for others. */
function day(standard: string) {
  return {
    type: 'string',
    pattern: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])$',
    default: standard,
    description: `a day, for example ${standard}`,
  } as const;
}
