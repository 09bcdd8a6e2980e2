import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormFormat } from '../types/submission.ts';

/** `birth`: yyyymmddHHMM whose month and day, or hour, may be zero when they are not known. */
export type FieldType =
  | 'string'
  | 'integer'
  | 'decimal'
  | 'instant'
  | 'date'
  | 'date-or-instant'
  | 'birth'
  | 'date-or-birth';

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
export interface Form {
  /** `XML0` (check-in) … `XML15`; `4210.XML1` … `4210.XML5` for the format of QĐ 4210, which ended on 01/07/2024. */
  readonly id: string;
  /** The format that carries the form; told by the file that defines it. */
  readonly format: FormFormat;
  readonly root: string;
  /** Another root that senders write; the form is then told by LOAIHOSO. */
  readonly otherRoot?: string;
  /** Element between root and rows; null when the rows stand under the root, or the root is the only row. */
  readonly list: string | null;
  /**
   * Element of a row. In nested documents (`health-book-xml`, `emr-export`, `prescription-json`) the path from the row
   * of the form that this one stands `within`, or from the body of the document: `TIEMCHUNG/THONGTINMUITIEM`. Their
   * field names may be paths too, of leaves inside groups that do not repeat: `TINHTRANG_LUCSINH/DETHUONG`.
   */
  readonly row: string;
  /** Nested documents: form whose rows hold the rows of this one. */
  readonly within?: string;
  /** Nested documents: the row may repeat (an array in JSON). */
  readonly many?: boolean;
  /** Nested documents: field of the form `within` before which the rows of this one stand; absent: after all of them. */
  readonly before?: string;
  /** Fields that tell one document from others: the first that is filled; `A+B`: both together. */
  readonly key?: readonly string[];
  readonly fields: readonly FormField[];
}

export interface Forms {
  readonly forms: readonly Form[];
  /** Misspelt element names seen in exports (upper case) and the names they stand for. */
  readonly mends: ReadonlyMap<string, string>;
}

/** A file of mappings/forms: the forms of one format. */
interface FormsFile {
  readonly format: FormFormat;
  readonly forms: readonly Omit<Form, 'format'>[];
  readonly mends?: Readonly<Record<string, string>>;
}

/**
 * Reads the national forms from the files of mappings/forms, in the order of their names.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT, QĐ 4210/QĐ-BYT; the others name theirs
 */
export function loadForms(directory: string): Forms {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as FormsFile);
  return {
    forms: files.flatMap(({ format, forms }) => forms.map((form): Form => ({ ...form, format }))),
    mends: new Map(files.flatMap(({ mends = {} }) => Object.entries(mends))),
  };
}

/** True when a record holds nothing but a check-in (XML0): what reception tells before there is an XML1. */
export function isCheckIn(tables: ReadonlyMap<string, unknown>): boolean {
  return tables.size === 1 && tables.has('XML0');
}
