import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import type { Config } from '../../src/types/config.ts';

type Files = Readonly<Record<string, string>>;

/** The configuration of an environment, beside files that stand here. */
export function loadWith(env: Readonly<Record<string, string | undefined>>, files: Files = {}): Config {
  return loadConfig(env, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT ${path}`);
    return text;
  });
}

/** The configuration of the text of an `LT_CONFIG` file. */
export function loadYaml(yaml: string, files: Files = {}): Config {
  return loadWith({ LT_CONFIG: 'lt.yaml' }, { ...files, 'lt.yaml': yaml });
}

/** What it is refused with; throws when it is not. */
export function refusalOf(attempt: () => unknown): ConfigError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
