import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import type { Issue } from '../../src/types/issue.ts';
import { loadBaseDefinitions } from '../../src/validate/definitions/base-definitions.ts';
import { createDefinitions } from '../../src/validate/definitions/create-definitions.ts';
import type { Strictness } from '../../src/validate/element/compiler.ts';
import { createInstanceValidator, type InstanceValidator } from '../../src/validate/instance-validator.ts';

export const RULES = loadRuleCatalogue(PATHS.rules);

/** Folder of the tables that the structure tests read. */
export const STRUCTURE_CASES = join(PATHS.root, 'test', 'cases', 'validate', 'element');

/** Issues as `LT-V004 Patient.birthDate`, for comparing. */
export function brief(issues: readonly Issue[]): string[] {
  return issues.map(({ rule, expression }) => `${rule.id} ${expression}`);
}

const BASE = loadBaseDefinitions();

/** What is only said of codes: tests of structure use any. */
export const UNTOLD = new Set(
  RULES.rules.filter(({ id, severity }) => /^LT-V2[012]/.test(id) && severity !== 'error').map(({ id }) => id),
);

const STRICT: Strictness = {
  unknownExtension: 'error',
  unknownProfile: 'warning',
  impliedProfiles: false,
  bestPractice: false,
};

/** A validator of R4 and the conformance resources given, as strict as it can be. */
export function validatorOf(...resources: readonly Resource[]): InstanceValidator {
  return validatorAsStrict({}, resources);
}

/** The same with some of its strictness changed. */
export function validatorAsStrict(strictness: Partial<Strictness>, resources: readonly Resource[]): InstanceValidator {
  const validator = createInstanceValidator({
    definitions: createDefinitions({ base: BASE, resources }),
    rules: RULES,
    strictness: { ...STRICT, ...strictness },
  });
  return {
    ...validator,
    validate: (instance, asked) => validator.validate(instance, { untold: UNTOLD, ...asked }),
  };
}
