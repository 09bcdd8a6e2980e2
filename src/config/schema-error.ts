import type { ErrorObject } from 'ajv';
import { ConfigError } from './config-error.ts';

const SETTING = 'LT_CONFIG';
const SECRET_NAME = /token|secret|passw|credential|authorization|api-?_?key|private-?_?key/i;

/**
 * A finding of the schema as the line that a person reads: place, rule, way out. The value is never repeated.
 * @param checked the part of the file that was checked
 * @param at where that part stands in the file: '' or `destinations[0]`
 */
export function toConfigError(error: ErrorObject, checked: unknown, at = ''): ConfigError {
  const { keyword, instancePath, params, parentSchema } = error;
  const place = placeOf(instancePath, checked, at);
  if (keyword === 'additionalProperties') return unknownKey(place, params['additionalProperty'], parentSchema);
  if (keyword === 'required') {
    return new ConfigError(SETTING, `${join(place, params['missingProperty'])} is missing`, 'write it');
  }
  const name = place === '' ? 'the file' : place;
  return new ConfigError(SETTING, `${name} has a wrong value`, `write ${parentSchema?.['description']}`);
}

function unknownKey(place: string, key: string, schema: ErrorObject['parentSchema']): ConfigError {
  const properties = Object.keys(schema?.['properties'] ?? {});
  // The name of a limit may speak of tokens; its value is a number.
  if (place !== 'limits' && SECRET_NAME.test(key)) {
    const file = properties.find((name) => name.endsWith('File') && SECRET_NAME.test(name)) ?? 'tokenFile';
    return new ConfigError(
      SETTING,
      `${join(place, key)} puts a secret into the file`,
      `write the path of its file as ${file}`,
    );
  }
  const known = properties.length === 0 ? schema?.['description'] : `one of ${properties.join(', ')}`;
  return new ConfigError(SETTING, `${join(place, key)} is not a known key`, `write ${known}`);
}

/** `/paths/token` as `paths.token`, `/retry/0` as `retry[0]`, `/senderIds/99001` as `senderIds.99001`. */
function placeOf(instancePath: string, checked: unknown, at: string): string {
  let place = at;
  let value = checked;
  for (const step of instancePath.split('/').slice(1)) {
    place = Array.isArray(value) ? `${place}[${step}]` : join(place, step);
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[step];
  }
  return place;
}

function join(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`;
}
