import { join } from 'node:path';
import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import { loadIdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import { loadBaseDefinitions } from './definitions/base-definitions.ts';
import { createDefinitions } from './definitions/create-definitions.ts';
import type { Definitions } from './definitions/definitions.ts';
import { loadPackage } from './definitions/load-package.ts';
import type { Package } from './definitions/package.ts';
import { PackageError } from './definitions/package-error.ts';
import type { Strictness } from './element/compiler.ts';
import {
  type EvaluationOptions,
  evaluateFhirPath,
  evaluateFhirPathTyped,
  type TypedResult,
} from './fhirpath/evaluate-fhirpath.ts';
import { createInstanceValidator, type InstanceValidator } from './instance-validator.ts';
import type { JsonTextLimits } from './json/parse-json-text.ts';
import { createLatest } from './latest.ts';
import { packageIssues } from './load-instance-validator.ts';
import { createTerminology } from './terminology/create-terminology.ts';
import { connectServer, type ServerAddress } from './terminology/server/connect-server.ts';
import { createOutsideTerminology, type OutsideTerminology } from './terminology/server/outside-terminology.ts';
import type { ConnectedServer, TerminologyServer } from './terminology/server/terminology-server.ts';
import type { FindValueSet } from './terminology/server/validate-code-batch.ts';
import { checkText, DEFAULT_TEXT_LIMITS } from './text-check.ts';
import { createValidatorSets, type ValidatorSets } from './validator-sets.ts';

/** What a validator knows beside FHIR R4 itself, and how strict it is. */
export interface ValidatorOptions {
  /** FHIR packages on this machine: folders, .tgz files, or single JSON files. */
  readonly packages?: readonly string[];
  /** What the standard leaves open; by default as the reference validator of HL7. */
  readonly strictness?: Partial<Strictness>;
  /** What `now()` and `today()` mean in constraints and expressions; by default the clock of the machine. */
  readonly clock?: () => Date;
  /** Largest and deepest JSON text that is read; by default 64 MiB and 1,000 levels. */
  readonly textLimits?: Partial<JsonTextLimits>;
  /** Who decides, for `validateWithServer`, about codes that are not known here. Nothing else is ever asked of anybody. */
  readonly terminologyServer?: TerminologyServer | ServerAddress;
}

/** What one call asks for. */
export interface ValidateOptions {
  /** Canonicals of the profiles that the resource must conform to, beside those that it claims. */
  readonly profiles?: readonly string[];
  /** Further conformance resources for this call. The same resources again cost nothing more. */
  readonly resources?: readonly Resource[];
}

/** What an expression is given beside the resource. */
export type FhirPathOptions = Omit<EvaluationOptions, 'model'>;

/** Decides whether FHIR R4 resources are valid. */
export interface Validator {
  /**
   * Checks a resource, parsed or as JSON text (a string, or its bytes in UTF-8); text gives issues a line and column, and
   * shows what parsing hides: names that stand twice, comments, integers with a point. Never throws on input. An outcome
   * without issues of severity `error` or `fatal` says that the resource is valid.
   * @source https://hl7.org/fhir/R4/resource-operation-validate.html
   */
  validate(resource: unknown, options?: ValidateOptions): OperationOutcome;
  /** The same as issues, with texts in Vietnamese and English. */
  issues(resource: unknown, options?: ValidateOptions): readonly Issue[];
  /**
   * The same, and codes that cannot be decided here are asked of the terminology server, all at once. A server that does
   * not answer is a warning, and leaves open what it leaves open: never rejects for that. Without one: as `validate`.
   */
  validateWithServer(resource: unknown, options?: ValidateOptions): Promise<OperationOutcome>;
  /**
   * What a FHIRPath expression finds in a resource, as plain values; `memberOf` and `conformsTo` are answered from what is
   * loaded. Throws FhirPathSyntaxError and FhirPathError.
   * @source http://hl7.org/fhirpath/N1/
   */
  evaluateFhirPath(expression: string, resource: object, options?: FhirPathOptions): unknown[];
  /** The same with the type and text of each result. */
  evaluateFhirPathTyped(expression: string, resource: object, options?: FhirPathOptions): TypedResult[];
  /**
   * Takes other packages in place of those loaded before, all at once: a call sees the old ones or the new ones. When
   * one cannot be loaded the old ones stay, and this rejects with a PackageError. Of several calls under way the last
   * one made counts in the end.
   */
  usePackages(packages: readonly string[]): Promise<void>;
  /** What is remarkable about the packages in force without keeping them from being used. */
  readonly packageIssues: readonly Issue[];
  /** Compiles resource types (by name) and profiles (by canonical) ahead of the first resource. Throws for an unknown one. */
  warmUp(names: readonly string[]): void;
  /** Lets go of the connections to a terminology server. Without one there is nothing to close. */
  close(): Promise<void>;
}

/** As the reference validator of HL7 decides. */
export const DEFAULT_STRICTNESS: Strictness = {
  unknownExtension: 'error',
  unknownProfile: 'warning',
  impliedProfiles: false,
  bestPractice: false,
};

const PROFILES = join(import.meta.dirname, '..', '..', 'profiles');

/** A validator of one set of definitions, and what asks a server for it. */
interface Deciding {
  readonly definitions: Definitions;
  readonly validator: InstanceValidator;
  readonly outside: OutsideTerminology | undefined;
}

/** What the packages in force make up. */
interface InForce {
  readonly sets: ValidatorSets<Deciding>;
  readonly packageIssues: readonly Issue[];
}

/**
 * Makes a validator for FHIR R4 (4.0.1) with the packages given. Rejects with a PackageError for a package that cannot
 * be read or that is for another version of FHIR.
 */
export async function createValidator(options: ValidatorOptions = {}): Promise<Validator> {
  const rules = loadRuleCatalogue(join(PROFILES, 'rules'), 'V');
  const ruleSystem = ruleSystemOf(loadIdentifierSystems(join(PROFILES, 'identifiers.json')));
  const strictness = { ...DEFAULT_STRICTNESS, ...options.strictness };
  const limits = { ...DEFAULT_TEXT_LIMITS, ...options.textLimits };
  const findValueSet: FindValueSet = (canonical) => decidingFor().definitions.valueSet(canonical);
  const server = await serverOf(options.terminologyServer, findValueSet);

  const clock = options.clock ?? (() => new Date());
  const make = makerOf({ base: loadBaseDefinitions(), rules, strictness, server, clock });
  async function load(paths: readonly string[]): Promise<InForce> {
    const packages = await Promise.all(paths.map((path) => loadPackage(path).catch(inWords(path, rules))));
    const sets = createValidatorSets((resources) => make(packages, resources));
    return { sets, packageIssues: packageIssues(packages, rules) };
  }
  const latest = createLatest(await load(options.packages ?? []));
  const decidingFor = ({ resources = [] }: ValidateOptions = {}): Deciding => latest.current.sets.of(resources);

  function issuesBy({ validator }: Deciding, resource: unknown, { profiles = [] }: ValidateOptions = {}) {
    const isText = typeof resource === 'string' || resource instanceof Uint8Array;
    return isText
      ? checkText(resource, { profiles }, { validator, rules, limits })
      : validator.validate(resource, { profiles });
  }
  const issues: Validator['issues'] = (resource, asked) => issuesBy(decidingFor(asked), resource, asked);

  return {
    issues,
    validate: (resource, asked) => toOperationOutcome(issues(resource, asked), ruleSystem),
    async validateWithServer(resource, asked) {
      const deciding = decidingFor(asked);
      const decide = () => issuesBy(deciding, resource, asked);
      if (deciding.outside === undefined) return toOperationOutcome(decide(), ruleSystem);
      const { result, finding } = await deciding.outside.decideLater(decide);
      return toOperationOutcome(finding === undefined ? result : [...result, rules.issue(finding.rule)], ruleSystem);
    },
    evaluateFhirPath: (expression, resource, given) =>
      evaluateFhirPath(expression, resource, withAnswers(decidingFor(), { now: clock(), ...given })),
    evaluateFhirPathTyped: (expression, resource, given) =>
      evaluateFhirPathTyped(expression, resource, withAnswers(decidingFor(), { now: clock(), ...given })),
    usePackages: (paths) => latest.replaceBy(load(paths)),
    get packageIssues() {
      return latest.current.packageIssues;
    },
    warmUp: (names) => decidingFor().validator.warmUp(names),
    close: async () => server?.close(),
  };
}

/** Makes what decides by base R4, packages and single resources. */
function makerOf({ base, server, ...parts }: MakerParts) {
  return (packages: readonly Package[], resources: readonly Resource[]): Deciding => {
    const definitions = createDefinitions({ base, packages, resources });
    const outside = server && createOutsideTerminology(createTerminology(definitions), server);
    const terminology = outside === undefined ? {} : { terminology: outside.terminology };
    return { definitions, validator: createInstanceValidator({ ...parts, definitions, ...terminology }), outside };
  };
}

interface MakerParts {
  readonly base: Definitions;
  readonly rules: RuleCatalogue;
  readonly strictness: Strictness;
  readonly server: TerminologyServer | undefined;
  readonly clock: () => Date;
}

async function serverOf(
  given: TerminologyServer | ServerAddress | undefined,
  findValueSet: FindValueSet,
): Promise<ConnectedServer | undefined> {
  if (given === undefined) return undefined;
  return 'url' in given
    ? connectServer(given, findValueSet)
    : { validateCodes: (questions) => given.validateCodes(questions), close: async () => undefined };
}

function withAnswers({ validator }: Deciding, given: FhirPathOptions | undefined): EvaluationOptions {
  return { ...validator.answers, ...given, model: validator.model };
}

/** A package that cannot be used, told in words to whoever reads the stack. */
function inWords(path: string, rules: RuleCatalogue): (error: unknown) => never {
  return (error) => {
    if (error instanceof PackageError) {
      const { rule, text, remedy } = rules.issue(error.finding.rule, error.finding);
      error.message = `${rule.id} at ${path}, ${error.finding.path}: ${text.en} ${remedy.en}`;
    }
    throw error;
  };
}
