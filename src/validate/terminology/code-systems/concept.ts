import type { CodeSystemConcept, CodeSystemConceptProperty } from '@medplum/fhirtypes';
import type { CodeKnowledge } from '../terminology.ts';

/** Statuses under which a code is not to be used for new data. @source https://hl7.org/fhir/R4/codesystem-concept-properties.html */
const INACTIVE_STATUSES: ReadonlySet<string> = new Set(['inactive', 'retired']);

/** What a code system says of one of its codes. */
export function knowledgeOf(concept: CodeSystemConcept): CodeKnowledge {
  const displays: string[] = [];
  if (concept.display !== undefined) displays.push(concept.display);
  for (const { value } of concept.designation ?? []) {
    if (value !== undefined && !displays.includes(value)) displays.push(value);
  }
  return { status: 'known', displays, isInactive: isInactive(concept), isAbstract: isAbstract(concept) };
}

/** Whether the code is marked as inactive or retired. */
export function isInactive(concept: CodeSystemConcept): boolean {
  return (concept.property ?? []).some(
    (property) =>
      (property.code === 'inactive' && property.valueBoolean === true) ||
      (property.code === 'status' && INACTIVE_STATUSES.has(propertyText(property) ?? '')),
  );
}

function isAbstract(concept: CodeSystemConcept): boolean {
  return (concept.property ?? []).some(
    ({ code, valueBoolean }) => (code === 'notSelectable' || code === 'abstract') && valueBoolean === true,
  );
}

/** The value of a property as a filter compares it; a Coding by its code. */
export function propertyText(property: CodeSystemConceptProperty): string | undefined {
  const value =
    property.valueCode ??
    property.valueString ??
    property.valueBoolean ??
    property.valueInteger ??
    property.valueDecimal ??
    property.valueDateTime ??
    property.valueCoding?.code;
  return value === undefined ? undefined : String(value);
}
