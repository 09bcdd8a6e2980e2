import { describe, expect, it } from '@jest/globals';
import { loadWith as load, loadYaml, refusalOf } from '../../support/config-text.ts';

describe('loadConfig', () => {
  it('has a default for every setting', () => {
    expect(load({})).toEqual({
      host: '127.0.0.1',
      port: 8_080,
      adminPort: 9_090,
      publicUrl: 'http://127.0.0.1:8080',
      dataDir: './data',
      databaseUrl: null,
      databaseConnections: 10,
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
        callsPerMinute: 600,
      },
      destinations: [],
      webhooks: [],
      workingCalendar: {
        hours: [
          { days: [1, 2, 3, 4, 5], from: '07:30', to: '11:30' },
          { days: [1, 2, 3, 4, 5], from: '13:30', to: '17:30' },
        ],
        years: {},
      },
      reconciliation: { dailyAt: '01:30', days: 7 },
      retention: {
        years: {
          claim: 30,
          'check-in': 10,
          'health-check': 2,
          document: 30,
          'death-notice': 30,
          'birth-certificate': null,
          'health-book': null,
          prescription: 10,
          'emr-export': 30,
          fhir: 30,
        },
        messageDays: 90,
        versionYears: null,
        dailyAt: null,
      },
      reports: { dailyAt: '06:00' },
      threads: null,
      policyFile: null,
      overridesFolder: null,
      mappingsFolder: null,
      province: { vi: 'tỉnh Quảng Ngãi', en: 'Quảng Ngãi province' },
      programmes: {
        targets: {
          'health-book': 1,
          'e-prescription': null,
          'driver-check': 1,
          'birth-certificate': 1,
          'death-notice': 1,
          'health-check': 1,
          identity: 0.8,
          telehealth: null,
          immunisation: null,
        },
        population: { total: null, communes: {} },
        driverChecks: [],
      },
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

  it.each(['postgres://lt:p@db.example/lt', 'postgresql://db.example:5433/lt?sslmode=verify-full'])(
    'takes the address of a database as it stands: %s',
    (address) => expect(load({ DATABASE_URL: address }).databaseUrl).toBe(address),
  );

  it('takes an empty value as not set', () => {
    expect(load({ PORT: '', LT_CONFIG: ' ', DATABASE_URL: '', MLLP_PORT: '' })).toEqual(load({}));
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
    [
      'another database',
      { DATABASE_URL: 'mysql://u:s3cr3t-canary@h/d' },
      /^DATABASE_URL: is not the address of a PostgreSQL database; write postgres:\/\/USER:PASSWORD@HOST\/DATABASE/,
    ],
    ['a database without a host', { DATABASE_URL: 'postgres:s3cr3t-canary' }, /^DATABASE_URL: /],
    ['HL7 v2', { MLLP_PORT: '2575' }, /^MLLP_PORT: HL7 v2 over MLLP comes in a later version/],
    ['a missing file', { LT_CONFIG: 'none.yaml' }, /^LT_CONFIG: names a file that cannot be read/],
  ])('%s', (_name, env, line) => {
    const { message } = refusalOf(() => load(env));
    expect(message).toMatch(line);
    expect(message).not.toMatch(/\n|s3cr3t-canary/);
  });

  const destination = (fields: string) => `destinations: [{ id: p, kind: fhir, url: "https://p.example", ${fields} }]`;

  it.each<[string, string, RegExp]>([
    ['what is not YAML', 'a: [1,\nb: }', /^LT_CONFIG: line \d+ is not valid YAML \([A-Z_]+\); mend that line$/],
    ['an alias of nothing', 'destinations: *none', /an alias \(\*\) without its anchor/],
    ['a list', '- a', /^LT_CONFIG: the file has a wrong value; write keys and values/],
    [
      'an unknown key',
      'destination: []',
      /destination is not a known key; write one of destinations, webhooks, workingCalendar, .*limits/,
    ],
    [
      'an unknown key inside',
      destination('colour: red'),
      /destinations\[0\]\.colour is not a known key; write one of id,/,
    ],
    ['a missing key', 'destinations: [{ id: p, kind: fhir }]', /destinations\[0\]\.url is missing/],
    [
      'a token life over 5 minutes',
      'limits: { accessTokenSeconds: 301 }',
      /limits\.accessTokenSeconds .* from 30 to 300/,
    ],
    ['an unknown limit', 'limits: { maxTokenByte: 1024 }', /limits\.maxTokenByte is not a known key/],
    ['a policy file that is not there', 'policyFile: /none', /^LT_CONFIG: policyFile cannot be read; write the path/],
  ])('%s', (_name, yaml, line) => {
    const { message, setting } = refusalOf(() => loadYaml(yaml));
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
