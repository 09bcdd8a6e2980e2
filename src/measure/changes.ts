import type { CoverageChange, FacilityCoverage, FacilityStanding, Silence, Stage } from '../types/coverage.ts';

/** What of a facility may be otherwise on the next day. */
export type DayStanding = Pick<FacilityStanding, 'facility' | 'scope' | 'silence'> & {
  readonly coverage: Pick<FacilityCoverage, 'stage' | 'announced'>;
};

const STAGES: readonly Stage[] = ['registered', 'connected', 'sending', 'complete', 'proven'];
const SILENT: readonly Silence[] = ['unusual', 'week'];

/**
 * What became otherwise from one day to another, in the registry's order. Facilities that are in one list only were opened or
 * closed. A longer silence of a facility that was silent already is no change.
 * @param before facilities open on the day before, silence as of its end; both lists in the registry's order
 */
export function findChanges(before: readonly DayStanding[], now: readonly DayStanding[]): readonly CoverageChange[] {
  const earlier = new Map(before.map((one) => [one.facility.code, one]));
  const present = new Set(now.map(({ facility }) => facility.code));
  const changes: CoverageChange[] = [];
  let next = 0;
  // Those that closed stand where they stood among the others.
  const closeUpTo = (end: number) => {
    for (; next < end; next += 1) {
      const one = before[next];
      if (one !== undefined && !present.has(one.facility.code)) changes.push(changeOf(one, 'closed', null, null));
    }
  };
  const places = new Map(before.map(({ facility }, place) => [facility.code, place]));
  for (const one of now) {
    const known = earlier.get(one.facility.code);
    if (known === undefined) {
      changes.push(changeOf(one, 'opened', null, null));
      continue;
    }
    closeUpTo(places.get(one.facility.code) ?? next);
    changes.push(...compare(known, one));
  }
  closeUpTo(before.length);
  return changes;
}

function compare(before: DayStanding, now: DayStanding): readonly CoverageChange[] {
  const [from, to] = [before.coverage.stage, now.coverage.stage];
  const isHigher = STAGES.indexOf(to) > STAGES.indexOf(from);
  const fellSilent = isSilent(now) && !isSilent(before);
  const speaksAgain = isSilent(before) && now.silence === 'none';
  return [
    ...(from === to ? [] : [changeOf(now, isHigher ? 'stage-up' : 'stage-down', from, to)]),
    ...(now.coverage.announced && !before.coverage.announced
      ? [changeOf(now, 'announced', null, now.facility.announced)]
      : []),
    ...(fellSilent ? [changeOf(now, 'silent', before.silence, now.silence)] : []),
    ...(speaksAgain ? [changeOf(now, 'speaks-again', before.silence, now.silence)] : []),
    ...(before.scope === now.scope ? [] : [changeOf(now, 'scope', before.scope, now.scope)]),
  ];
}

function isSilent({ silence }: DayStanding): boolean {
  return SILENT.includes(silence);
}

function changeOf(
  { facility }: DayStanding,
  what: CoverageChange['what'],
  from: string | null,
  to: string | null,
): CoverageChange {
  return { facility: facility.code, what, from, to };
}
