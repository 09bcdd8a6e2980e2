import fc from 'fast-check';

const twoDigits = (value: number): string => String(value).padStart(2, '0');
/** Year, month and day, each as text. */
export const date = fc
  .record({
    year: fc.integer({ min: 1, max: 9998 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  })
  .map(({ year, month, day }) => [String(year).padStart(4, '0'), twoDigits(month), twoDigits(day)]);
/** A date as precise as it comes: year, month or day. */
export const partialDate = fc
  .tuple(date, fc.integer({ min: 1, max: 3 }))
  .map(([parts, count]) => parts.slice(0, count).join('-'));
/** A time of day with milliseconds. */
export const clock = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(
    ([hour, minute, second, milli]) =>
      `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}.${String(milli).padStart(3, '0')}`,
  );
const zone = fc.constantFrom('Z', '+07:00', '-05:00', '+05:30', '-12:00', '+14:00');
/** A moment with its zone. */
export const dateTime = fc.tuple(date, clock, zone).map(([day, time, offset]) => `${day.join('-')}T${time}${offset}`);
/** A decimal number of at most five digits before and six after the point. */
export const decimal = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => (units / 10 ** scale).toFixed(scale));
