import type { DestinationConfig, WebhookConfig } from './destination-config.ts';
import type { Bilingual } from './issue.ts';
import type { ProgrammeSettings } from './programme.ts';
import type { ReconciliationConfig } from './reconciliation.ts';
import type { RetentionConfig } from './retention.ts';
import type { WorkingCalendarConfig } from './working-calendar.ts';

/** Everything the program may be told, validated and frozen at start. Units stand in the names. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  /** Issuer and audience of tokens, without a trailing slash. */
  readonly publicUrl: string;
  readonly dataDir: string;
  /** PostgreSQL instead of SQLite in `dataDir`. May hold a password. */
  readonly databaseUrl: string | null;
  /** To PostgreSQL, of this process, at most. Default 10. */
  readonly databaseConnections: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** That prepare submissions beside the one that answers and writes; 0 for none, null for one for each further processor. */
  readonly threads: number | null;
  readonly limits: Limits;
  readonly destinations: readonly DestinationConfig[];
  readonly webhooks: readonly WebhookConfig[];
  readonly workingCalendar: WorkingCalendarConfig;
  readonly reconciliation: ReconciliationConfig;
  readonly retention: RetentionConfig;
  /** When a running gateway freezes the report of a month, on its day: `HH:MM`; null: only by hand. */
  readonly reports: { readonly dailyAt: string | null };
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
  /** What no traffic tells of the further indicators. */
  readonly programmes: ProgrammeSettings;
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
  /** Calls of one facility in a minute; 0 for any number. Default 600. */
  readonly callsPerMinute: number;
}
