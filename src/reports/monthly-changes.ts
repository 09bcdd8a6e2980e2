import type { FacilityStanding, Stage } from '../types/coverage.ts';
import type { ReportChange } from '../types/report.ts';

const STAGES: readonly Stage[] = ['registered', 'connected', 'sending', 'complete', 'proven'];

/**
 * What is otherwise than a month before, in the registry's order; both sides by the same registry. A facility is in a list when
 * it is open on that day.
 */
export function findMonthlyChanges(
  before: readonly FacilityStanding[],
  after: readonly FacilityStanding[],
): readonly ReportChange[] {
  const [then, now] = [byCode(before), byCode(after)];
  const closed = before.filter(({ facility }) => !now.has(facility.code));
  return [
    ...after.flatMap((one) => changesOf(then.get(one.facility.code), one)),
    ...closed.map((one) => changeOf(one, 'closed', one.coverage.stage, null)),
  ];
}

function changesOf(then: FacilityStanding | undefined, now: FacilityStanding): readonly ReportChange[] {
  if (then === undefined) return [changeOf(now, 'opened', null, now.coverage.stage)];
  const changes: ReportChange[] = [];
  const [from, to] = [then.coverage.stage, now.coverage.stage];
  const move = STAGES.indexOf(to) - STAGES.indexOf(from);
  // The count of proven goes by this flag; the move of a step that goes with it is told by its sides.
  const turn = Number(now.proven) - Number(then.proven);
  if (turn !== 0) changes.push(changeOf(now, turn > 0 ? 'proven' : 'no-longer-proven', from, to));
  if (move !== 0 && Math.sign(move) !== turn)
    changes.push(changeOf(now, move > 0 ? 'stage-up' : 'stage-down', from, to));
  if (!then.coverage.announced && now.coverage.announced)
    changes.push(changeOf(now, 'announced', null, now.facility.announced));
  if (then.scope !== now.scope) changes.push(changeOf(now, 'scope', then.scope, now.scope));
  if (!isSilent(then) && isSilent(now)) changes.push(changeOf(now, 'silent', null, now.silence));
  if (isSilent(then) && !isSilent(now)) changes.push(changeOf(now, 'speaks-again', then.silence, null));
  return changes;
}

function changeOf(
  { facility: { code, name } }: FacilityStanding,
  what: ReportChange['what'],
  from: string | null,
  to: string | null,
): ReportChange {
  return { code, name, what, from, to };
}

function isSilent({ silence }: FacilityStanding): boolean {
  return silence === 'unusual' || silence === 'week';
}

function byCode(standings: readonly FacilityStanding[]): ReadonlyMap<string, FacilityStanding> {
  return new Map(standings.map((one) => [one.facility.code, one]));
}
