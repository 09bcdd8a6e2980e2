import type { Issue, RuleCatalogue } from '../types/issue.ts';
import { loadBaseDefinitions } from './definitions/base-definitions.ts';
import { createDefinitions } from './definitions/create-definitions.ts';
import { layerFindings } from './definitions/layer-findings.ts';
import { loadPackage } from './definitions/load-package.ts';
import type { Package } from './definitions/package.ts';
import type { Strictness } from './element/compiler.ts';
import { createInstanceValidator, type InstanceValidator } from './instance-validator.ts';

/** What a validator decides by, in a form that goes from thread to thread. */
export interface ValidatorSettings {
  /** Paths of FHIR packages, in the order in which they are loaded. */
  readonly packages: readonly string[];
  readonly strictness: Strictness;
}

/** A validator, and what is remarkable about the packages that it decides by. */
export interface LoadedValidator {
  readonly validator: InstanceValidator;
  readonly packageIssues: readonly Issue[];
}

/** Makes a validator of base R4 and packages on the disk. Rejects with a PackageError for a package that cannot be used. */
export async function loadInstanceValidator(
  { packages, strictness }: ValidatorSettings,
  rules: RuleCatalogue,
): Promise<LoadedValidator> {
  const loaded = await Promise.all(packages.map((path) => loadPackage(path)));
  const definitions = createDefinitions({ base: loadBaseDefinitions(), packages: loaded });
  const validator = createInstanceValidator({ definitions, rules, strictness });
  return { validator, packageIssues: packageIssues(loaded, rules) };
}

/** What is remarkable about packages without keeping them from being used; the place is a file, or a package. */
export function packageIssues(packages: readonly Package[], rules: RuleCatalogue): readonly Issue[] {
  const findings = [...packages.flatMap(({ findings: own }) => own), ...layerFindings(packages)];
  return findings.map(({ rule, path, with: words }) =>
    rules.issue(rule, { place: path, ...(words === undefined ? {} : { with: words }) }),
  );
}
