import type { CoverageTotals, Forecast } from '../../types/coverage.ts';
import { daysUntil } from '../targets.ts';
import type { View } from '../view.ts';

/** Where a share is heading: at the target's day, at the pace of the last weeks, with the interval around it. */
export interface Heading {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

const WEEK_DAYS = 7;

/** The forecast in words: when 100 % is reached, at which pace, and which pace the target needs. */
export function writeForecast(forecast: Forecast, view: View): string {
  const pace = forecast.perWeek === null ? '' : view.say('paceNow', { pace: view.rate(forecast.perWeek) });
  const needed =
    forecast.neededPerWeek === null ? '' : view.say('paceNeeded', { pace: view.rate(forecast.neededPerWeek) });
  return [writeState(forecast, view), pace, needed].filter((text) => text !== '').join(' ');
}

function writeState({ state, date, earliest, latest }: Forecast, view: View): string {
  if (state !== 'on-pace' || date === null)
    return view.say(state === 'on-pace' ? 'forecast-unknown' : `forecast-${state}`);
  const end = latest === null ? view.say('neverReached') : view.day(latest);
  return view.say('forecast-on-pace', {
    date: view.day(date),
    earliest: earliest === null ? view.day(date) : view.day(earliest),
    latest: end,
  });
}

/** Null when there is no pace to draw, or the target's day is past. Shares stay between 0 and 1. */
export function headFor(
  forecast: Forecast,
  reached: number,
  { inScope }: Pick<CoverageTotals, 'inScope'>,
  asOf: string,
  goal: string,
): Heading | null {
  const weeks = daysUntil(asOf, goal) / WEEK_DAYS;
  if (forecast.perWeek === null || weeks <= 0 || inScope === 0) return null;
  const shareAt = (perWeek: number) => Math.min(1, Math.max(0, (reached + perWeek * weeks) / inScope));
  const paceBy = (day: string | null, otherwise: number) => {
    const left = day === null ? 0 : daysUntil(asOf, day) / WEEK_DAYS;
    return left > 0 ? (inScope - reached) / left : otherwise;
  };
  const expected = shareAt(forecast.perWeek);
  const low = shareAt(Math.min(forecast.perWeek, paceBy(forecast.latest, 0)));
  const high = shareAt(Math.max(forecast.perWeek, paceBy(forecast.earliest, forecast.perWeek)));
  return { expected, low, high };
}
