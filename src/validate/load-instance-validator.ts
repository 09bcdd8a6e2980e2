import type { RuleCatalogue } from '../types/issue.ts';
import { loadBaseDefinitions } from './definitions/base-definitions.ts';
import { createDefinitions } from './definitions/create-definitions.ts';
import { loadPackage } from './definitions/load-package.ts';
import type { Strictness } from './element/compiler.ts';
import { createInstanceValidator, type InstanceValidator } from './instance-validator.ts';

/** What a validator decides by, in a form that goes from thread to thread. */
export interface ValidatorSettings {
  /** Paths of FHIR packages, in the order in which they are loaded. */
  readonly packages: readonly string[];
  readonly strictness: Strictness;
}

/**
 * Makes a validator of base R4 and packages on the disk. Rejects with a PackageError for a package that cannot be used.
 */
export async function loadInstanceValidator(
  { packages, strictness }: ValidatorSettings,
  rules: RuleCatalogue,
): Promise<InstanceValidator> {
  const loaded = await Promise.all(packages.map((path) => loadPackage(path)));
  const definitions = createDefinitions({ base: loadBaseDefinitions(), packages: loaded });
  return createInstanceValidator({ definitions, rules, strictness });
}
