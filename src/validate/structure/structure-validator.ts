import type { StructureDefinition } from '@medplum/fhirtypes';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { Fault } from './fault.ts';
import { toIssue } from './fault-issue.ts';
import { readTypeTables, readValueSets } from './generated-structure.ts';
import { nestedResources } from './nested-resources.ts';
import { createProfileChecks } from './profile-checks.ts';
import { readProfiles } from './profile-definition.ts';
import { createR4Checks, type R4Checks } from './r4-checks.ts';
import { MAX_LISTED_FAULTS } from './resource-report.ts';

/** Decides the structure of R4 resources and of the profiles that they claim. */
export interface StructureValidator {
  /**
   * Issues of a resource, none when it is valid: elements, cardinality, types, forms of values, required codes,
   * contained resources and Bundle entries as their own types, and every profile in `meta.profile`. Never throws on
   * input. `expression` is the FHIRPath of the resource, e.g. `Bundle.entry[3].resource`; by default its type.
   */
  validate(resource: unknown, expression?: string): readonly Issue[];
  /** Whether it is the name of an R4 resource type that instances can have. */
  isType(name: string): boolean;
  /** Loads the checks of some resource types and of all data types. Refuses a name that is not a type (throws). */
  warmUp(types: readonly string[]): void;
}

/**
 * Makes a validator; checks are loaded per type at first use. Refuses (throws) a profile that `readProfiles` refuses.
 * A resource is first only decided; one that fails is gone through again for the reasons.
 */
export function createStructureValidator(parts: {
  readonly rules: RuleCatalogue;
  readonly profiles?: readonly StructureDefinition[];
}): StructureValidator {
  const { rules, profiles = [] } = parts;
  const tables = readTypeTables();
  const valueSets = readValueSets();
  const r4 = createR4Checks(tables, valueSets);
  const known = readProfiles(profiles, tables, new Set(Object.keys(valueSets)));
  const profileChecks = createProfileChecks(known, r4.runtime);

  function faultsOf(resource: unknown): readonly Fault[] {
    const faults = r4.holds(resource) ? [] : r4.report(resource);
    return [...faults, ...[...nestedResources(resource, '')].flatMap(profileChecks)];
  }

  return {
    isType: r4.isResourceType,
    warmUp: r4.warmUp,
    validate(resource, expression = typeName(resource, r4.isResourceType)) {
      try {
        return listIssues(faultsOf(resource), resource, expression, rules);
      } catch (error) {
        // The one thing that input can do to recursive checks: nest deeper than the stack.
        if (error instanceof RangeError) return [rules.issue('LT-V014', { expression })];
        throw error;
      }
    },
  };
}

function typeName(resource: unknown, isResourceType: R4Checks['isResourceType']): string {
  const { resourceType } = (resource ?? {}) as { readonly resourceType?: unknown };
  return isResourceType(resourceType) ? resourceType : 'Resource';
}

function listIssues(faults: readonly Fault[], resource: unknown, expression: string, rules: RuleCatalogue): Issue[] {
  const issues = faults.slice(0, MAX_LISTED_FAULTS).map((fault) => toIssue(fault, resource, expression, rules));
  return faults.length === issues.length ? issues : [...issues, rules.issue('LT-V015', { expression })];
}
