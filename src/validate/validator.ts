import { join } from 'node:path';
import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import { loadIdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { loadRuleCatalogue } from '../fhir/rule-catalogue.ts';
import type { Issue } from '../types/issue.ts';
import { loadBaseDefinitions } from './definitions/base-definitions.ts';
import { createDefinitions } from './definitions/create-definitions.ts';
import { loadPackage } from './definitions/load-package.ts';
import type { Package } from './definitions/package.ts';
import type { Strictness } from './element/compiler.ts';
import { createInstanceValidator, type InstanceValidator } from './instance-validator.ts';
import type { JsonTextLimits } from './json/parse-json-text.ts';
import { checkText, DEFAULT_TEXT_LIMITS } from './text-check.ts';
import { createValidatorSets } from './validator-sets.ts';

/** What a validator knows beside FHIR R4 itself, and how strict it is. */
export interface ValidatorOptions {
  /** FHIR packages on this machine: folders, or .tgz files. */
  readonly packages?: readonly string[];
  /** What the standard leaves open; by default as the reference validator of HL7. */
  readonly strictness?: Partial<Strictness>;
  /** Largest and deepest JSON text that is read; by default 64 MiB and 1,000 levels. */
  readonly textLimits?: Partial<JsonTextLimits>;
}

/** What one call asks for. */
export interface ValidateOptions {
  /** Canonicals of the profiles that the resource must conform to, beside those that it claims. */
  readonly profiles?: readonly string[];
  /** Further conformance resources for this call. The same array again costs nothing more. */
  readonly resources?: readonly Resource[];
}

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
   * Takes other packages in place of those loaded before, all at once: a call sees the old ones or the new ones. When
   * one cannot be loaded the old ones stay, and this rejects with a PackageError. Of several calls under way the last
   * one made counts in the end.
   */
  usePackages(packages: readonly string[]): Promise<void>;
  /** Compiles resource types and profiles (canonicals) ahead of the first resource. */
  warmUp(names: readonly string[]): void;
}

/** As the reference validator of HL7 decides. */
export const DEFAULT_STRICTNESS: Strictness = {
  unknownExtension: 'error',
  unknownProfile: 'warning',
  bestPractice: false,
};

const PROFILES = join(import.meta.dirname, '..', '..', 'profiles');

/**
 * Makes a validator for FHIR R4 (4.0.1) with the packages given. Rejects with a PackageError for a package that cannot
 * be read or that is for another version of FHIR.
 */
export async function createValidator(options: ValidatorOptions = {}): Promise<Validator> {
  const rules = loadRuleCatalogue(join(PROFILES, 'rules'), 'V');
  const ruleSystem = ruleSystemOf(loadIdentifierSystems(join(PROFILES, 'identifiers.json')));
  const base = loadBaseDefinitions();
  const strictness = { ...DEFAULT_STRICTNESS, ...options.strictness };
  const limits = { ...DEFAULT_TEXT_LIMITS, ...options.textLimits };

  const make = (packages: readonly Package[], resources: readonly Resource[]): InstanceValidator =>
    createInstanceValidator({ definitions: createDefinitions({ base, packages, resources }), rules, strictness });
  const load = async (paths: readonly string[]) => {
    const packages = await Promise.all(paths.map((path) => loadPackage(path)));
    return createValidatorSets((resources) => make(packages, resources));
  };
  let sets = await load(options.packages ?? []);
  let swaps = 0;
  let taken = 0;

  function issues(resource: unknown, { profiles = [], resources = [] }: ValidateOptions = {}): readonly Issue[] {
    const validator = sets.of(resources);
    const isText = typeof resource === 'string' || resource instanceof Uint8Array;
    return isText
      ? checkText(resource, { profiles }, { validator, rules, limits })
      : validator.validate(resource, { profiles });
  }

  return {
    issues,
    validate: (resource, asked) => toOperationOutcome(issues(resource, asked), ruleSystem),
    usePackages: async (paths) => {
      swaps += 1;
      const turn = swaps;
      const loaded = await load(paths);
      // A call made later may have loaded faster.
      if (turn < taken) return;
      sets = loaded;
      taken = turn;
    },
    warmUp: (names) => sets.of([]).warmUp(names),
  };
}
