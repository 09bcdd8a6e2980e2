import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../src/config/config-error.ts';
import { loadConfig } from '../../../src/config/load-config.ts';

type Files = Readonly<Record<string, string>>;

function load(env: Record<string, string | undefined>, files: Files = {}) {
  return loadConfig(env, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT ${path}`);
    return text;
  });
}

const loadYaml = (yaml: string, files: Files = {}) => load({ LT_CONFIG: 'lt.yaml' }, { ...files, 'lt.yaml': yaml });

function refusalOf(attempt: () => unknown): ConfigError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('loadConfig', () => {
  it('has a default for every setting', () => {
    expect(load({})).toEqual({
      host: '127.0.0.1',
      port: 8_080,
      adminPort: 9_090,
      publicUrl: 'http://127.0.0.1:8080',
      dataDir: './data',
      databaseUrl: null,
      logLevel: 'info',
      limits: {
        maxBodyBytes: 10 * 1_024 * 1_024,
        maxEnvelopeBytes: 50 * 1_024 * 1_024,
        maxDepth: 64,
        maxNodes: 500_000,
        maxNames: 1_000,
        maxStringLength: 1_048_576,
        maxBundleEntries: 1_000,
        maxTokenBytes: 8_192,
        requestTimeoutMs: 60_000,
        headersTimeoutMs: 10_000,
        accessTokenSeconds: 300,
      },
      destinations: [],
      policyFile: null,
      overridesFolder: null,
      mappingsFolder: null,
      province: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
      targets: { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' },
    });
  });

  it('reads every setting', () => {
    const config = load({
      ...{ HOST: '::1', PORT: '0', ADMIN_PORT: '0', PUBLIC_URL: 'https://lt.example/base/', DATA_DIR: '/var/lib/lt' },
      ...{ LOG_LEVEL: 'warn', PATH: '/bin', UNRELATED: 'x' },
    });
    expect(config).toMatchObject({
      ...{ host: '::1', port: 0, adminPort: 0, publicUrl: 'https://lt.example/base', dataDir: '/var/lib/lt' },
      logLevel: 'warn',
    });
  });

  it('writes an IPv6 host into the default public address', () => {
    expect(load({ HOST: '::1' }).publicUrl).toBe('http://[::1]:8080');
  });

  it('takes an empty value as not set', () => {
    expect(load({ PORT: '', LT_CONFIG: ' ', DATABASE_URL: '', MLLP_PORT: '' })).toEqual(load({}));
  });

  it('reads destinations with their defaults', () => {
    const yaml = 'destinations:\n  - { id: province, kind: fhir, url: "https://p.example/fhir", tokenFile: /run/t }';
    expect(loadYaml(yaml, { '/run/t': 'a-token' }).destinations).toEqual([
      {
        id: 'province',
        kind: 'fhir',
        url: 'https://p.example/fhir',
        tokenFile: '/run/t',
        concurrency: 8,
        timeoutMs: 30_000,
        retry: { firstDelayMs: 1_000, maxDelayMs: 900_000, maxAttempts: 50, maxRetryAfterMs: 3_600_000 },
      },
    ]);
  });

  it.each(['http://127.0.0.1:1/fhir', 'http://localhost/fhir', 'http://[::1]:2/fhir'])(
    'takes plain http to %s',
    (url) => {
      const [destination] = loadYaml(`destinations: [{ id: p, kind: fhir, url: "${url}" }]`).destinations;
      expect(destination).toMatchObject({ url, tokenFile: null });
    },
  );

  it('reads limits and keeps the others', () => {
    expect(loadYaml('limits: { maxBodyBytes: 2048, accessTokenSeconds: 60 }').limits).toEqual({
      ...load({}).limits,
      maxBodyBytes: 2_048,
      accessTokenSeconds: 60,
    });
  });

  it('reads the path of the policy', () => {
    expect(loadYaml('policyFile: /etc/policy.yaml', { '/etc/policy.yaml': 'x' }).policyFile).toBe('/etc/policy.yaml');
  });

  it('takes an empty file', () => {
    expect(loadYaml('# nothing yet\n')).toEqual(load({}));
  });

  it('is frozen to its last leaf', () => {
    const config = loadYaml('destinations: [{ id: p, kind: fhir, url: "https://p.example" }]');
    const [destination] = config.destinations;
    for (const part of [config, config.limits, config.destinations, destination, destination?.retry]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });
});

describe('loadConfig refuses with one line', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['an unknown LT_ name', { LT_CONFIGS: 'x' }, /^LT_CONFIGS: is not a setting .*; remove it/],
    ['a port that is a word', { PORT: 'http' }, /^PORT: is not a port; write a whole number from 0 to 65535/],
    ['a port too high', { ADMIN_PORT: '65536' }, /^ADMIN_PORT: is not a port/],
    ['a negative port', { PORT: '-1' }, /^PORT: /],
    ['one port twice', { PORT: '9090' }, /^ADMIN_PORT: is the same as PORT/],
    ['a host with a blank', { HOST: 'a b' }, /^HOST: /],
    ['a public address without scheme', { PUBLIC_URL: 'lt.example' }, /^PUBLIC_URL: /],
    ['a public address of another scheme', { PUBLIC_URL: 'ftp://lt.example' }, /^PUBLIC_URL: /],
    ['a public address with a password', { PUBLIC_URL: 'https://u:p@lt.example' }, /^PUBLIC_URL: /],
    ['a public address with a query', { PUBLIC_URL: 'https://lt.example/?a' }, /^PUBLIC_URL: /],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL: is not a level; write one of fatal, error/],
    ['PostgreSQL', { DATABASE_URL: 'postgres://h/d' }, /^DATABASE_URL: PostgreSQL comes in a later version/],
    ['HL7 v2', { MLLP_PORT: '2575' }, /^MLLP_PORT: HL7 v2 over MLLP comes in a later version/],
    ['a missing file', { LT_CONFIG: 'none.yaml' }, /^LT_CONFIG: names a file that cannot be read/],
  ])('%s', (_name, env, line) => {
    const { message } = refusalOf(() => load(env));
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });

  const destination = (fields: string) => `destinations: [{ id: p, kind: fhir, url: "https://p.example", ${fields} }]`;

  it.each<[string, string, RegExp]>([
    ['what is not YAML', 'a: [1,\nb: }', /^LT_CONFIG: line \d+ is not valid YAML \([A-Z_]+\); mend that line$/],
    ['an alias of nothing', 'destinations: *none', /an alias \(\*\) without its anchor/],
    ['a list', '- a', /^LT_CONFIG: the file has a wrong value; write keys and values/],
    [
      'an unknown key',
      'destination: []',
      /destination is not a known key; write one of destinations, policyFile, overridesFolder, mappingsFolder, province, targets, limits$/,
    ],
    [
      'an unknown key inside',
      destination('colour: red'),
      /destinations\[0\]\.colour is not a known key; write one of id,/,
    ],
    ['a missing key', 'destinations: [{ id: p, kind: fhir }]', /destinations\[0\]\.url is missing/],
    ['another kind', 'destinations: [{ id: p, kind: ftp, url: "https://p" }]', /kind has a wrong value; write "fhir"/],
    [
      'a wrong id',
      'destinations: [{ id: "P 1", kind: fhir, url: "https://p" }]',
      /destinations\[0\]\.id has a wrong value/,
    ],
    [
      'a text for a number',
      destination('timeoutMs: soon'),
      /timeoutMs has a wrong value; write a whole number from 100/,
    ],
    ['a retry of nothing', destination('retry: { maxAttempts: 0 }'), /retry\.maxAttempts has a wrong value/],
    [
      'delays crossed',
      destination('retry: { firstDelayMs: 9000, maxDelayMs: 8000 }'),
      /firstDelayMs is above maxDelayMs/,
    ],
    [
      'one id twice',
      `${destination('concurrency: 1').slice(0, -1)}, { id: p, kind: fhir, url: "https://q" }]`,
      /id stands twice/,
    ],
    [
      'a token life over 5 minutes',
      'limits: { accessTokenSeconds: 301 }',
      /limits\.accessTokenSeconds .* from 30 to 300/,
    ],
    ['an unknown limit', 'limits: { maxTokenByte: 1024 }', /limits\.maxTokenByte is not a known key/],
    ['plain http to another machine', 'destinations: [{ id: p, kind: fhir, url: "http://p.example" }]', /plain http/],
    ['loopback in a name', 'destinations: [{ id: p, kind: fhir, url: "http://127.0.0.1.p.example" }]', /plain http/],
    ['an address that is none', 'destinations: [{ id: p, kind: fhir, url: "p.example" }]', /is not a web address/],
    ['another scheme', 'destinations: [{ id: p, kind: fhir, url: "file:///etc" }]', /is not a web address/],
    [
      'a query in the address',
      'destinations: [{ id: p, kind: fhir, url: "https://p/?key=k" }]',
      /a query or a fragment/,
    ],
    ['a token file that is not there', destination('tokenFile: /none'), /tokenFile cannot be read/],
    ['a policy file that is not there', 'policyFile: /none', /^LT_CONFIG: policyFile cannot be read; write the path/],
    ['an empty token file', destination('tokenFile: empty'), /tokenFile names an empty file/],
  ])('%s', (_name, yaml, line) => {
    const { message, setting } = refusalOf(() => loadYaml(yaml, { empty: '\n' }));
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
    expect(setting).toBe('LT_CONFIG');
  });

  it.each([
    destination('token: s3cr3t-canary'),
    destination('clientSecret: s3cr3t-canary'),
    destination('tokenFile: s3cr3t-canary'),
    'apiKey: s3cr3t-canary',
    'destinations: [{ id: p, kind: fhir, url: "https://u:s3cr3t-canary@p.example" }]',
    'limits: { maxDepth: s3cr3t-canary }',
    's3cr3t-canary: [',
  ])('a secret in the file, without repeating it: %s', (yaml) => {
    const { message } = refusalOf(() => loadYaml(yaml));
    expect(message).toMatch(/^LT_CONFIG: /);
    expect(message).not.toContain('s3cr3t-canary');
  });

  it('names the way out for a secret', () => {
    expect(refusalOf(() => loadYaml(destination('password: x'))).message).toBe(
      'LT_CONFIG: destinations[0].password puts a secret into the file; write the path of its file as tokenFile',
    );
  });
});
