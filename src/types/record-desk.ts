import type { Act } from './act.ts';
import type { AttemptRow, DestinationStop } from './delivery.ts';
import type { InspectedDelivery, InspectedRecord, ReceivedFilter, RecordHandle } from './inspection.ts';
import type { Bilingual } from './issue.ts';
import type { FacilityCode } from './submission.ts';

/** An issue of a record, as its sender was told it. */
export interface ToldIssue {
  /** Null: the program's own word that all is well. */
  readonly rule: string | null;
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  /** Place in the sender's file (`XML3[12].MA_DICH_VU`), else the FHIR element. */
  readonly place: string | null;
  /** What is wrong, and what to do. */
  readonly text: Bilingual;
}

/** A field that a receiver refused. */
export interface RefusedField {
  readonly field: string;
  readonly code: string;
  /** Where it stands in the sender's own file, when that can be told. */
  readonly place: string | undefined;
}

/** One delivery with its attempts and what it waits for. */
export interface DeliveryLink {
  readonly delivery: InspectedDelivery;
  readonly attempts: readonly AttemptRow[];
  /** What people did to it, newest first. */
  readonly acts: readonly Act[];
  /** That it waits for: a person stopped its destination. */
  readonly stop: DestinationStop | null;
  /** Null: it arrived. */
  readonly waiting: { readonly text: Bilingual; readonly remedy: Bilingual | undefined } | null;
  readonly refused: readonly RefusedField[];
}

/** What became of one version of a record: nothing of what it says. */
export interface RecordChain {
  readonly record: InspectedRecord;
  /** MA_LK or document id. */
  readonly key: string;
  readonly facilityName: string | null;
  /** Each once. */
  readonly issues: readonly ToldIssue[];
  /** Who released it from quarantine, and why; null: nobody did, or nobody knows. */
  readonly released: Act | null;
  readonly deliveries: readonly DeliveryLink[];
  /** All versions and repetitions of the record at this facility, newest first. */
  readonly versions: readonly RecordHandle[];
}

/** A field of the sender's form, with the FHIR elements that were written from it. */
export interface OpenedField {
  readonly name: string;
  /** Null: hidden, because it speaks of what is specially protected. */
  readonly value: string | null;
  readonly meaning: Bilingual | undefined;
  readonly elements: readonly { readonly reference: string; readonly path: string }[];
}

export interface OpenedRow {
  /** From 1. */
  readonly number: number;
  /** Row of another table that it stands inside. */
  readonly within: string | undefined;
  readonly fields: readonly OpenedField[];
}

export interface OpenedTable {
  /** `XML3`. */
  readonly name: string;
  /** True: the whole table is specially protected and not shown. */
  readonly isHidden: boolean;
  /** How many rows there are; those that are shown stand in `rows`. */
  readonly count: number;
  readonly rows: readonly OpenedRow[];
}

export interface OpenedResource {
  /** `Type/id`. */
  readonly reference: string;
  readonly labels: readonly string[];
  /** Pretty JSON; null: hidden, because it is specially protected. */
  readonly json: string | null;
  /** Tables of the form that it was made from. */
  readonly from: readonly string[];
}

/** The content of a record: personal data. */
export interface OpenedRecord {
  /** `sent`: read from the bytes that came; `rebuilt`: made from what is kept, because the bytes are gone or were FHIR. */
  readonly source: 'sent' | 'rebuilt' | null;
  readonly tables: readonly OpenedTable[];
  readonly resources: readonly OpenedResource[];
  /** False: a refused record has no resources of its own here; these are what it would have been. */
  readonly isStored: boolean;
  /** How many resources are specially protected. */
  readonly protectedCount: number;
  readonly isProtectedShown: boolean;
}

/** Who opens a record. */
export interface Opening {
  /** As the audit log names them. */
  readonly by: string;
  /** Why what is specially protected is to be shown too; null: it stays hidden. */
  readonly reason: string | null;
}

/** Looking for records and into them. What shows personal data, or looks for a person, is in the audit log before it is answered. */
export interface RecordDesk {
  /**
   * By MA_LK or document id (as it is, and in capital letters) at one facility or (null) at all, newest first; or by the id of a
   * submission or of a record.
   */
  find(text: string, facility: FacilityCode | null): Promise<readonly RecordHandle[]>;
  /** By personal number, at one facility or (null) at all. */
  findPerson(number: string, facility: FacilityCode | null, by: string): Promise<readonly RecordHandle[]>;
  received(filter: ReceivedFilter): Promise<readonly RecordHandle[]>;
  chain(recordId: string): Promise<RecordChain | undefined>;
  /** Undefined: there is no such record. */
  open(recordId: string, opening: Opening): Promise<OpenedRecord | undefined>;
}
