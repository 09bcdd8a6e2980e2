import type { Resource } from '@medplum/fhirtypes';
import type { Issue } from './issue.ts';
import type { EpochMs, FacilityCode, RecordState } from './submission.ts';

/** What a record tells about coverage; see `RecordFact`. Computed from the record alone. */
export interface RecordEvidence {
  /** `claim`: XML1 of the claim family; `emr`: clinical content; `check-in`: reception only. */
  readonly source: 'claim' | 'emr' | 'check-in';
  /** MA_LK or the encounter's identifier. */
  readonly encounter: string;
  readonly endOfCare: EpochMs | null;
  /** 0 none, 1 sections, 2 document, 3 signed (design: evidence levels per encounter). */
  readonly level: 0 | 1 | 2 | 3;
  readonly sectionsDue: readonly string[];
  readonly sectionsPresent: readonly string[];
  /** A well-formed 12-digit personal number is there. */
  readonly identity: boolean;
  readonly signed: boolean;
}

/** A source field that no rule of the mapping read. */
export interface LossEntry {
  /** `XML3[12].TEN_LA` */
  readonly place: string;
  readonly table: string;
  readonly field: string;
}

/**
 * A code of the record that its national list, as loaded here, does not hold; it is mapped as sent. An entry stands for one
 * occurrence: the same code in ten rows is told ten times.
 */
export interface UnmappedCode {
  /** Name of the list: `MA_KHOA`. */
  readonly list: string;
  /** As sent; one item of a `;` list. May hold anything: see `maskCode` before it is shown or kept. */
  readonly code: string;
  /** Form and field where it stands: `XML3`, `MA_KHOA`. */
  readonly form: string;
  readonly field: string;
  /** `list-not-loaded`: nothing, or no more than a few codes, of the list is there on that day. */
  readonly reason: 'not-in-list' | 'list-not-loaded';
  /** The record's own day, `YYYY-MM-DD`, by which the version of the list was chosen, when it tells one. */
  readonly day?: string | undefined;
  /** `XML3[12].MA_KHOA`, when the row is known. */
  readonly place?: string | undefined;
}

/** An element of a resource. */
export interface FhirElement {
  /** `Claim/{id}.item[11].productOrService.coding[0].code` */
  readonly path: string;
  readonly value: unknown;
}

/** One record as FHIR R4. */
export interface MappedRecord {
  readonly facility: FacilityCode;
  readonly key: string;
  /** Every resource has an id; references between them are `Type/id`. */
  readonly resources: readonly Resource[];
  /** FHIRPath of each resource as the sender knows it: `Encounter`, or `Bundle.entry[3].resource`. Parallel to `resources`. */
  readonly expressions: readonly string[];
  /** For each entry of a Bundle, in its order: `Type/id` in the gateway's ids. Empty for forms. */
  readonly entries: readonly string[];
  /** References that the sender deletes explicitly (`DELETE` entries of a transaction). */
  readonly deletes: readonly string[];
  /** True when resources of the last version of this record that are missing now are superseded (removed). */
  readonly replacesEpisode: boolean;
  /** `Patient/{id}`: deliveries keep their order per patient. */
  readonly patient: string | null;
  readonly loss: readonly LossEntry[];
  readonly unmapped: readonly UnmappedCode[];
  readonly issues: readonly Issue[];
  /** Null for a form that tells nothing of a care episode. */
  readonly evidence: RecordEvidence | null;
  /** Name and version of the mapping that was used, e.g. `claim-xml/4750@1`. */
  readonly mapping: string;
  /**
   * The sender's own place behind a FHIR element: `('Encounter', id, 'period.end') -> 'XML1[1].NGAY_RA'`.
   * Costs a second mapping pass, so it is asked only for elements that have an issue.
   */
  readonly lineage: (type: string, id: string, path: string) => string | undefined;
  /**
   * The other way: the FHIR elements that were written from a place, its home first:
   * `XML3[12].MA_DICH_VU -> Claim/….item[11].productOrService.coding[0].code`. Empty where nothing was.
   */
  readonly elementsOf: (place: string) => readonly FhirElement[];
}

/** Verdict on one record after decoding, mapping and validation. */
export interface Verdict {
  readonly state: RecordState;
  readonly issues: readonly Issue[];
  /** The policy by which it was judged: `default@1+3f2a9c1e/enforced`. */
  readonly policy: string;
  /** Ids of broken rules that the policy turns off: they have no issue here. */
  readonly silenced: readonly string[];
}
