import { readFileSync } from 'node:fs';

/** `birth`: yyyymmddHHMM whose month and day, or hour, may be zero when they are not known. */
export type FieldType = 'string' | 'integer' | 'decimal' | 'instant' | 'date' | 'date-or-instant' | 'birth';

/** One element of a national table, in the words of the decision. */
export interface FormField {
  readonly name: string;
  readonly type: FieldType;
  /** Most digits after the decimal point (money 2, quantity and unit price 3). */
  readonly decimals?: number;
  /** In characters; absent: unlimited. */
  readonly maxLength?: number;
  readonly required?: true;
  /** Mandatory when another field of the row has one of these values, or (without `in`) any value. */
  readonly requiredWhen?: { readonly field: string; readonly in?: readonly string[] };
  /** Holds several values, separated by `;` without spaces. */
  readonly list?: true;
  /** Code list that the values are taken from. */
  readonly codes?: string;
}

/** One national table: the names of its elements, and its fields in the order of the decision. */
export interface ClaimForm {
  /** `XML0` (check-in) … `XML15`; `4210.XML1` … `4210.XML5` for the format of QĐ 4210, which ended on 01/07/2024. */
  readonly id: string;
  readonly root: string;
  /** Element between root and rows; null when the rows stand under the root, or the root is the only row. */
  readonly list: string | null;
  readonly row: string;
  readonly fields: readonly FormField[];
}

export interface ClaimForms {
  readonly forms: readonly ClaimForm[];
  /** Misspelt element names seen in exports (upper case) and the names they stand for. */
  readonly mends: ReadonlyMap<string, string>;
}

/**
 * Reads the national output tables from mappings/forms.json.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT, QĐ 4210/QĐ-BYT
 */
export function loadClaimForms(file: string): ClaimForms {
  const { forms, mends } = JSON.parse(readFileSync(file, 'utf8')) as {
    forms: readonly ClaimForm[];
    mends: Record<string, string>;
  };
  return { forms, mends: new Map(Object.entries(mends)) };
}

/** True when a record holds nothing but a check-in (XML0): what reception tells before there is an XML1. */
export function isCheckIn(tables: ReadonlyMap<string, unknown>): boolean {
  return tables.size === 1 && tables.has('XML0');
}
