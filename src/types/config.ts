import type { Bilingual } from './issue.ts';

/** Everything the program may be told, validated and frozen at start. Units stand in the names. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  /** Issuer and audience of tokens, without a trailing slash. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly limits: Limits;
  readonly destinations: readonly DestinationConfig[];
  /** The deployment's own policy on rules (profiles/policy.yaml is the default); null takes that default. */
  readonly policyFile: string | null;
  /** Folder of the overrides of facilities (mappings/facilities/schema.json); null takes the one that ships, which holds none. */
  readonly overridesFolder: string | null;
  /** Folder of the deployment's further forms and mapping tables; null for none. */
  readonly mappingsFolder: string | null;
  /** As it stands in a sentence. Default: tỉnh Quảng Ngãi. */
  readonly province: Bilingual;
  /** Last days of the targets, `YYYY-MM-DD`: the province's own, and the law's for hospitals and for others (TT 13/2025). */
  readonly targets: { readonly province: string; readonly hospital: string; readonly other: string };
}

/** Figures of `docs/limits.md`, published in the CapabilityStatement. */
export interface Limits {
  /** JSON bodies, decoded. Default 10 MiB. */
  readonly maxBodyBytes: number;
  /** XML envelopes, decoded. Default 50 MiB. */
  readonly maxEnvelopeBytes: number;
  /** Nesting of JSON and XML. Default 64. */
  readonly maxDepth: number;
  /** JSON values in one body. Default 500,000. */
  readonly maxNodes: number;
  /** Names in one JSON object. Default 1,000. */
  readonly maxNames: number;
  /** Characters of one JSON string. Default 1,048,576. */
  readonly maxStringLength: number;
  /** Default 1,000. */
  readonly maxBundleEntries: number;
  /** Default 8 KiB. */
  readonly maxTokenBytes: number;
  /** Default 60,000. */
  readonly requestTimeoutMs: number;
  /** Default 10,000. */
  readonly headersTimeoutMs: number;
  /** Default 300, at most 300. */
  readonly accessTokenSeconds: number;
}

export interface RetryPolicy {
  /** First wait, doubling with jitter. Default 1,000. */
  readonly firstDelayMs: number;
  /** Default 900,000 (15 min). */
  readonly maxDelayMs: number;
  /** After so many transient failures the delivery is parked. Default 50. */
  readonly maxAttempts: number;
  /** Longest Retry-After that is honoured. Default 3,600,000. */
  readonly maxRetryAfterMs: number;
}

export interface DestinationConfig {
  readonly id: string;
  readonly kind: 'fhir';
  readonly url: string;
  /** Bearer token read from this file (never from the YAML itself); null sends none. */
  readonly tokenFile: string | null;
  /** Deliveries under way at once. Default 8. */
  readonly concurrency: number;
  /** Whole exchange. Default 30,000. */
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}
