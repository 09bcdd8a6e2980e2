import { describe, expect, it } from '@jest/globals';
import { facilityWord, facilityWordsOf, readFacilityWord } from '../../../src/fhir/facility-words.ts';

const LISTS = ['cohort', 'ownership', 'level', 'kind', 'service', 'scope'] as const;

describe('words of the registry', () => {
  it.each(LISTS)('are read as they are named in either language (%s)', (list) => {
    const words = facilityWordsOf(list).en.split(', ');
    expect(words.length).toBeGreaterThan(1);
    for (const word of words) {
      const { vi, en } = facilityWord(list, word);
      expect([vi, en, word, vi.toUpperCase(), ` ${en} `].map((text) => readFacilityWord(list, text))).toEqual(
        Array.from({ length: 5 }, () => word),
      );
    }
  });

  it('leave what they do not know as it is', () => {
    expect(facilityWord('level', 'Cấp chuyên sâu')).toEqual({ vi: 'Cấp chuyên sâu', en: 'Cấp chuyên sâu' });
    expect(readFacilityWord('level', 'Cấp chuyên sâu')).toBeUndefined();
    expect(readFacilityWord('scope', '')).toBeUndefined();
    expect(readFacilityWord('service', 'constructor')).toBeUndefined();
  });
});
