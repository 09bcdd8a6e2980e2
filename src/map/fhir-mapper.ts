import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import { scopeLogicalId } from '../fhir/logical-id.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { MappedRecord } from '../types/mapped-record.ts';
import type { FhirRecord } from '../types/source-record.ts';
import type { FhirEvidencePolicy } from './evidence/fhir-evidence.ts';
import { buildFhirEvidence } from './evidence/fhir-evidence.ts';
import { identityOf, namesOf } from './fhir-identity.ts';
import { rewriteReferences } from './rewrite-references.ts';

export interface FhirMapperParts {
  readonly rules: RuleCatalogue;
  readonly policy: FhirEvidencePolicy;
}

/** Each of them refuses the record: to list more helps nobody, and a Bundle may hold a hundred thousand. */
const MAX_FAULTS = 100;

/**
 * Takes the resources of a Bundle into the facility's own space: ids scoped, references rewritten, nothing else touched.
 * Refuses (issues) entries without a resource, other methods than POST, PUT, DELETE, unresolved and conditional references.
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
      issues,
      evidence: buildFhirEvidence(record, resources, policy),
      mapping: 'fhir-json/r4@1',
      lineage: (type, id, path) => {
        const entry = planned.find(({ reference }) => reference === `${type}/${id}`);
        return entry === undefined ? undefined : record.placeOf?.(`${entry.path}.resource.${path}`);
      },
    };
  };
}

interface PlannedEntry {
  /** `Bundle.entry[3]`, as sent. */
  readonly path: string;
  readonly names: readonly string[];
  /** `Type/id` in the gateway's ids. */
  readonly reference: string;
  /** Undefined for a DELETE. */
  readonly resource: Resource | undefined;
}

function planEntries(
  facility: string,
  { bundle, key, position }: FhirRecord,
  report: (rule: string, expression: string) => void,
): PlannedEntry[] {
  const taken = new Set<string>();
  // An entry of a batch stands in a Bundle of its own here; the sender knows it by its number among all.
  const first = bundle.type === 'batch' ? position - 1 : 0;
  return (bundle.entry ?? []).flatMap((entry, place) => {
    const path = `Bundle.entry[${first + place}]`;
    const planned = planEntry(facility, { key, entry, place, path }, report);
    if (planned === undefined) return [];
    if (taken.has(planned.reference)) report('LT-M014', path);
    taken.add(planned.reference);
    return [planned];
  });
}

function planEntry(
  facility: string,
  { key, entry, place, path }: { key: string; entry: BundleEntry; place: number; path: string },
  report: (rule: string, expression: string) => void,
): PlannedEntry | undefined {
  const { resource, request } = entry;
  if (request?.method === 'DELETE') return planDelete(facility, request.url, path, report);
  if (request !== undefined && !['POST', 'PUT'].includes(request.method)) {
    report('LT-M010', `${path}.request.method`);
    return undefined;
  }
  if (typeof resource !== 'object' || typeof resource.resourceType !== 'string') {
    report('LT-M013', path);
    return undefined;
  }
  const id = identityOf(facility, key, resource, entry, place);
  return { path, names: namesOf(entry, resource), reference: `${resource.resourceType}/${id}`, resource };
}

function planDelete(
  facility: string,
  url: string,
  path: string,
  report: (rule: string, expression: string) => void,
): PlannedEntry | undefined {
  const [type = '', id, ...rest] = url.split('/');
  if (id === undefined || rest.length > 0 || url.includes('?')) {
    report('LT-M010', `${path}.request.url`);
    return undefined;
  }
  return { path, names: [], reference: `${type}/${scopeLogicalId(facility, type, id)}`, resource: undefined };
}

/** The patient whose order the deliveries keep: the Bundle's own, else the subject that its first resource names. */
function patientOf(resources: readonly Resource[]): string | null {
  const patient = resources.find(({ resourceType }) => resourceType === 'Patient');
  if (patient !== undefined) return `Patient/${patient.id}`;
  for (const resource of resources) {
    const subject =
      ('subject' in resource ? resource.subject : undefined) ?? ('patient' in resource ? resource.patient : undefined);
    const reference: unknown =
      typeof subject === 'object' && subject !== null && 'reference' in subject ? subject.reference : undefined;
    if (typeof reference === 'string' && reference.startsWith('Patient/')) return reference;
  }
  return null;
}
