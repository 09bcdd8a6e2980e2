import { COVERAGE_WORDS } from './coverage-words.ts';
import type { Language } from './language.ts';
import { findNearest } from './nearest.ts';

/** So many names are told of a file. */
const MAX_TOLD = 20;

/** Fields that nobody reads, of one file. */
export interface UnknownFields {
  /** Counts the fields of a thing that are not among the known ones; `within` comes before their names. */
  note(thing: object, known: readonly string[], within?: string): void;
  /** One warning a name, with how often it stands there and the known name that was probably meant. */
  warnings(file: string, language: Language): readonly string[];
}

/** Nothing is counted yet. */
export function createUnknownFields(): UnknownFields {
  const counts = new Map<string, { count: number; readonly nearest: string | undefined }>();
  return {
    note(thing, known, within = '') {
      for (const name of Object.keys(thing)) {
        if (known.includes(name)) continue;
        const counted = counts.get(within + name);
        if (counted !== undefined) counted.count += 1;
        else counts.set(within + name, { count: 1, nearest: nearestOf(name, known) });
      }
    },
    warnings(file, language) {
      const words = COVERAGE_WORDS[language];
      const told = [...counts].slice(0, MAX_TOLD);
      const lines = told.map(([name, { count, nearest }]) => words.unknownField(file, name, count, nearest));
      return counts.size > MAX_TOLD ? [...lines, words.moreUnknown(file, counts.size - MAX_TOLD)] : lines;
    },
  };
}

/** Also of a name that is written in another case or with other marks between its words: `END_OF_CARE`. */
function nearestOf(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const same = known.find((one) => plain(one) === plain(name));
  return same ?? (name.length > 50 ? undefined : findNearest(name, known));
}
