import { join } from 'node:path';
import { PATHS } from '../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import type { Issue } from '../../src/types/issue.ts';

export const RULES = loadRuleCatalogue(PATHS.rules);

/** Folder of the tables that the structure tests read. */
export const STRUCTURE_CASES = join(PATHS.root, 'test', 'cases', 'structure');

/** Issues as `LT-V004 Patient.birthDate`, for comparing. */
export function brief(issues: readonly Issue[]): string[] {
  return issues.map(({ rule, expression }) => `${rule.id} ${expression}`);
}
