import { Ajv } from 'ajv';
import type { DestinationConfig } from '../../types/destination-config.ts';
import { ConfigError } from '../config-error.ts';
import { toConfigError } from '../schema-error.ts';
import { KINDS_OF_DESTINATION } from './kinds.ts';

const SETTING = 'LT_CONFIG';

/**
 * Destinations as they stand in the file, each by the schema of its own kind, with every default filled in (in place).
 * Refuses (ConfigError) a kind that there is none of, an unknown key and a wrong value.
 */
export function readDestinations(values: readonly object[]): readonly DestinationConfig[] {
  const ajv = new Ajv({ useDefaults: true, verbose: true, allowUnionTypes: true });
  return values.map((value, index) => {
    const place = `destinations[${index}]`;
    const validate = ajv.compile<DestinationConfig>(KINDS_OF_DESTINATION[kindOf(value, place)].schema);
    if (validate(value)) return value;
    const [error] = validate.errors ?? [];
    throw error === undefined
      ? new ConfigError(SETTING, `${place} is not valid`, 'see docs/settings.md')
      : toConfigError(error, value, place);
  });
}

function kindOf(value: object, place: string): DestinationConfig['kind'] {
  const kinds = Object.keys(KINDS_OF_DESTINATION) as DestinationConfig['kind'][];
  const named = 'kind' in value ? value.kind : undefined;
  const kind = kinds.find((known) => known === named);
  if (kind !== undefined) return kind;
  const problem = named === undefined ? 'is missing' : 'has a wrong value';
  throw new ConfigError(SETTING, `${place}.kind ${problem}`, `write one of ${kinds.join(', ')}`);
}
