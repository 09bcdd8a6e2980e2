import { scopeHeld } from '../../fhir/scope-held.ts';
import type { Facility, FacilityContact, ScopeDecision } from '../../types/registry.ts';
import type { RawEntry } from '../file/raw-entry.ts';
import { readCount, readDay, readPhone, readText, readWord } from './read-values.ts';
import type { Fields } from './told-fields.ts';

/** Of one of several entries of a group, its number in the file. */
function numbersOf({ told }: RawEntry, group: 'scope' | 'contact'): readonly number[] {
  const numbers = [...told.keys()].flatMap((key) => {
    const [name, number, part] = key.split('.');
    return name === group && part !== undefined ? [Number(number)] : [];
  });
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/**
 * Scope decisions of an entry. Those of a JSON array replace what is known; those of columns replace the ones of the same first
 * day. Without a column of days, a decision that holds already is none, another one holds from today, the first since ever.
 * Reports a value without reason (LT-F032) and details without a value (LT-F033).
 */
export function readScope(
  raw: RawEntry,
  fields: Fields,
  known: Facility | undefined,
  today: string,
): readonly ScopeDecision[] {
  const before = known?.scope ?? [];
  const decisions = numbersOf(raw, 'scope').flatMap((number) => readDecision(number, fields, before, today));
  return raw.whole.has('scope') ? decisions : mergeDecisions(before, decisions);
}

function readDecision(
  number: number,
  fields: Fields,
  before: readonly ScopeDecision[],
  today: string,
): readonly ScopeDecision[] {
  const key = (part: string) => `scope.${number}.${part}`;
  const value = fields.read(key('value'), (cell) => readWord('scope', cell)) as ScopeDecision['value'] | undefined;
  const reason = fields.read(key('reason'), readText) ?? '';
  const by = fields.read(key('by'), readText);
  const decidedOn = fields.read(key('decidedOn'), readDay);
  const told = fields.read(key('from'), readDay);
  if (value === undefined) {
    const hasDetails = reason !== '' || (by ?? decidedOn ?? told) !== undefined;
    if (hasDetails && !fields.isFaulty(key('value'))) fields.fault(key('value'), 'LT-F033');
    return [];
  }
  const isDated = fields.isTold(key('from')) || before.length === 0;
  if (!isDated && scopeHeld(before, today)?.value === value) return [];
  const from = told ?? (isDated ? null : today);
  const isKnown = before.some((one) => one.from === from && one.value === value && one.reason === reason);
  if (reason === '' && !isKnown) fields.fault(key('reason'), 'LT-F032');
  return [{ from, value, reason, ...(by && { by }), ...(decidedOn && { decidedOn }) }];
}

/** Decisions put in the place of those that begin on the same day, in the order of their days. */
export function mergeDecisions(
  before: readonly ScopeDecision[],
  decisions: readonly ScopeDecision[],
): readonly ScopeDecision[] {
  const kept = before.filter(({ from }) => decisions.every((decision) => decision.from !== from));
  const merged = [...kept, ...decisions].sort((one, other) => compareDays(one.from, other.from));
  const text = (list: readonly ScopeDecision[]) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
  const isSame = text(merged).join('\n') === text(before).join('\n');
  return isSame ? before : merged;
}

function compareDays(one: string | null, other: string | null): number {
  const [first, second] = [one ?? '', other ?? ''];
  return Number(first > second) - Number(first < second);
}

/** Contacts of an entry: when it tells any, they replace those known. Reports details without a name (LT-F040). */
export function readContacts(raw: RawEntry, fields: Fields, known: Facility | undefined): readonly FacilityContact[] {
  const numbers = numbersOf(raw, 'contact');
  if (numbers.length === 0 && !raw.whole.has('contact')) return known?.contacts ?? [];
  return numbers.flatMap((number) => {
    const key = (part: string) => `contact.${number}.${part}`;
    const isCleared = fields.isCleared(key('name'));
    const name = fields.read(key('name'), readText);
    const role = fields.read(key('role'), readText);
    const phone = fields.read(key('phone'), readPhone);
    const email = fields.read(key('email'), readText);
    if (name === undefined) {
      if (!isCleared && (role ?? phone ?? email) !== undefined) fields.fault(key('name'), 'LT-F040');
      return [];
    }
    return [{ name, ...(role && { role }), ...(phone && { phone }), ...(email && { email }) }];
  });
}

/** Statistics of an entry: the months that it tells, beside those known. */
export function readStatistics(raw: RawEntry, fields: Fields, known: Facility | undefined): Facility['statistics'] {
  const months = new Map(raw.whole.has('statistics') ? [] : Object.entries(known?.statistics ?? {}));
  for (const key of raw.told.keys()) {
    const [group, month = ''] = key.split('.');
    if (group !== 'statistics') continue;
    const count = fields.read(key, readCount);
    if (count !== undefined) months.set(month, count);
    else if (fields.isCleared(key)) months.delete(month);
  }
  return Object.fromEntries(months);
}
