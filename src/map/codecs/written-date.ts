import type { PrimitivePair } from './codec.ts';
import { DATE, INSTANT } from './local-date.ts';

/** Day, month and year as people write them, `01/07/2026`; parts that are not known are left out from the front. */
const DAY_FIRST = /^(?:(?:(\d{1,2})\/)?(\d{1,2})\/)?(\d{4})$/;
const YEAR_FIRST = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?$/;
const FRACTION = /\.\d{1,9}/;

/** `dd/mm/yyyy` in a FHIR date, also `mm/yyyy` and `yyyy` (QĐ 808: ngay_sinh_benh_nhan; CV 365: ngaysinh). */
export const DATE_DMY: PrimitivePair = {
  parse(text) {
    const digits = dayFirst(text);
    return digits === undefined ? undefined : DATE.parse(digits);
  },
  render: (value) => slashed(DATE.render(value)),
};

/**
 * `dd/mm/yyyy HH:MM:SS.mmm` in a FHIR dateTime, in Việt Nam's own time; without milliseconds, or a day only (CV 365).
 */
export const INSTANT_DMY: PrimitivePair = instantPair(dayFirst, slashed);

/** `yyyy-mm-dd HH:MM:SS` in a FHIR dateTime, in Việt Nam's own time; or a day only (QĐ 808: ngay_gio_ke_don). */
export const INSTANT_YMD: PrimitivePair = instantPair(yearFirst, dashed);

function instantPair(
  readDay: (text: string) => string | undefined,
  writeDay: (digits: string) => string,
): PrimitivePair {
  return {
    parse(text) {
      const [day = '', time] = text.split(/[ T]/, 2);
      const digits = readDay(day);
      if (digits === undefined || time === undefined) return digits === undefined ? undefined : INSTANT.parse(digits);
      const parts = TIME.exec(time);
      if (parts === null || digits.length !== 8 || text.length !== day.length + 1 + time.length) return undefined;
      const [, hour, minute, second = '00', fraction = ''] = parts;
      const instant = INSTANT.parse(`${digits}${hour}${minute}${second}`);
      return instant === undefined ? undefined : String(instant).replace('+', `${fraction}+`);
    },
    render(value) {
      const digits = INSTANT.render(value);
      const day = writeDay(digits.slice(0, 8));
      if (digits.length <= 8) return day;
      const [fraction = ''] = FRACTION.exec(String(value)) ?? [];
      return `${day} ${digits.slice(8, 10)}:${digits.slice(10, 12)}:${digits.slice(12) || '00'}${fraction}`;
    },
  };
}

function dayFirst(text: string): string | undefined {
  const parts = DAY_FIRST.exec(text);
  if (parts === null) return undefined;
  const [, day = '', month = '', year = ''] = parts;
  return `${year}${padded(month)}${padded(day)}`;
}

function yearFirst(text: string): string | undefined {
  return YEAR_FIRST.exec(text)?.slice(1).join('');
}

const padded = (part: string) => (part === '' ? '' : part.padStart(2, '0'));

function slashed(digits: string): string {
  return [digits.slice(6, 8), digits.slice(4, 6), digits.slice(0, 4)].filter((part) => part !== '').join('/');
}

function dashed(digits: string): string {
  return [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].filter((part) => part !== '').join('-');
}
