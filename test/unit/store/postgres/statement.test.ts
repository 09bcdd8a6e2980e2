import { describe, expect, it } from '@jest/globals';
import { ofFacility, statement } from '../../../../src/store/postgres/statement.ts';

describe('a statement', () => {
  it('numbers its parameters in the order of their first use, and leaves casts alone', () => {
    const { text, bind } = statement<{ a: number; b: string }>('SELECT :b::text, :a, :b WHERE x = :a::bigint');
    expect(text).toBe('SELECT $1::text, $2, $1 WHERE x = $2::bigint');
    expect(bind({ a: 7, b: 'x' })).toEqual(['x', '7']);
  });

  it('has one name for one text', () => {
    const one = statement('SELECT 1');
    expect(statement('SELECT 1').name).toBe(one.name);
    expect(statement('SELECT 2').name).not.toBe(one.name);
    expect(Buffer.byteLength(one.name)).toBeLessThan(64);
  });

  it('writes lists as arrays, whatever is in their texts', () => {
    const { bind } = statement<{ list: readonly (string | number | null | Buffer)[] }>('SELECT :list');
    expect(bind({ list: [1, null, 'a"b\\c', '', 'NULL', Buffer.from([0, 255])] })).toEqual([
      '{1,NULL,"a\\"b\\\\c","","NULL","\\\\x00ff"}',
    ]);
  });

  it('gives the sign for U+0000 in its place, which PostgreSQL keeps in no text', () => {
    const { bind } = statement<{ one: string; list: readonly string[] }>('SELECT :one, :list');
    expect(bind({ one: 'a\0b', list: ['\0'] })).toEqual(['a␀b', '{"␀"}']);
  });

  it('is not made without the facility where it reads those of one', () => {
    expect(() => ofFacility('SELECT 1 FROM record')).toThrow('without a facility');
    expect(ofFacility('SELECT 1 FROM record WHERE facility = :facility').text).toMatch(/\$1$/);
  });
});
