import type { Router } from 'express';
import { PATHS } from './config/paths.ts';
import { loadSectionNames } from './fhir/section-names.ts';
import { type AdviceWords, createAdvisor } from './measure/advice/advise.ts';
import type { RuleWords } from './measure/advice/rule-faults.ts';
import { createAdviceRouter } from './measure/advice-routes.ts';
import type { ReadingDeps } from './measure/answers.ts';
import { DEFAULT_POLICY } from './measure/compute-coverage.ts';
import { type CoverageService, createCoverageService } from './measure/coverage-service.ts';
import { createEncounterRouter } from './measure/encounter-routes.ts';
import { createEncounterReader, type ReadEncounters } from './measure/encounters-behind.ts';
import { createMeasureRouter } from './measure/fhir/measure-routes.ts';
import { loadMeasures } from './measure/fhir/measures.ts';
import { programmeValues } from './measure/fhir/programme-values.ts';
import { createGroupRouter } from './measure/group-routes.ts';
import { createProgrammeService } from './measure/programmes/programme-service.ts';
import { mayRead } from './receive/scopes.ts';
import type { Config } from './types/config.ts';
import type { Rule, RuleCatalogue } from './types/issue.ts';
import type { Policy } from './types/policy.ts';
import type { ProgrammeService } from './types/programme.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';

export interface MeasuringDeps {
  readonly store: Store;
  readonly config: Pick<Config, 'targets' | 'programmes'>;
  readonly rules: Pick<RuleCatalogue, 'rules'>;
  readonly policy: Policy;
  readonly clock: () => EpochMs;
}

/** What is measured of a store. */
export interface Measuring {
  readonly coverage: CoverageService;
  readonly programmes: ProgrammeService;
  readonly readEncounters: ReadEncounters;
}

/** Coverage with advice, and the further indicators, as the gateway and the commands on its store show them. */
export function createMeasuring({ store, config, rules, policy, clock }: MeasuringDeps): Measuring {
  const registry = store.facilities;
  const advise = createAdvisor({ section: loadSectionNames(PATHS.emrSections), rule: createRuleWords(rules, policy) });
  const target = config.targets.province;
  return {
    coverage: createCoverageService({ store, registry, clock, queues: store.facilityQueues, advise, target }),
    programmes: createProgrammeService({ store, settings: config.programmes, registry, clock }),
    readEncounters: createEncounterReader({ store, emrLevel: DEFAULT_POLICY.emrLevel }),
  };
}

/** A rule holds back when the policy of the facility's day quarantines or refuses what breaks it, in forms or in FHIR. */
function createRuleWords({ rules }: Pick<RuleCatalogue, 'rules'>, policy: Policy): AdviceWords['rule'] {
  const byId = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]));
  const holds = (rule: Rule, inForce: Policy['enforced']) =>
    (['claim-xml', 'fhir-json'] as const).some((format) =>
      ['quarantine', 'refuse'].includes(inForce.actionOf(rule, format)),
    );
  return (id, facility, day): RuleWords | undefined => {
    const rule = byId.get(id);
    if (rule === undefined) return undefined;
    const later = holds(rule, policy.enforced) ? 'later' : 'never';
    return { text: rule.text, remedy: rule.remedy, holdsBack: holds(rule, policy.on(facility, day)) ? 'now' : later };
  };
}

export interface MeasuringRouterDeps extends ReadingDeps, Measuring {
  readonly store: Pick<Store, 'facilities'>;
  readonly config: Pick<Config, 'publicUrl' | 'province'>;
}

/** Routes of groups, encounters and advice; and those below /fhir, which have to be tried before the reading of any resource. */
export function createMeasuringRouters(deps: MeasuringRouterDeps): {
  readonly routers: readonly Router[];
  readonly readers: readonly Router[];
} {
  const { store, config, coverage, programmes } = deps;
  const measures = createMeasureRouter({
    ...deps,
    publicUrl: config.publicUrl,
    province: config.province.vi,
    measures: loadMeasures(PATHS.profiles),
    mayRead,
    measuredDay: (asOf) => coverage.overview(asOf),
    measuredProgrammes: async (period) => programmeValues(await programmes.figures(period), await store.facilities()),
  });
  const routers = [createGroupRouter(deps), createEncounterRouter(deps), createAdviceRouter(deps)];
  return { routers, readers: [measures] };
}
