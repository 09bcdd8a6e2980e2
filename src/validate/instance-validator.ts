import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { Definitions } from './definitions/definitions.ts';
import type { TypeModel } from './definitions/type-model.ts';
import type { Strictness } from './element/compiler.ts';
import { createConformsTo } from './element/conforms-to.ts';
import { createCompiler } from './element/create-compiler.ts';
import { checkAgainst } from './element/resource-check.ts';
import { type PlacedFinding, Visit } from './element/visit.ts';
import { isObject, type JsonObject } from './reference/json-object.ts';
import { type Answers, Scope } from './reference/scope.ts';
import type { Terminology } from './terminology/terminology.ts';

/** What to check an instance against, beside its type and the profiles that it claims. */
export interface Asked {
  /** Canonicals of profiles. */
  readonly profiles?: readonly string[];
  /** Rules that are not told: warnings and information that nobody can act on. */
  readonly untold?: ReadonlySet<string>;
  /** FHIRPath of the instance in what the sender sent, `Bundle.entry[3].resource`; by default its type. */
  readonly expression?: string;
}

/** Decides instances by one set of definitions. */
export interface InstanceValidator {
  /** All findings, errors first listed to a hundred. Never throws on input. */
  findings(instance: unknown, asked?: Asked): readonly PlacedFinding[];
  /** The same as issues with their texts. */
  validate(instance: unknown, asked?: Asked): readonly Issue[];
  /**
   * Compiles types (by name) and profiles (by canonical) ahead of the first instance. Throws for one that is not known, or
   * that is at odds with what it builds on; the cause says with what.
   */
  warmUp(names: readonly string[]): void;
  /** What FHIRPath expressions may ask of these definitions. */
  readonly answers: Answers;
  /** Types and their elements, by these definitions. */
  readonly model: TypeModel;
  /** Whether it is the name of a resource type that instances can have. */
  isType(name: unknown): name is string;
}

/** A finding with the texts of its rule. */
export function toIssue(finding: PlacedFinding, rules: RuleCatalogue): Issue {
  const issue = rules.issue(finding.rule, { expression: finding.expression, with: finding.with });
  const { constraint } = finding.with;
  return constraint === undefined ? issue : { ...issue, constraint: String(constraint) };
}

/** Makes a validator of a set of definitions. Types and profiles are compiled when they are first met. */
export function createInstanceValidator(parts: {
  readonly definitions: Definitions;
  readonly rules: RuleCatalogue;
  readonly strictness: Strictness;
  /** In place of what these definitions alone say about codes. */
  readonly terminology?: Terminology;
  /** What `now()` and `today()` mean. Without it a constraint that asks is not decided, and holds. */
  readonly clock?: () => Date;
}): InstanceValidator {
  const { definitions, rules, strictness } = parts;
  const compiler = createCompiler(definitions, strictness, rules.constraintText, parts.terminology);
  const errors = new Set(
    rules.rules.filter(({ severity }) => severity === 'error' || severity === 'fatal').map(({ id }) => id),
  );
  const isError = (rule: string) => errors.has(rule);
  const answers: Answers = {
    ...(parts.clock === undefined ? {} : { clock: parts.clock }),
    memberOf: compiler.memberOf,
    conformsTo: createConformsTo(compiler, isError, () => answers),
  };

  function findings(instance: unknown, { profiles = [], expression, untold }: Asked = {}): readonly PlacedFinding[] {
    const resource: JsonObject = isObject(instance) ? instance : {};
    const type = compiler.isResourceType(resource['resourceType']) ? resource['resourceType'] : 'Resource';
    const whole = { expression: expression ?? type, jsonPath: '', with: {} };
    const visit = new Visit(whole.expression, Scope.of(resource, answers), isError, untold);
    compiler.checkResource(instance, visit);
    for (const canonical of profiles) {
      checkAgainst(canonical, instance, type, visit, compiler, { unknown: 'LT-V017', place: '' });
    }
    if (visit.isNestedTooDeeply) return [{ rule: 'LT-V014', ...whole }];
    const found = visit.findings();
    return visit.hasUnlisted ? [...found, { rule: 'LT-V015', ...whole }] : found;
  }

  function prepareProfile(canonical: string): void {
    const structure = definitions.structure(canonical);
    const [fault] = structure === undefined ? [] : compiler.definitionFaults(structure);
    if (fault === undefined && compiler.profile(canonical) !== undefined) return;
    const why = fault === undefined ? compiler.fault(canonical)?.message : rules.issue(fault.rule, fault).text.en;
    throw new Error(`profile ${canonical} cannot be decided by: ${why ?? 'it is not loaded'}`);
  }

  return {
    findings,
    validate: (instance, asked) => findings(instance, asked).map((finding) => toIssue(finding, rules)),
    warmUp(names) {
      for (const name of names) {
        if (compiler.isResourceType(name)) compiler.plan(name);
        else prepareProfile(name);
      }
    },
    model: compiler.model,
    answers,
    isType: compiler.isResourceType,
  };
}
