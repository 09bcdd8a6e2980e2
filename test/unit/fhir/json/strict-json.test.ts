import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { type JsonFault, type JsonLimits, parseStrictJson } from '../../../../src/fhir/json/strict-json.ts';

interface JsonCase {
  readonly name: string;
  readonly read: 'value' | JsonFault['reason'];
  readonly json: string;
}

const LIMITS: JsonLimits = { maxDepth: 8, maxNodes: 100, maxNames: 60, maxStringLength: 40 };
const cases = parse(readFileSync(join(PATHS.root, 'test/cases/decode/strict-json.yaml'), 'utf8')) as JsonCase[];

const read = (json: string | Buffer) =>
  parseStrictJson(Buffer.isBuffer(json) ? json : Buffer.from(json, 'utf8'), LIMITS);

function faultOf(json: string | Buffer): JsonFault | undefined {
  const result = read(json);
  return result.ok ? undefined : result.fault;
}

describe('test/cases/decode/strict-json.yaml', () => {
  const named = (wanted: (each: JsonCase) => boolean) => cases.filter(wanted).map((each) => [each.name, each] as const);

  it.each(named(({ read }) => read === 'value'))('taken: %s', (_name, { json }) => {
    const result = read(json);
    expect(result).toMatchObject({ ok: true, inexact: [] });
    expect(result.ok && result.value).toEqual(JSON.parse(json));
  });

  it.each(named(({ read }) => read !== 'value'))('refused: %s', (_name, { json, read: reason }) => {
    expect(faultOf(json)?.reason).toBe(reason);
  });

  it('what JSON.parse refuses is called syntax, what it takes is not', () => {
    for (const { json, read: reason } of cases) {
      const parses = () => JSON.parse(json) as unknown;
      if (reason === 'syntax') expect(parses).toThrow();
      else expect(parses).not.toThrow();
    }
  });
});

describe('places of faults', () => {
  it.each<[string, string, Partial<JsonFault>]>([
    ['of syntax', '{"a":1,\n "b":?}', { reason: 'syntax', line: 2, column: 6, path: '' }],
    ['columns count characters', '{"tên":"Nguyễn 😀",?}', { line: 1, column: 19 }],
    ['the end', '[1,\n', { reason: 'syntax', line: 2, column: 1 }],
    [
      'of a duplicate name: the second one',
      '{"entry":[{},\n{"resource":{"id":"1","id":"2"}}]}',
      { line: 2, column: 23, path: 'entry[1].resource' },
    ],
    ['of a duplicate name after its namesake was an object', '{"a":{"x":1},"a":2}', { column: 14, path: '' }],
    ['of a lone surrogate', '{"a":["\\ud800"]}', { reason: 'surrogate', column: 8, path: '' }],
    ['a name that is no FHIR name is not repeated', '{"Nguyễn Văn A":{"b":1,"b":1}}', { path: '?' }],
  ])('%s', (_name, json, fault) => {
    expect(faultOf(json)).toMatchObject(fault);
  });
});

describe('bytes', () => {
  it.each<[string, Buffer, string]>([
    ['a byte order mark', Buffer.from('\ufeff{}'), 'bom'],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le'), 'encoding'],
    ['Latin-1', Buffer.from('{"a":"é"}', 'latin1'), 'encoding'],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'encoding'],
    ['a surrogate as bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'encoding'],
  ])('%s', (_name, bytes, reason) => {
    expect(faultOf(bytes)?.reason).toBe(reason);
  });

  it('names the line that is not UTF-8', () => {
    expect(faultOf(Buffer.from('{\n"a":\n"é"}', 'latin1'))).toMatchObject({ line: 3 });
  });
});

describe('limits', () => {
  it.each<[string, string, string, JsonFault['reason']]>([
    ['depth', `${'['.repeat(8)}${']'.repeat(8)}`, `${'['.repeat(9)}${']'.repeat(9)}`, 'depth'],
    ['depth of objects', `${'{"a":'.repeat(7)}{}${'}'.repeat(7)}`, `${'{"a":'.repeat(8)}{}${'}'.repeat(8)}`, 'depth'],
    ['values', `[${'1,'.repeat(98)}1]`, `[${'1,'.repeat(99)}1]`, 'nodes'],
    ['names', `{${names(60)}}`, `{${names(61)}}`, 'names'],
    ['characters of a string', `["${'ệ'.repeat(40)}"]`, `["${'ệ'.repeat(41)}"]`, 'string'],
    ['characters of an escaped string', `["${'\\u0041'.repeat(40)}"]`, `["${'\\u0041'.repeat(41)}"]`, 'string'],
    ['characters of a name', `{"${'a'.repeat(40)}":1}`, `{"${'a'.repeat(41)}":1}`, 'string'],
  ])('%s', (_name, most, more, reason) => {
    expect(read(most).ok).toBe(true);
    expect(faultOf(more)?.reason).toBe(reason);
  });

  it('a million brackets are refused, not a crash', () => {
    expect(faultOf('['.repeat(1_000_000))?.reason).toBe('depth');
  });

  it('names of one object are not counted for the next', () => {
    const wide = { ...LIMITS, maxNodes: 1_000 };
    expect(parseStrictJson(Buffer.from(`[{${names(60)}},{${names(60)}}]`), wide).ok).toBe(true);
  });
});

function names(count: number): string {
  return Array.from({ length: count }, (_, at) => `"n${at}":1`).join(',');
}

describe('numbers that would not be written again as they stand', () => {
  const fates = (json: string) => {
    const result = read(json);
    return result.ok ? result.inexact.map(({ fate, offset }) => [fate, offset]) : result.fault;
  };

  it.each([
    ['[1.10]', [['form', 1]]],
    ['[5.0, 100]', [['form', 1]]],
    ['[-0]', [['form', 1]]],
    ['[0.0000001]', [['form', 1]]],
    ['[1e2]', [['form', 1]]],
    ['[1E-7]', [['form', 1]]],
    ['[0.1000000000000000]', [['form', 1]]],
    ['[0.10000000000000000001]', [['value', 1]]],
    ['[9007199254740993]', [['value', 1]]],
    ['[12345678901234567890]', [['value', 1]]],
    ['[1e400]', [['value', 1]]],
    ['[-1e400]', [['value', 1]]],
    ['[1e-400]', [['value', 1]]],
    [
      '{"a":1.5,"b":[1.50,1e400]}',
      [
        ['form', 14],
        ['value', 19],
      ],
    ],
  ])('%s', (json, expected) => {
    expect(fates(json)).toEqual(expected);
  });
});

describe('__proto__', () => {
  it('is an ordinary own property, and nothing is polluted', () => {
    const result = read('{"__proto__":{"polluted":true}}');
    const value = (result.ok ? result.value : {}) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value, '__proto__')).toBe(true);
    expect((value as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
