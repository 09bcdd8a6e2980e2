import { createHash } from 'node:crypto';
import type { Form } from '../fhir/forms.ts';
import type { SourceRow, SourceTable } from '../types/source-record.ts';

/** Longest key of a record that is kept; MA_LK has at most 100 characters. */
const MAX_LENGTH = 255;

/** A text that can be the key of a record: not empty, of reasonable length, without control characters. */
export function asRecordKey(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const key = text.trim();
  return key === '' || key.length > MAX_LENGTH || /\p{Cc}/u.test(key) ? undefined : key;
}

/** MA_LK of a row; '' when there is none that can be a key. */
export function careEpisodeKey(fields: ReadonlyMap<string, string>): string {
  return asRecordKey(fields.get('MA_LK')) ?? '';
}

/** Where the key of a record stands. */
export interface FoundKey {
  readonly form: string;
  readonly key: string;
}

/** The first of the key fields of a form (`Form.key`) that a table's first row tells, table by table. */
export function findKey(tables: Iterable<SourceTable>, forms: readonly Form[]): FoundKey | undefined {
  for (const { name, rows } of tables) {
    const fields = rows[0]?.fields;
    for (const wanted of forms.find(({ id }) => id === name)?.key ?? []) {
      const parts = wanted.split('+').map((field) => asRecordKey(fields?.get(field)));
      const key = parts.includes(undefined) ? undefined : asRecordKey(parts.join('/'));
      if (key !== undefined) return { form: name, key };
    }
  }
  return undefined;
}

/** SHA-256 of the rows of tables: the same rows, the same key. */
export function hashOfTables(tables: Iterable<SourceTable>): string {
  const content = Array.from(tables, ({ name, rows }) => [name, rows.map(({ fields }) => [...fields])]);
  return sha256(content);
}

/** SHA-256 of a row. */
export function hashOfRow({ fields }: SourceRow): string {
  return sha256([...fields]);
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
