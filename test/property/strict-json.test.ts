import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson } from '../../src/fhir/json/strict-json.ts';

const LIMITS = { maxDepth: 64, maxNodes: 100_000, maxNames: 1_000, maxStringLength: 100_000 };
const read = (text: string | Buffer) =>
  parseStrictJson(Buffer.isBuffer(text) ? text : Buffer.from(text, 'utf8'), LIMITS);

function parsesWith(text: string): unknown {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Text made of the pieces JSON is made of, in any order: mostly broken, sometimes not. */
const soup = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '""',
      '"\\u0061"',
      '"\\ud83d\\ude00"',
      '0',
      '-1',
      '1.5',
      '1e3',
      '01',
      '1.',
      'true',
      'null',
      'nul',
      ' ',
      '\n',
      '\\',
      '"',
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));

describe('parseStrictJson', () => {
  it('reads what JSON.stringify writes, and the value is the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6, stringUnit: 'grapheme' }), fc.constantFrom(0, 1, '\t'), (json, space) => {
        const text = JSON.stringify(JSON.parse(json), null, space);
        const result = read(text);
        expect(result).toMatchObject({ ok: true });
        expect(result.ok && result.value).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with JSON.parse on what is JSON', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const result = read(text);
        const parsed = parsesWith(text);
        if (result.ok) expect({ value: result.value }).toEqual(parsed);
        else if (result.fault.reason === 'syntax') expect(parsed).toBeUndefined();
        else expect(result.fault.reason).toBe('duplicate');
      }),
      { numRuns: 5_000 },
    );
  });

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const result = read(Buffer.from(bytes));
        if (!result.ok) expect(result.fault.line).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells apart numbers that are written again as they stand', () => {
    const literal = fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.constantFrom('0', '1', '5', '12', '900719925474099', '9007199254740993'),
        fc.constantFrom('', '.5', '.50', '.0', '.05', '.0000001', '.1234567890123'),
        fc.constantFrom('', 'e2', 'E-9', 'e400'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(literal, (text) => {
        const result = read(`[${text}]`);
        const isExact = result.ok && result.inexact.length === 0;
        expect(isExact).toBe(String(Number(text)) === text);
      }),
      { numRuns: 500 },
    );
  });

  it('finds each element where it stands, and names it again', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 1), (json, space) => {
        const result = read(JSON.stringify(JSON.parse(json), null, space));
        if (!result.ok) throw new Error(result.fault.reason);
        for (const path of pathsIn(result.value)) expect(result.places.pathAt(result.places.offsetOf(path))).toBe(path);
      }),
      { numRuns: 300 },
    );
  });
});

/** Paths of every element below names that FHIR could have. */
function pathsIn(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Array.isArray(value)
    ? value.map((each, at) => [`${path}[${at}]`, each] as const)
    : Object.entries(value)
        .filter(([name]) => /^[A-Za-z]\w*$/.test(name))
        .map(([name, each]) => [path === '' ? name : `${path}.${name}`, each] as const);
  return [path, ...inside.flatMap(([step, each]) => pathsIn(each, step))];
}
