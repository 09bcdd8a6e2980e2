import type { FacilityCode } from '../../types/submission.ts';

/** What an override does to the rows of one form. */
export interface FormOverride {
  /** Field of the form by the facility's own element. */
  readonly renames: ReadonlyMap<string, string>;
  /** By field: text instead of a text as sent; '' is an empty element. */
  readonly corrections: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By field: national code instead of the facility's own. */
  readonly codes: ReadonlyMap<string, FieldCodes>;
}

export interface FieldCodes {
  readonly national: ReadonlyMap<string, string>;
  /** True for a field of several codes, separated by `;`. */
  readonly isList: boolean;
}

/** One override of a facility, compiled. */
export interface Override {
  readonly facility: FacilityCode;
  /** Facility and digest of the file, for receipts: `99001@3f2a9c1e`. */
  readonly edition: string;
  readonly reason: string;
  /** First and last day of receipt, `YYYY-MM-DD`; '' and '9999' when open. */
  readonly from: string;
  readonly to: string;
  /** By form. */
  readonly forms: ReadonlyMap<string, FormOverride>;
}
