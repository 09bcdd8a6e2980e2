import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { parseJsonText } from '../../../../src/validate/json/parse-json-text.ts';

interface TextCase {
  readonly name: string;
  readonly text: string;
  readonly reads: boolean;
  readonly finds: readonly string[];
}

const LIMITS = { maxBytes: 60, maxDepth: 8 };
const cases = (parse(readFileSync(join(PATHS.root, 'test/cases/validate/json/texts.yaml'), 'utf8')) as TextCase[]).map(
  (each) => [each.name, each] as const,
);

function read(source: string | Uint8Array) {
  const { json, findings } = parseJsonText(source, LIMITS);
  return { json, finds: findings.map(({ rule, line, column }) => `${rule} ${line}:${column}`) };
}

describe('test/cases/validate/json/texts.yaml', () => {
  it.each(cases)('%s', (_name, { text, reads, finds }) => {
    const found = read(text);
    expect(found.finds).toEqual(finds);
    expect(found.json !== undefined).toBe(reads);
    if (reads) expect(found.json?.value).toEqual(JSON.parse(text.replace('\ufeff', '')));
  });

  it.each(cases)('as bytes: %s', (_name, { text, finds }) => {
    expect(read(new TextEncoder().encode(text)).finds).toEqual(finds);
  });
});

describe('parseJsonText', () => {
  it('names the object that has a name twice', () => {
    const { findings } = parseJsonText('{"a":[{"b":1},{"c":{"d":1,"d":2}}]}', LIMITS);
    expect(findings).toMatchObject([{ rule: 'LT-V128', path: 'a[1].c' }]);
  });

  it('finds a name twice in an object with very many', () => {
    const names = Array.from({ length: 1_000 }, (_, at) => `"n${at}":${at}`);
    const limits = { maxBytes: 100_000, maxDepth: 8 };
    expect(parseJsonText(`{${names.join()}}`, limits).findings).toEqual([]);
    expect(parseJsonText(`{${names.join()},"n500":0}`, limits).findings).toMatchObject([{ rule: 'LT-V128' }]);
  });

  it('finds half a pair that is not escaped', () => {
    expect(read('{"a":\n"b😀\ud83d"}').finds).toEqual(['LT-V129 2:4']);
  });

  it('refuses what is not UTF-8', () => {
    expect(read(Buffer.from([0x7b, 0x0a, 0x22, 0xe9, 0x22])).finds).toEqual(['LT-V132 2:1']);
  });

  it('reads a part of a buffer', () => {
    const bytes = Buffer.from('xx{"a":1}yy');
    expect(read(new Uint8Array(bytes.buffer, bytes.byteOffset + 2, 7)).json?.value).toEqual({ a: 1 });
  });

  it('does not fall over depth', () => {
    const limits = { maxBytes: 10_000_000, maxDepth: 500 };
    expect(parseJsonText('['.repeat(1_000_000), limits).findings).toMatchObject([{ rule: 'LT-V130' }]);
    const closed = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(parseJsonText(closed, limits)).toMatchObject({ json: undefined, findings: [{ rule: 'LT-V130' }] });
  });
});
