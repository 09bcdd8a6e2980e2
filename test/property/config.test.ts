import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { ConfigError } from '../../src/config/config-error.ts';
import { loadConfig } from '../../src/config/load-config.ts';

const NAMES = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'ADMIN_PORT',
  'DATA_DIR',
  'DATABASE_URL',
  'DATABASE_CONNECTIONS',
  'MLLP_PORT',
  'LOG_LEVEL',
];
const KEYS = ['destinations', 'limits', 'id', 'kind', 'url', 'retry', 'token', '__proto__', 'constructor', 'maxDepth'];

const yaml = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json({ maxDepth: 4 }),
  fc.object({ key: fc.constantFrom(...KEYS), maxDepth: 4 }).map((value) => JSON.stringify(value)),
  fc
    .array(fc.constantFrom(...KEYS, '&a', '*a', ': ', '\n', '- ', '{', '}', '[', '!!map ', '<<', '|', '"'), {
      maxLength: 30,
    })
    .map((parts) => parts.join('')),
);

/** Everything is a configuration or one line that names a setting. */
function check(env: Record<string, string>, text: string): void {
  try {
    loadConfig(env, () => text);
  } catch (error) {
    if (!(error instanceof ConfigError) || !/^[\w$]+: [^\n]+; [^\n]+$/.test(error.message)) throw error;
  }
}

describe('loadConfig', () => {
  it('takes or refuses any file in one line', () => {
    fc.assert(
      fc.property(yaml, (text) => check({ LT_CONFIG: 'lt.yaml' }, text)),
      { numRuns: 150 },
    );
  });

  it('takes or refuses any environment in one line', () => {
    const environment = fc.dictionary(fc.constantFrom(...NAMES), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(environment, (env) => check(env, '')),
      { numRuns: 100 },
    );
  });
});
