import type { AuditEvent, Coding } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs, FacilityCode, SubmissionState } from '../types/submission.ts';

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const GATEWAY = 'Liên Thông';

/** One submission taken into the store. */
export interface SubmissionAudited {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
  readonly submissionId: string;
  /** SHA-256 of the bytes received, hex: the chain then vouches for the bytes too. */
  readonly sha256: string;
  readonly state: SubmissionState;
  readonly records: number;
}

/**
 * A submission taken, as an AuditEvent after IHE BALP's pattern for a successful Create: the facility is the source,
 * the gateway the destination, the submission the object. Carries no personal data.
 * @source https://profiles.ihe.net/ITI/BALP/StructureDefinition-IHE.BasicAudit.Create.html
 */
export function buildSubmissionAudit({
  submissionId,
  sha256,
  state,
  records,
  ...taken
}: SubmissionAudited): AuditEvent {
  return buildCreateAudit({ ...taken, object: submissionId, details: { sha256, state, records } });
}

/** A day list of a facility that is kept. */
export interface ManifestAudited {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
  readonly manifestId: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly lines: number;
}

/** A day list that is kept, by the same pattern. */
export function buildManifestAudit({ manifestId, day, lines, ...taken }: ManifestAudited): AuditEvent {
  return buildCreateAudit({ ...taken, object: manifestId, details: { day, lines } });
}

interface Created {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
  readonly object: string;
  readonly details: Readonly<Record<string, string | number>>;
}

function buildCreateAudit({ at, facility, object, details }: Created): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    type: coding('audit-event-type', 'rest'),
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: 'create' }],
    action: 'C',
    recorded: toLocalInstant(at),
    outcome: '0',
    agent: [
      {
        type: { coding: [{ system: DICOM, code: '110153', display: 'Source Role ID' }] },
        who: { type: 'Organization', identifier: { value: facility } },
        requestor: true,
      },
      {
        type: { coding: [{ system: DICOM, code: '110152', display: 'Destination Role ID' }] },
        who: { type: 'Device', display: GATEWAY },
        requestor: false,
      },
    ],
    source: { observer: { type: 'Device', display: GATEWAY }, type: [coding('security-source-type', '4')] },
    entity: [
      {
        what: { identifier: { value: object } },
        type: coding('audit-entity-type', '2'),
        role: coding('object-role', '4'),
        detail: Object.entries(details).map(([type, value]) => ({ type, valueString: String(value) })),
      },
    ],
  };
}

/** One answer that told something of what is kept. */
export interface ReadAudited {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
  /** A resource by its id, or an operation over all of a patient. */
  readonly interaction: 'read' | 'operation';
  /** `Type/id` of what was read: for an operation the patient. */
  readonly reference: string;
}

/**
 * An answer, as an AuditEvent after IHE BALP's patterns for a read and for an operation: the gateway is the source, the
 * facility the destination, the resource the object.
 * @source https://profiles.ihe.net/ITI/BALP/StructureDefinition-IHE.BasicAudit.Read.html
 */
export function buildReadAudit({ at, facility, interaction, reference }: ReadAudited): AuditEvent {
  const isPatient = reference.startsWith('Patient/');
  return {
    resourceType: 'AuditEvent',
    type: coding('audit-event-type', 'rest'),
    subtype: [{ system: 'http://hl7.org/fhir/restful-interaction', code: interaction }],
    action: interaction === 'read' ? 'R' : 'E',
    recorded: toLocalInstant(at),
    outcome: '0',
    agent: [
      {
        type: { coding: [{ system: DICOM, code: '110153', display: 'Source Role ID' }] },
        who: { type: 'Device', display: GATEWAY },
        requestor: false,
      },
      {
        type: { coding: [{ system: DICOM, code: '110152', display: 'Destination Role ID' }] },
        who: { type: 'Organization', identifier: { value: facility } },
        requestor: true,
      },
    ],
    source: { observer: { type: 'Device', display: GATEWAY }, type: [coding('security-source-type', '4')] },
    entity: [
      {
        what: { reference },
        type: coding('audit-entity-type', isPatient ? '1' : '2'),
        role: coding('object-role', isPatient ? '1' : '4'),
      },
    ],
  };
}

function coding(system: string, code: string): Coding {
  return { system: `${TERMINOLOGY}/${system}`, code };
}
