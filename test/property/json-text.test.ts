import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonText } from '../../src/validate/json/parse-json-text.ts';

const LIMITS = { maxBytes: 1_000_000, maxDepth: 100 };
const space = fc.constantFrom(0, 1, '\t');

/** The same text with blanks before its colons, as some programs write. */
const loosen = (text: string) => text.replace(/^(\s*"(?:[^"\\]|\\.)*"):/gm, '$1 :');

describe('parseJsonText', () => {
  it('reads what JSON.stringify writes, without a finding', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }),
        space,
        fc.boolean(),
        (value, indent, isLoose) => {
          const text = JSON.stringify(value, null, indent);
          const { json, findings } = parseJsonText(isLoose ? loosen(text) : text, LIMITS);
          expect(findings).toEqual([]);
          expect(json?.value).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds a fault in just the texts that JSON.parse refuses', () => {
    const text = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.string({ maxLength: 2 }), fc.nat(3));
    fc.assert(
      fc.property(text, ([json, at, put, cut]) => {
        const place = at % (json.length + 1);
        const mutated = json.slice(0, place) + put + json.slice(place + cut);
        const read = parseJsonText(mutated, LIMITS);
        let value: unknown;
        try {
          value = JSON.parse(mutated);
        } catch {
          expect(read.json).toBeUndefined();
          expect(read.findings).toHaveLength(1);
          return;
        }
        expect(read.json?.value).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds every name that stands twice', () => {
    const name = fc.oneof(fc.constantFrom('a', 'b', '":', ': ', '\\'), fc.string({ maxLength: 3 }));
    const value = fc.oneof(
      fc.constantFrom('1', '":"', '"a\\":"', '{}', '[{"a":1}]', '{"a":{"a":2}}'),
      fc.json({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value, fc.constantFrom(':', ' : ')), { maxLength: 5 }), (members) => {
        const text = `{${members.map(([key, json, colon]) => `${JSON.stringify(key)}${colon}${json}`).join()}}`;
        const isTwice = new Set(members.map(([key]) => key)).size < members.length;
        expect(parseJsonText(text, LIMITS).findings.some(({ rule }) => rule === 'LT-V128')).toBe(isTwice);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the place of every member again', () => {
    const member = fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer());
    fc.assert(
      fc.property(fc.uniqueArray(member, { selector: ([key]) => key, minLength: 1 }), (members) => {
        const text = JSON.stringify(Object.fromEntries(members), null, 1);
        const { json } = parseJsonText(text, LIMITS);
        for (const [key, value] of members) {
          const { line, column } = json?.placeOf(key) ?? { line: 0, column: 0 };
          expect(
            text
              .split('\n')
              [line - 1]?.slice(column - 1)
              .replace(',', ''),
          ).toBe(String(value));
          expect(json?.numberAt(key)).toBe(String(value));
        }
      }),
      { numRuns: 200 },
    );
  });
});
