import { Ajv, type ErrorObject } from 'ajv';
import { parseDocument } from 'yaml';
import type { Config, DestinationConfig, Limits } from '../types/config.ts';
import type { Bilingual } from '../types/issue.ts';
import { ConfigError } from './config-error.ts';
import { CONFIG_FILE_SCHEMA } from './config-file-schema.ts';

const SETTING = 'LT_CONFIG';
const SECRET_NAME = /token|secret|passw|credential|authorization|api-?_?key|private-?_?key/i;

/** The `LT_CONFIG` file, validated, with every default filled in. */
export interface ConfigFile {
  readonly destinations: readonly DestinationConfig[];
  readonly limits: Limits;
  readonly policyFile: string | null;
  readonly overridesFolder: string | null;
  readonly mappingsFolder: string | null;
  readonly province: Bilingual;
  readonly targets: Config['targets'];
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
  if (validate(file)) return file;
  const [error] = validate.errors ?? [];
  throw error === undefined ? new ConfigError(SETTING, 'is not valid', 'see docs/settings.md') : toConfigError(error);
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

function toConfigError({ keyword, instancePath, params, parentSchema }: ErrorObject): ConfigError {
  const place = toPath(instancePath);
  if (keyword === 'additionalProperties') {
    const key = `${place}${place === '' ? '' : '.'}${params['additionalProperty']}`;
    if (place !== 'limits' && SECRET_NAME.test(params['additionalProperty'])) {
      return new ConfigError(SETTING, `${key} puts a secret into the file`, 'write the path of its file as tokenFile');
    }
    const known = Object.keys(parentSchema?.['properties'] ?? {}).join(', ');
    return new ConfigError(SETTING, `${key} is not a known key`, `write one of ${known}`);
  }
  if (keyword === 'required') {
    return new ConfigError(SETTING, `${place}.${params['missingProperty']} is missing`, 'write it');
  }
  const name = place === '' ? 'the file' : place;
  return new ConfigError(SETTING, `${name} has a wrong value`, `write ${parentSchema?.['description']}`);
}

/** `/destinations/0/url` as `destinations[0].url`. */
function toPath(instancePath: string): string {
  return instancePath
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
    .replace(/^\./, '');
}
