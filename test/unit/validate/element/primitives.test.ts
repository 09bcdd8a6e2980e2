import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { MAX_STRING_LENGTH, PRIMITIVES, type PrimitiveName } from '../../../../src/validate/element/primitives.ts';
import { STRUCTURE_CASES } from '../../../support/structure.ts';

type Values = Readonly<Record<'valid' | 'invalid', readonly unknown[]>>;

const table = parse(readFileSync(join(STRUCTURE_CASES, 'primitives.yaml'), 'utf8')) as Record<PrimitiveName, Values>;

it('has a line for every primitive type', () => {
  expect(Object.keys(table).sort()).toEqual(Object.keys(PRIMITIVES).sort());
});

describe.each(Object.entries(table))('%s', (name, { valid, invalid }) => {
  const { holds } = PRIMITIVES[name as PrimitiveName];

  it.each(valid.map((value) => [value]))('takes %j', (value) => {
    expect(holds(value)).toBe(true);
  });

  it.each(invalid.map((value) => [value]))('refuses %j', (value) => {
    expect(holds(value)).toBe(false);
  });
});

describe('length', () => {
  it.each(['string', 'markdown', 'uri', 'code'] as const)('%s ends at 1,048,576 characters', (name) => {
    expect(PRIMITIVES[name].holds('a'.repeat(MAX_STRING_LENGTH))).toBe(true);
    expect(PRIMITIVES[name].holds('a'.repeat(MAX_STRING_LENGTH + 1))).toBe(false);
  });

  it.each(['base64Binary', 'xhtml'] as const)('%s has no limit of its own', (name) => {
    expect(PRIMITIVES[name].holds('abcd'.repeat(MAX_STRING_LENGTH / 2))).toBe(true);
  });
});

describe('worst strings of a megabyte are decided, not sat on', () => {
  const size = MAX_STRING_LENGTH - 1;
  const worst = {
    'letters and a wrong end': `${'a'.repeat(size)}\u000b`,
    'spaces and a wrong end': `${' '.repeat(size)}!`,
    'words and a wrong end': `${'a '.repeat(size / 2)} `,
    'padding and a wrong end': `${'='.repeat(size)}!`,
    'oid arcs and a wrong end': `urn:oid:1${'.10'.repeat(300_000)}.`,
    'a fraction without end': `2026-11-30T08:00:00.${'1'.repeat(size - 30)}`,
  };

  // A quadratic pattern takes minutes here and ends at the runner's limit; the linear ones take milliseconds.
  it.each(Object.entries(worst))('%s', (_name, text) => {
    const taken = Object.keys(PRIMITIVES).filter((name) => PRIMITIVES[name as PrimitiveName].holds(text));
    expect(taken).not.toContain('uuid');
  });
});
