import type { Resource } from '@medplum/fhirtypes';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { MappedRecord } from '../types/mapped-record.ts';
import type { FhirRecord } from '../types/source-record.ts';
import type { FhirEvidencePolicy } from './evidence/fhir-evidence.ts';
import { buildFhirEvidence } from './evidence/fhir-evidence.ts';
import { planEntries } from './plan-entries.ts';
import { rewriteReferences } from './rewrite-references.ts';
import { textAt } from './unchecked-element.ts';

export interface FhirMapperParts {
  readonly rules: RuleCatalogue;
  readonly policy: FhirEvidencePolicy;
}

/** Each of them refuses the record: to list more helps nobody, and a Bundle may hold a hundred thousand. */
const MAX_FAULTS = 100;

/**
 * Takes the resources of a Bundle into the facility's own space: ids scoped, references rewritten, nothing else touched.
 * Refuses (issues) what `planEntries` refuses, and unresolved and conditional references (LT-M011, LT-M012).
 * @source https://hl7.org/fhir/R4/http.html#transaction
 */
export function createFhirMapper({
  rules,
  policy,
}: FhirMapperParts): (facility: string, record: FhirRecord) => MappedRecord {
  return (facility, record) => {
    const issues: Issue[] = [];
    const report = (rule: string, expression: string) => {
      if (issues.length < MAX_FAULTS)
        issues.push(rules.issue(rule, { expression, place: record.placeOf?.(expression) }));
    };
    const planned = planEntries(facility, record, report);
    const known = new Map(planned.flatMap(({ names, reference }) => names.map((name) => [name, reference] as const)));
    const resources = planned.flatMap((entry) => {
      if (entry.resource === undefined) return [];
      const scope = {
        facility,
        known,
        onFault: (fault: 'unresolved' | 'conditional', path: string) =>
          void report(fault === 'unresolved' ? 'LT-M011' : 'LT-M012', path),
      };
      const copy = rewriteReferences(entry.resource, `${entry.path}.resource`, scope) as Resource;
      return [{ ...copy, id: entry.reference.slice(entry.reference.indexOf('/') + 1) } as Resource];
    });
    return {
      facility,
      key: record.key,
      resources,
      expressions: planned.flatMap(({ resource, path }) => (resource === undefined ? [] : `${path}.resource`)),
      entries: planned.map(({ reference }) => reference),
      deletes: planned.filter(({ resource }) => resource === undefined).map(({ reference }) => reference),
      replacesEpisode: ['document', 'collection', 'message'].includes(record.bundle.type),
      patient: patientOf(resources),
      loss: [],
      unmapped: [],
      issues,
      evidence: buildFhirEvidence(record, resources, policy),
      mapping: 'fhir-json/r4@1',
      elementsOf: () => [],
      lineage: (type, id, path) => {
        const entry = planned.find(({ reference }) => reference === `${type}/${id}`);
        return entry === undefined ? undefined : record.placeOf?.(`${entry.path}.resource.${path}`);
      },
    };
  };
}

/** The patient whose order the deliveries keep: the Bundle's own, else the subject that its first resource names. */
function patientOf(resources: readonly Resource[]): string | null {
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (patient !== undefined) return `Patient/${patient.id}`;
  const subjects = resources.map(
    (resource) => textAt(resource, 'subject', 'reference') ?? textAt(resource, 'patient', 'reference'),
  );
  return subjects.find((reference) => reference?.startsWith('Patient/')) ?? null;
}
