import type { ElementDefinition } from '@medplum/fhirtypes';

/** A reference that examples published with R4 (4.0.1) itself make, and that its definitions do not allow. */
export interface TargetCorrection {
  readonly path: string;
  /** Resource type that is allowed too. */
  readonly target: string;
  readonly why: string;
}

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/**
 * The standard's text and its own examples contradict each other here; a sender who followed the example is not refused.
 * The reference validator of HL7 does not see these: it looks at the type of a target only where it can read the target.
 */
export const CORRECTED_TARGETS: readonly TargetCorrection[] = [
  {
    path: 'DeviceMetric.parent',
    target: 'DeviceDefinition',
    why: 'The published example DeviceMetric/example has the DeviceDefinition dc102 as its parent.',
  },
  {
    path: 'DeviceUseStatement.reasonReference',
    target: 'Procedure',
    why: 'The published example DeviceUseStatement/example gives a Procedure as the reason; R5 allows it.',
  },
  {
    path: 'MedicationRequest.dispenseRequest.performer',
    target: 'Practitioner',
    why: 'The published example MedicationRequest/medrx0301 names a Practitioner as the intended dispenser.',
  },
];

/** The element with its targets corrected; the same object when there is nothing to correct. */
export function correctTargets(element: ElementDefinition): ElementDefinition {
  const { path, type } = element;
  const correction = CORRECTED_TARGETS.find((one) => one.path === path);
  if (correction === undefined || type === undefined) return element;
  const widened = type.map((row) => ({
    ...row,
    targetProfile: [...(row.targetProfile ?? []), BASE + correction.target],
  }));
  return { ...element, type: widened };
}
