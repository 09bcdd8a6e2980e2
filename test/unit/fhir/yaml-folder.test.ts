import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { COMPILED_FOLDERS } from '../../../scripts/yaml/write-compiled.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { COMPILED_NAME, compileYamlFolder, readYamlFolder } from '../../../src/fhir/yaml-folder.ts';

const MADE_BY = { rules: 'node scripts/generate-rule-page.ts', mappings: 'node scripts/generate-profiles.ts' };
const folders = Object.entries(COMPILED_FOLDERS).flatMap(([kind, all]) =>
  all.map(([folder, schema]) => ({ folder, schema, madeBy: MADE_BY[kind as keyof typeof MADE_BY] })),
);

describe.each(folders)('$folder', ({ folder, schema, madeBy }) => {
  const path = join(PATHS.root, folder);

  it(`is compiled as it stands (${madeBy})`, () => {
    expect(readFileSync(join(path, COMPILED_NAME), 'utf8')).toBe(compileYamlFolder(path, schema));
  });

  it('gives what its YAML says', () => {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
    const content = names.map((name) => [name, parse(readFileSync(join(path, name), 'utf8'), { schema })] as const);
    expect(readYamlFolder(path, schema)).toEqual(new Map(content));
  });
});

describe('readYamlFolder', () => {
  let folder: string;
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const compile = (edit: (text: string) => string = (text) => text) => {
    mkdirSync(join(folder, 'generated'), { recursive: true });
    put(COMPILED_NAME, edit(compileYamlFolder(folder)));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yaml-folder-'));
    mkdirSync(join(folder, 'inner'));
    put('b.yaml', '- { is: 01 }\n- [true, "x"]\n');
    put('a.yaml', 'là: một\n');
    put('inner/c.yaml', 'three: 3');
    put('notes.txt', 'no: yaml');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const CONTENT = [
    ['a.yaml', { là: 'một' }],
    ['b.yaml', [{ is: 1 }, [true, 'x']]],
    ['inner/c.yaml', { three: 3 }],
  ];

  it('reads the YAML where nothing is compiled, in the order of paths', () => {
    expect([...readYamlFolder(folder)]).toEqual(CONTENT);
  });

  it('says the same when it is compiled', () => {
    compile();
    expect([...readYamlFolder(folder)]).toEqual(CONTENT);
  });

  it('takes what is compiled of a file that is as it was', () => {
    compile((text) => text.replace('một', 'hai'));
    expect(readYamlFolder(folder).get('a.yaml')).toEqual({ là: 'hai' });
  });

  it('reads what was edited since, added since, or is wanted in another schema; what is gone is gone', () => {
    compile((text) => text.replace('"three":3', '"three":4'));
    put('a.yaml', 'là: một # sửa\n');
    put('d.yaml', 'new');
    rmSync(join(folder, 'b.yaml'));
    const read = [
      ['a.yaml', { là: 'một' }],
      ['d.yaml', 'new'],
    ];
    expect([...readYamlFolder(folder)]).toEqual([...read, ['inner/c.yaml', { three: 4 }]]);
    expect(readYamlFolder(folder, 'failsafe').get('inner/c.yaml')).toEqual({ three: '3' });
  });

  it.each([
    ['a.yaml', 'a: [1'],
    [COMPILED_NAME, '{'],
  ])('refuses a broken %s', (name, text) => {
    compile();
    put(name, text);
    expect(() => readYamlFolder(folder)).toThrow();
  });
});
