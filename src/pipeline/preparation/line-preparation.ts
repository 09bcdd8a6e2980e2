import { PATHS } from '../../config/paths.ts';
import { ruleSystemOf } from '../../fhir/identifier-systems.ts';
import type { Line } from '../../line.ts';
import type { Config } from '../../types/config.ts';
import { loadWorkingCalendar } from '../deadline/load-working-calendar.ts';
import type { Stages } from '../judge-records.ts';
import { createProgrammeTelling } from '../programme-evidence.ts';
import { createRouting } from '../route-record.ts';
import { createPrepare, type Prepare } from './prepare.ts';

/** What of the configuration preparing hangs on, so that another thread can prepare by the same. */
export type PreparationConfig = Pick<
  Config,
  'limits' | 'destinations' | 'workingCalendar' | 'policyFile' | 'overridesFolder' | 'mappingsFolder' | 'dataDir'
>;

/** Preparing by a line and the configured destinations. */
export function createLinePreparation(
  { stages, rules, systems }: Line,
  { destinations, workingCalendar }: PreparationConfig,
  { timed, newId }: { readonly timed: Stages['timed']; readonly newId: () => string },
): Prepare {
  const calendar = loadWorkingCalendar(PATHS.workingCalendar, workingCalendar);
  return createPrepare({
    stages: { ...stages, timed },
    rules,
    ruleSystem: ruleSystemOf(systems),
    route: createRouting(destinations, calendar),
    tell: createProgrammeTelling(systems, calendar),
    newId,
  });
}

/** What a line was made from that may have changed on disk since: two of the same edition decide the same. */
export function editionOf({ policy, overrides, codeLists, rules, packageIssues }: Line): string {
  const ruleIds = rules.rules.map(({ id }) => id);
  return JSON.stringify([policy.enforced.id, overrides.editions, codeLists.summaries, ruleIds, packageIssues.length]);
}
