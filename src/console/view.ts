import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';
import { type Html, html } from './html.ts';
import type { Language } from './text.ts';
import { TEXTS, type TextKey } from './texts.ts';

/** Words and figures in one language. */
export interface View {
  readonly language: Language;
  /** A text with its `{name}` filled; a `count` is written as a figure and decides the English form. */
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  count(value: number): string;
  /** With one decimal. */
  rate(value: number): string;
  /** A share in percent, cut to one decimal, so that 99.96 % never reads as 100; null is said to be unknown. */
  share(value: number | null): string;
  /** The same as markup: unknown is a dash for the eye and a word for the ear. */
  shareCell(value: number | null): Html;
  /** A day `YYYY-MM-DD`. */
  day(day: string): string;
  /** Hours and minutes in Việt Nam. */
  time(at: EpochMs): string;
  /** Day, month and time in Việt Nam. */
  moment(at: EpochMs): string;
  /** How long ago, in the largest whole unit. */
  ago(at: EpochMs, now: EpochMs): string;
}

const LOCALES = { vi: 'vi-VN', en: 'en-GB' } as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MINUTE_MS = 60_000;

/** Words and figures of a language, the same in whatever zone the machine is. */
export function createView(language: Language): View {
  const counts = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 0 });
  const shares = new Intl.NumberFormat(LOCALES[language], {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'floor',
  });
  const rates = new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 });

  const say: View['say'] = (key, values = {}) => {
    const { [language]: text } = TEXTS[key];
    const template = typeof text === 'string' ? text : text[values['count'] === 1 ? 'one' : 'other'];
    return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? counts.format(value) : (value ?? whole);
    });
  };
  const share: View['share'] = (value) => (value === null ? say('unknown') : shares.format(value));
  const day: View['day'] = (text) => writeDay(text, language);
  const time: View['time'] = (at) => toLocalInstant(at).slice(11, 16);
  return {
    language,
    say,
    share,
    day,
    time,
    count: (value) => counts.format(value),
    rate: (value) => rates.format(value),
    shareCell: (value) => (value === null ? unknownCell(say('unknown')) : html`${share(value)}`),
    moment: (at) =>
      `${day(toLocalInstant(at).slice(0, 10))
        .slice(0, language === 'vi' ? 5 : 6)
        .trim()} ${time(at)}`,
    ago: (at, now) => {
      const minutes = Math.max(0, Math.floor((now - at) / MINUTE_MS));
      if (minutes < 60) return say('minutesAgo', { count: minutes });
      const hours = Math.floor(minutes / 60);
      return hours < 48 ? say('hoursAgo', { count: hours }) : say('daysAgo', { count: Math.floor(hours / 24) });
    },
  };
}

/** A dash for the eye, a word for the ear. */
export function unknownCell(word: string): Html {
  return html`<span class="unknown" aria-hidden="true">–</span><span class="heard">${word}</span>`;
}

function writeDay(text: string, language: Language): string {
  const [year = '', month = '', day = ''] = text.split('-');
  return language === 'vi' ? `${day}/${month}/${year}` : `${day} ${MONTHS[Number(month) - 1]} ${year}`;
}
