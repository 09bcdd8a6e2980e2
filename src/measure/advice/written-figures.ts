import { toLocalInstant } from '../../fhir/local-time.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { EpochMs } from '../../types/submission.ts';

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
const counts = inBoth({ maximumFractionDigits: 0 });
// Cut and not rounded, so that 94.96 % never reads as the 95 that it misses.
const shares = inBoth({ style: 'percent', maximumFractionDigits: 1, roundingMode: 'floor' });

/** A value that a sentence is filled with: a count, or what is already written in both languages. */
export type Written = number | Bilingual;

/** A sentence in both languages with its `{name}` filled; counts are written with their separators. */
export function write(sentence: Bilingual, values: Readonly<Record<string, Written>> = {}): Bilingual {
  const fill = (language: 'vi' | 'en') =>
    sentence[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? counts[language].format(value) : value[language];
    });
  return { vi: fill('vi'), en: fill('en') };
}

/** A share in percent with one decimal. */
export function writeShare(share: number): Bilingual {
  return { vi: shares.vi.format(share), en: shares.en.format(share) };
}

/** Day and time of an instant in Việt Nam. */
export function writeMoment(at: EpochMs): Bilingual {
  const text = toLocalInstant(at);
  const [year, month, day] = text.slice(0, 10).split('-');
  const time = text.slice(11, 16);
  return { vi: `${time} ngày ${day}/${month}/${year}`, en: `${time} on ${day}/${month}/${year}` };
}

function inBoth(options: Intl.NumberFormatOptions): Readonly<Record<keyof Bilingual, Intl.NumberFormat>> {
  return { vi: new Intl.NumberFormat(LOCALES.vi, options), en: new Intl.NumberFormat(LOCALES.en, options) };
}
