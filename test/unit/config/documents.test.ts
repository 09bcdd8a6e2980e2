import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONFIG_FILE_SCHEMA } from '../../../src/config/config-file-schema.ts';
import { KINDS_OF_DESTINATION } from '../../../src/config/destinations/kinds.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { loadYaml } from '../../support/config-text.ts';
import { SECRET_FILES } from '../../support/destination-texts.ts';

const read = (name: string) => readFileSync(join(PATHS.root, 'docs', name), 'utf8');
const rowOf = (document: string, name: string) =>
  document.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';

/** A file of the example as one that is there. */
function secretLike(path: string): string {
  if (path.endsWith('.pem')) return '/run/key';
  return path.endsWith('.json') ? '/run/passwords' : '/run/password';
}

describe('docs/limits.md', () => {
  const document = read('limits.md');

  it.each(Object.entries(CONFIG_FILE_SCHEMA.properties.limits.properties))('tells of %s', (name, schema) => {
    const range = 'minimum' in schema ? `${schema.minimum} to ${schema.maximum}` : 'fixed';
    expect(rowOf(document, name)).toMatch(new RegExp(`\\| ${schema.default}( \\(.*\\))? \\| ${range} \\|`));
  });

  it('pairs each rule with its own status', () => {
    const { rules } = loadRuleCatalogue(PATHS.rules);
    const rows = [...document.matchAll(/\| (\d{3}) ((?:LT-\w\d{3}(?:, )?)+)/g)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, status, ids = ''] of rows) {
      for (const id of ids.split(', ').filter(Boolean)) {
        expect([id, rules.find((rule) => rule.id === id)?.status]).toEqual([id, Number(status)]);
      }
    }
  });
});

describe('docs/settings.md', () => {
  const document = read('settings.md');

  it('shows a file that the program takes, with the defaults it names', () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(document) ?? [];
    const texts: Record<string, string> = { 'lt.yaml': yaml, '/run/secrets/province-token': 'token' };
    const config = loadConfig({ LT_CONFIG: 'lt.yaml' }, (path) => texts[path] ?? '');
    const plain = { 'lt.yaml': 'destinations: [{ id: province, kind: fhir, url: "https://warehouse.example/fhir" }]' };
    const standard = loadConfig({ LT_CONFIG: 'lt.yaml' }, (path) => ({ ...texts, ...plain })[path] ?? '');
    expect(config).toEqual({
      ...standard,
      destinations: [{ ...standard.destinations[0], tokenFile: '/run/secrets/province-token' }],
    });
  });

  it('shows every kind of destination with every setting of its own', () => {
    const [, yaml = ''] = [...document.matchAll(/```yaml\n(.*?)```/gs)][1] ?? '';
    const files = { ...SECRET_FILES, 'lt.yaml': yaml.replace(/\/run\/secrets\/[\w.-]+/g, (path) => secretLike(path)) };
    const { destinations } = loadConfig({ LT_CONFIG: 'lt.yaml' }, (path) => files[path as keyof typeof files] ?? '');
    expect(destinations.map(({ kind }) => kind)).toEqual(Object.keys(KINDS_OF_DESTINATION).slice(1));
    const common = Object.keys(loadYaml('destinations: [{ id: p, kind: file, folder: x }]').destinations[0] ?? {});
    for (const destination of destinations) {
      for (const key of Object.keys(destination)) {
        if (!common.includes(key))
          expect([destination.kind, key, yaml.includes(`${key}:`)]).toEqual([destination.kind, key, true]);
      }
    }
  });

  it.each(Object.entries(KINDS_OF_DESTINATION))('tells what %s takes', (kind, { records }) => {
    const taken = records.length > 9 ? 'every kind of record' : records.map((record) => `\`${record}\``).join(', ');
    expect(rowOf(document, kind)).toContain(`| ${taken} |`);
  });

  it.each(Object.keys(CONFIG_FILE_SCHEMA.properties))('tells of the key %s', (key) => {
    expect(document).toMatch(new RegExp(`^${key}:`, 'm'));
  });

  it.each([
    ['PORT', '8080'],
    ['HOST', '127.0.0.1'],
    ['PUBLIC_URL', '`http://HOST:PORT`'],
    ['ADMIN_PORT', '9090'],
    ['DATA_DIR', '`./data`'],
    ['LT_CONFIG', 'none'],
    ['LOG_LEVEL', 'info'],
    ['DATABASE_URL', 'none'],
    ['DATABASE_CONNECTIONS', '10'],
    ['MLLP_PORT', 'none'],
  ])('tells of %s', (name, standard) => expect(rowOf(document, name)).toContain(`| ${standard} |`));
});

describe('docs/deadlines.md', () => {
  const document = read('deadlines.md');
  const shipped = Object.entries(KINDS_OF_DESTINATION).flatMap(([kind, { deadlines }]) =>
    deadlines.map((deadline) => ({ kind, ...deadline })),
  );

  it.each(shipped)('tells of the deadline of $kind', ({ kind, records, hours, of, source }) => {
    const row = document.split('\n').find((line) => line.startsWith('| `') && line.includes(`\`${kind}\``)) ?? '';
    const time = `${hours} ${of === 'working' ? 'working hours' : 'hours'}`;
    expect(row).toContain(`| ${records.map((record) => `\`${record}\``).join(', ')} | ${time} | ${source} |`);
  });

  it('shows a calendar and deadlines that the program takes', () => {
    for (const [, yaml = ''] of document.matchAll(/```yaml\n(.*?)```/gs)) {
      const text = yaml.startsWith('deadlines:')
        ? `destinations:\n  - id: p\n    kind: fhir\n    url: https://p.example\n    ${yaml.replaceAll('\n', '\n    ')}`
        : yaml;
      expect(loadYaml(text)).toBeDefined();
    }
  });
});
