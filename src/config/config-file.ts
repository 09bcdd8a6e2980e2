import { Ajv } from 'ajv';
import { parseDocument } from 'yaml';
import type { Config, Limits } from '../types/config.ts';
import type { DestinationConfig, WebhookConfig } from '../types/destination-config.ts';
import type { Bilingual } from '../types/issue.ts';
import type { ProgrammeSettings } from '../types/programme.ts';
import type { ReconciliationConfig } from '../types/reconciliation.ts';
import type { RetentionConfig } from '../types/retention.ts';
import type { WorkingCalendarConfig } from '../types/working-calendar.ts';
import { ConfigError } from './config-error.ts';
import { CONFIG_FILE_SCHEMA } from './config-file-schema.ts';
import { readDestinations } from './destinations/read-destinations.ts';
import { toConfigError } from './schema-error.ts';

const SETTING = 'LT_CONFIG';

/** The `LT_CONFIG` file, validated, with every default filled in. */
export interface ConfigFile {
  readonly destinations: readonly DestinationConfig[];
  readonly webhooks: readonly WebhookConfig[];
  readonly workingCalendar: WorkingCalendarConfig;
  readonly reconciliation: ReconciliationConfig;
  readonly retention: RetentionConfig;
  readonly reports: Config['reports'];
  readonly threads: Config['threads'];
  readonly limits: Limits;
  readonly policyFile: string | null;
  readonly overridesFolder: string | null;
  readonly mappingsFolder: string | null;
  readonly province: Bilingual;
  readonly targets: Config['targets'];
  readonly programmes: ProgrammeSettings;
}

/**
 * Reads the text of the YAML file. An empty text gives the defaults.
 * Refuses (ConfigError) what is not YAML, an unknown key, a wrong value, and a secret written into the file.
 */
export function parseConfigFile(text: string): ConfigFile {
  const file: unknown = parseYaml(text) ?? {};
  const validate = new Ajv({ useDefaults: true, verbose: true, allowUnionTypes: true }).compile<ConfigFile>(
    CONFIG_FILE_SCHEMA,
  );
  if (validate(file)) return { ...file, destinations: readDestinations(file.destinations) };
  const [error] = validate.errors ?? [];
  throw error === undefined
    ? new ConfigError(SETTING, 'is not valid', 'see docs/settings.md')
    : toConfigError(error, file);
}

/** The parser's own message quotes the file, so only its code and place are passed on. */
function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line ?? 1;
    throw new ConfigError(SETTING, `line ${line} is not valid YAML (${error.code})`, 'mend that line');
  }
  try {
    return document.toJS();
  } catch {
    throw new ConfigError(SETTING, 'has an alias (*) without its anchor (&), or far too many', 'write the values out');
  }
}
