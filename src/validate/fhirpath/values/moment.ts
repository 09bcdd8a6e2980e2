import type { Temporal } from './temporal.ts';

const MINUTE = 60_000;

/** A moment as date and time of the zone that this program runs in, with that zone. */
export function dateTimeNow(moment: Date): Temporal {
  return { kind: 'dateTime', parts: [...dateParts(moment), ...clockParts(moment)], ...fractionAndZone(moment) };
}

/** The day that a moment falls on, in the zone that this program runs in. */
export function dateNow(moment: Date): Temporal {
  return { kind: 'date', parts: dateParts(moment), fraction: '', zone: '' };
}

/** The time of day of a moment, in the zone that this program runs in. */
export function timeNow(moment: Date): Temporal {
  const { fraction } = fractionAndZone(moment);
  return { kind: 'time', parts: clockParts(moment), fraction, zone: '' };
}

function local(moment: Date): Date {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * MINUTE);
}

function dateParts(moment: Date): readonly number[] {
  const date = local(moment);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

function clockParts(moment: Date): readonly number[] {
  const date = local(moment);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
}

function fractionAndZone(moment: Date): { readonly fraction: string; readonly zone: string } {
  const east = -Math.round(moment.getTimezoneOffset());
  const minutes = Math.abs(east);
  const digits = (value: number): string => String(value).padStart(2, '0');
  const zone = `${east < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
  return { fraction: String(moment.getUTCMilliseconds()).padStart(3, '0'), zone: east === 0 ? 'Z' : zone };
}
