import type { ElementDefinition, ElementDefinitionConstraint } from '@medplum/fhirtypes';

/** An invariant that HL7 published wrongly in R4 (4.0.1), and the expression that decides in its place. */
export interface InvariantCorrection {
  readonly published: string;
  readonly corrected: string;
  readonly why: string;
}

/**
 * Corrections as the reference validator of HL7 makes them in its own code, unless the reason says otherwise. They hold for
 * every constraint with exactly the published expression, those that a package has copied from R4 too.
 * docs/validator/corrected-invariants.md is made from this table.
 */
export const CORRECTED_INVARIANTS: readonly InvariantCorrection[] = [
  {
    published:
      "Appointment.cancelationReason.exists() implies (Appointment.status='no-show' or Appointment.status='cancelled')",
    corrected:
      "Appointment.cancelationReason.exists() implies (Appointment.status='noshow' or Appointment.status='cancelled')",
    why: 'The code is noshow; the value set has no no-show. The reference validator leaves this one as it is.',
  },
  {
    published: "fullUrl.contains('/_history/').not()",
    corrected: "fullUrl.exists() implies fullUrl.contains('/_history/').not()",
    why: 'Without a fullUrl the expression gives nothing, which is not true: every entry without one would fail.',
  },
  {
    published:
      "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.select($this='problem-list-item').empty()",
    corrected:
      "(verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() and category.coding.exists(system='http://terminology.hl7.org/CodeSystem/condition-category' and code ='problem-list-item').empty()) implies (clinicalStatus.exists())",
    why: 'A CodeableConcept never equals a text, so the last part never decides what it means to.',
  },
  {
    published: 'text.`div`.exists()',
    corrected: '(%rootResource != $this) or text.`div`.exists()',
    why: 'Best practice asks for a narrative in the resource itself; contained resources should not have one.',
  },
  {
    published: String.raw`path.matches('[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\.[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\[x\\])?(\\:[^\\s\\.]+)?)*')`,
    corrected: String.raw`path.matches('^[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\.[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}(\\[x\\])?(\\:[^\\s\\.]+)?)*$')`,
    why: 'matches() looks for the pattern anywhere in the text; the whole path is meant.',
  },
  {
    published: String.raw`path.matches('[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*')`,
    corrected: String.raw`path.matches('^[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*$')`,
    why: 'matches() looks for the pattern anywhere in the text; the whole path is meant.',
  },
  {
    published: "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
    corrected: "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
    why: 'The name is optional, and the whole of it is meant, not a part.',
  },
  {
    published: "targetProfile.exists() implies (type = 'Reference' or type = 'canonical')",
    corrected:
      "targetProfile.exists() implies (type = 'Reference' or type = 'canonical' or type.memberOf('http://hl7.org/fhir/ValueSet/resource-types'))",
    why: 'A parameter may be a resource, whose profile targetProfile then names.',
  },
  {
    published: 'enableWhen.count() > 2 implies enableBehavior.exists()',
    corrected: 'enableWhen.count() >= 2 implies enableBehavior.exists()',
    why: 'The text says: if there is more than one enableWhen, enableBehavior must be given.',
  },
  {
    published: "operator = 'exists' implies (answer is Boolean)",
    corrected: "operator = 'exists' implies (answer is boolean)",
    why: "The answer is a FHIR boolean, not FHIRPath's own type Boolean.",
  },
  {
    published: 'probability is decimal implies (probability as decimal) <= 100',
    corrected: '(probability.exists() and (probability is decimal)) implies ((probability as decimal) <= 100)',
    why: 'Without a probability the expression gives nothing, which is not true: every such prediction would fail.',
  },
  {
    published:
      "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
    corrected:
      "reference.exists() implies (reference = '#' or (reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))))",
    why: 'A Reference may have only an identifier or a display, and # alone points from a contained resource to its container.',
  },
  {
    published: "offset.empty() or (when.exists() and ((when in ('C' | 'CM' | 'CD' | 'CV')).not()))",
    corrected: "offset.empty() or (when.exists() and when.select($this in ('C' | 'CM' | 'CD' | 'CV')).allFalse())",
    why: 'when repeats, and in takes one value: with two values the expression is an error.',
  },
];

const CORRECTED = new Map(CORRECTED_INVARIANTS.map(({ published, corrected }) => [published, corrected]));

/** The elements with corrected expressions; the same objects where there is nothing to correct. */
export function correctInvariants(elements: readonly ElementDefinition[]): ElementDefinition[] {
  return elements.map((element) => {
    const { constraint } = element;
    if (!Array.isArray(constraint) || !constraint.some(isWrong)) return element;
    return { ...element, constraint: constraint.map(correctConstraint) };
  });
}

function isWrong({ expression }: ElementDefinitionConstraint): boolean {
  return expression !== undefined && CORRECTED.has(expression);
}

function correctConstraint(constraint: ElementDefinitionConstraint): ElementDefinitionConstraint {
  const expression = CORRECTED.get(constraint.expression ?? '');
  return expression === undefined ? constraint : { ...constraint, expression };
}
