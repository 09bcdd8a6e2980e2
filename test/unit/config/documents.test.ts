import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CONFIG_FILE_SCHEMA } from '../../../src/config/config-file-schema.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';

const read = (name: string) => readFileSync(join(PATHS.root, 'docs', name), 'utf8');
const rowOf = (document: string, name: string) =>
  document.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';

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
    ['MLLP_PORT', 'none'],
  ])('tells of %s', (name, standard) => expect(rowOf(document, name)).toContain(`| ${standard} |`));
});
