import type { AuditEvent } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';

const LIFECYCLE = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const DICOM = 'http://dicom.nema.org/resources/ontology/DCM';

/** What an operator does, as ISO 21089 calls it, with the action of FHIR. */
const ACTIONS = {
  access: 'R',
  hold: 'C',
  unhold: 'D',
  destroy: 'D',
  amend: 'U',
  archive: 'E',
  restore: 'E',
  transmit: 'E',
  verify: 'E',
} as const;

/** Something that a person did to what is kept, or that runs because a person wrote so into the configuration. */
export interface OperatorAudited {
  readonly at: EpochMs;
  /** Who, as `operatorOf` names them. */
  readonly by: string;
  readonly event: keyof typeof ACTIONS;
  /** Id of what it was done to: a hold, a delivery, a record, `store`. */
  readonly object: string;
  /** Ids, codes, counts and the reason that was given: no personal data. */
  readonly details: Readonly<Record<string, string | number>>;
}

/**
 * The AuditEvent of it.
 * @source https://hl7.org/fhir/R4/codesystem-iso-21089-lifecycle.html
 */
export function buildOperatorAudit({ at, by, event, object, details }: OperatorAudited): AuditEvent {
  return {
    resourceType: 'AuditEvent',
    type: { system: DICOM, code: '110100', display: 'Application Activity' },
    subtype: [{ system: LIFECYCLE, code: event }],
    action: ACTIONS[event],
    recorded: toLocalInstant(at),
    outcome: '0',
    agent: [{ who: { display: by }, requestor: true }],
    source: {
      observer: { type: 'Device', display: 'Liên Thông' },
      type: [{ system: `${TERMINOLOGY}/security-source-type`, code: '4' }],
    },
    entity: [
      {
        what: { identifier: { value: object } },
        type: { system: `${TERMINOLOGY}/audit-entity-type`, code: '2' },
        detail: Object.entries(details).map(([type, value]) => ({ type, valueString: String(value) })),
      },
    ],
  };
}
