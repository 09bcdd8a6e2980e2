import type { Commune } from '../types/commune.ts';
import type { Facility } from '../types/registry.ts';
import type { FacilityCode } from '../types/submission.ts';

/** Something in an entry that does not go together with the rest of it, or with other entries. */
export interface EntryProblem {
  /** Of the catalogue: an error, or a warning. */
  readonly rule: string;
  /** Key of the field to look at. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** What an entry is checked against. */
export interface CheckContext {
  /** Whether a code is in the registry, as it will be. */
  readonly hasCode: (code: FacilityCode) => boolean;
  /** Facilities that have a GLN, as they will be. */
  readonly withGln: (gln: string) => readonly FacilityCode[];
  readonly communes: readonly Commune[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Land, islands and sea of Việt Nam, degrees. */
const VIET_NAM = { lat: [6.5, 23.5], lng: [102, 118] } as const;
/** A commune is smaller than that. */
const FAR_KM = 40;
const EARTH_KM = 6_371;

/**
 * What does not hold in an entry, whether it comes from a file, the terminal or the console: closed before it opened, merged into
 * what is not there, a place outside Việt Nam or far from its commune, a GLN with a wrong check digit, days that are to come.
 */
export function checkFacility(
  facility: Facility,
  { hasCode, withGln, communes, today }: CheckContext,
): readonly EntryProblem[] {
  return [
    ...checkDays(facility, today),
    ...checkMerger(facility, hasCode),
    ...checkNumbers(facility, withGln),
    ...checkPosition(facility, communes),
  ];
}

function problem(rule: string, key: string, values: EntryProblem['values'] = {}): EntryProblem {
  return { rule, key, values };
}

function checkDays(facility: Facility, today: string): readonly EntryProblem[] {
  const { openFrom, openTo, announced, announcement, statistics } = facility;
  const isBackwards = openFrom !== null && openTo !== null && openTo < openFrom;
  return [
    ...(isBackwards ? [problem('LT-F050', 'openTo', { from: openFrom, to: openTo })] : []),
    ...(announcement !== undefined && announced === null ? [problem('LT-F054', 'announced')] : []),
    ...(announced !== null && announced > today ? [problem('LT-F055', 'announced', { value: announced })] : []),
    ...Object.keys(statistics)
      .filter((month) => month > today.slice(0, 7))
      .map((month) => problem('LT-F056', `statistics.${month}`, { value: month })),
  ];
}

function checkMerger(
  { code, openTo, mergedInto }: Facility,
  hasCode: CheckContext['hasCode'],
): readonly EntryProblem[] {
  if (mergedInto === undefined) return [];
  if (mergedInto === code) return [problem('LT-F052', 'mergedInto')];
  return [
    ...(hasCode(mergedInto) ? [] : [problem('LT-F051', 'mergedInto', { value: mergedInto })]),
    ...(openTo === null ? [problem('LT-F053', 'openTo', { value: mergedInto })] : []),
  ];
}

function checkNumbers({ code, gln }: Facility, withGln: CheckContext['withGln']): readonly EntryProblem[] {
  const wrong = (number: string | undefined, key: string) =>
    number === undefined || isGln(number) ? [] : [problem('LT-F029', key, { value: number })];
  const others = gln === undefined ? [] : withGln(gln).filter((other) => other !== code);
  return [
    ...wrong(gln, 'gln'),
    ...wrong(code.length === 13 ? code : undefined, 'code'),
    ...(others.length > 0 ? [problem('LT-F057', 'gln', { others: others.join(', ') })] : []),
  ];
}

function checkPosition({ position, commune: name }: Facility, communes: readonly Commune[]): readonly EntryProblem[] {
  if (position === undefined) return [];
  const { lat, lng } = position;
  const isIn = (degrees: number, [least, most]: readonly [number, number]) => degrees >= least && degrees <= most;
  if (!isIn(lat, VIET_NAM.lat) || !isIn(lng, VIET_NAM.lng)) {
    const isSwapped = isIn(lng, VIET_NAM.lat) && isIn(lat, VIET_NAM.lng);
    return [problem(isSwapped ? 'LT-F059' : 'LT-F058', 'lat', { lat, lng })];
  }
  const commune = communes.find((one) => one.name === name);
  const distance = commune === undefined ? 0 : Math.round(distanceKm(position, commune));
  return distance > FAR_KM ? [problem('LT-F060', 'lat', { distance, commune: name })] : [];
}

type Point = { readonly lat: number; readonly lng: number };

/** Great-circle distance. @source https://en.wikipedia.org/wiki/Haversine_formula */
function distanceKm(one: Point, other: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(one.lat, other.lat) + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * half(one.lng, other.lng);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(chord));
}

/** True when the last of 13 digits is the check digit of the others. @source GS1 General Specifications, 7.9.1 */
export function isGln(number: string): boolean {
  const digits = [...number].map(Number);
  const sum = digits.slice(0, 12).reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return digits.length === 13 && (10 - (sum % 10)) % 10 === digits[12];
}
