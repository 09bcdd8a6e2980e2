import type { Rule } from '../../types/issue.ts';
import type { Policy, PolicyAction, PolicyInForce, PolicyPhase } from '../../types/policy.ts';
import type { SubmissionFormat } from '../../types/submission.ts';
import type { PolicyException, PolicyFile } from './policy-file.ts';
import { isTunable, milder, ownAction, stageOf, withAction } from './rule-actions.ts';
import { checkDays, createSchedule, isWithin, turnsOf } from './schedule.ts';

/** Days and facilities whose answer is kept at one time: those of a day, and then some. */
const MAX_KEPT = 10_000;
const FORMATS: readonly SubmissionFormat[] = [
  'claim-xml',
  'health-check-xml',
  'document-xml',
  'health-book-xml',
  'prescription-json',
  'emr-export',
  'fhir-json',
];

/**
 * Compiles a policy against the catalogue. What holds for a facility on a day is worked out once; afterwards each issue
 * costs one look into a table.
 * Refuses (throws, naming the place) a rule that the catalogue does not have or that no policy may change, and what
 * `createSchedule` refuses.
 * @param digest tells two contents under one version apart
 */
export function compilePolicy(file: PolicyFile, digest: string, rules: readonly Rule[]): Policy {
  checkNames(file, rules);
  const version = `${file.name}@${file.version}+${digest}`;
  const phaseOn = createSchedule(file);
  const exceptions = file.exceptions ?? [];
  const compiled = new Map<string, PolicyInForce>();
  const kept = new Map<string, PolicyInForce>();

  const inForce = (phase: PolicyPhase, active: readonly PolicyException[]): PolicyInForce => {
    const key = [phase, ...active.map((exception) => exceptions.indexOf(exception))].join(' ');
    const known = compiled.get(key) ?? compile(`${version}/${phase}`, phase, { file, active, rules });
    compiled.set(key, known);
    return known;
  };

  return {
    version,
    turns: turnsOf(file),
    named: namedIn(file),
    enforced: inForce('enforced', []),
    on(facility, day) {
      const key = `${facility} ${day}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const active = exceptions.filter(
        (one) => isWithin(one, day) && (one.facilities === undefined || one.facilities.includes(facility)),
      );
      const found = inForce(phaseOn(facility, day), active);
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(key, found);
      return found;
    },
  };
}

interface Source {
  readonly file: PolicyFile;
  readonly active: readonly PolicyException[];
  readonly rules: readonly Rule[];
}

/** What one rule does in one format, and the rule as issues carry it. */
interface Effect {
  readonly action: PolicyAction;
  readonly rule: Rule | null;
}

function compile(id: string, phase: PolicyPhase, { file, active, rules }: Source): PolicyInForce {
  const { atMost = 'refuse', rules: named = {} } = file.phases?.[phase] ?? {};
  const actionOf = (rule: Rule, format: SubmissionFormat): PolicyAction => {
    const exception = active.findLast(({ rules: ids }) => ids.includes(rule.id) || ids.includes(stageOf(rule.id)));
    return exception?.action ?? named[rule.id] ?? named[stageOf(rule.id)] ?? milder(ownAction(rule, format), atMost);
  };
  const effects = new Map(
    FORMATS.map((format) => {
      const table = rules.filter(isTunable).map((rule): [string, Effect] => {
        const action = actionOf(rule, format);
        return [rule.id, { action, rule: withAction(rule, action) }];
      });
      return [format, new Map(table)] as const;
    }),
  );
  return {
    id,
    phase,
    actionOf: (rule, format) => effects.get(format)?.get(rule.id)?.action ?? ownAction(rule, format),
    apply(issue, format) {
      const effect = effects.get(format)?.get(issue.rule.id);
      if (effect === undefined || effect.rule === issue.rule) return issue;
      return effect.rule === null ? null : { ...issue, rule: effect.rule };
    },
  };
}

/** Facilities that a schedule or an exception names. */
function namedIn({ facilities = {}, exceptions = [] }: PolicyFile): readonly string[] {
  const named = exceptions.flatMap((exception) => exception.facilities ?? []);
  return [...new Set([...Object.keys(facilities), ...named])].sort();
}

function checkNames({ phases = {}, exceptions = [] }: PolicyFile, rules: readonly Rule[]): void {
  const stages = new Set(rules.filter(isTunable).map(({ id }) => stageOf(id)));
  const check = (place: string, ids: readonly string[]) => {
    for (const id of ids) {
      const rule = rules.find((one) => one.id === id);
      if (rule === undefined && !stages.has(id)) throw new Error(`${place}: the catalogue has no rule ${id}`);
      if (rule !== undefined && !isTunable(rule)) throw new Error(`${place}: what ${id} does is no matter of policy`);
    }
  };
  for (const [phase, settings] of Object.entries(phases)) check(`phases.${phase}`, Object.keys(settings.rules ?? {}));
  for (const [at, exception] of exceptions.entries()) {
    check(`exceptions.${at}`, exception.rules);
    checkDays(`exceptions.${at}`, exception);
  }
}
