import { describe, expect, it } from '@jest/globals';
import { TEXTS_BY_PLACE } from '../../../src/console/texts.ts';

const entries = Object.entries(TEXTS_BY_PLACE).flatMap(([place, texts]) =>
  Object.entries(texts).map(([key, text]) => ({ place, key, text })),
);

/** Names that are filled: `{count}`. */
function places(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted();
}

describe('texts of the console', () => {
  it('stand once each: one place does not write over the other', () => {
    const keys = entries.map(({ key }) => key);
    expect(keys.filter((key, position) => keys.indexOf(key) !== position)).toEqual([]);
  });

  it.each(entries)('$place $key says the same in both languages', ({ text: { vi, en } }) => {
    const forms = typeof en === 'string' ? [en] : [en.other];
    for (const form of [vi, ...forms]) {
      expect(form).not.toBe('');
      expect([...new Set(places(form))]).toEqual([...new Set(places(vi))]);
    }
  });
});
