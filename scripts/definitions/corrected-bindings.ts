import type { ElementDefinition, ElementDefinitionBinding } from '@medplum/fhirtypes';

/** What a binding says of codes. */
interface Bound {
  readonly strength: ElementDefinitionBinding['strength'];
  readonly valueSet: string;
}

/** A binding that HL7 published wrongly in R4 (4.0.1), at every element with this path, and what stands in its place. */
export interface BindingCorrection {
  readonly path: string;
  readonly published: Bound;
  readonly corrected: Bound;
  readonly why: string;
}

const UCUM_VITALS = 'http://hl7.org/fhir/ValueSet/ucum-vitals-common|4.0.1';
const V3 = 'http://terminology.hl7.org/ValueSet/v3-';
const OTHER_VERSION = 'The value set has versions of HL7 v3; 4.0.1 does not exist.';

/** As the reference validator of HL7 corrects them when it loads R4, unless the reason says otherwise. */
export const CORRECTED_BINDINGS: readonly BindingCorrection[] = [
  {
    path: 'Observation.component.value[x]',
    published: { strength: 'required', valueSet: UCUM_VITALS },
    corrected: { strength: 'extensible', valueSet: UCUM_VITALS },
    why: 'The vital signs bind every type of value to units of measure, a coded answer too; only a quantity can have one.',
  },
  {
    path: 'Extension.value[x]',
    published: { strength: 'required', valueSet: `${V3}EntityNameUseR2|4.0.1` },
    corrected: { strength: 'required', valueSet: `${V3}EntityNameUseR2` },
    why: `${OTHER_VERSION} The reference validator leaves the value set unknown.`,
  },
  {
    path: 'Extension.value[x]',
    published: { strength: 'required', valueSet: `${V3}NullFlavor|4.0.1` },
    corrected: { strength: 'required', valueSet: `${V3}NullFlavor` },
    why: OTHER_VERSION,
  },
];

/** The element with its binding corrected; the same object when there is nothing to correct. */
export function correctBinding(element: ElementDefinition): ElementDefinition {
  const { path, binding } = element;
  const correction = CORRECTED_BINDINGS.find(
    (one) =>
      one.path === path && one.published.valueSet === binding?.valueSet && one.published.strength === binding.strength,
  );
  return correction === undefined ? element : { ...element, binding: { ...binding, ...correction.corrected } };
}
