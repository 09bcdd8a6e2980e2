import { createHash } from 'node:crypto';

type Scalar = string | number | null | Buffer;
/** What a statement is given: one value, or a column of them for `unnest`. */
export type Value = Scalar | readonly Scalar[];

/** A statement with named parameters, prepared once on each connection. */
export interface Statement<Parameters, Row> {
  /** Its name among the prepared statements of a connection. */
  readonly name: string;
  readonly text: string;
  readonly bind: (parameters: Parameters) => (string | Buffer | null)[];
  /** Only for the compiler: what a row holds. */
  readonly row?: Row;
}

const PARAMETER = /(?<!:):([a-z]\w*)/gi;

/** A statement whose parameters are written `:name`, as in the SQLite adapter. */
export function statement<Parameters extends object, Row extends object = object>(
  sql: string,
): Statement<Parameters, Row> {
  const names: string[] = [];
  const text = sql.replace(PARAMETER, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return {
    name: `lt_${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
    text,
    bind: (parameters) => names.map((name) => encode((parameters as Record<string, Value>)[name] as Value)),
  };
}

/**
 * A statement that reads rows of facilities, each by its own code. Throws on one that does not say so: a bug.
 * `asked` names what several calls ask for together: each row of it carries the code of its facility.
 */
export function ofFacility<Parameters extends object, Row extends object>(sql: string): Statement<Parameters, Row> {
  if (!/facility = (?::facility|asked\.facility)/.test(sql)) throw new Error(`a statement without a facility: ${sql}`);
  return statement(sql);
}

function encode(value: Value): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return withoutNul(value);
  if (typeof value === 'number') return String(value);
  if (Buffer.isBuffer(value)) return value;
  return `{${(value as readonly Scalar[]).map(encodeElement).join(',')}}`;
}

function encodeElement(value: Scalar): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`;
  const text = withoutNul(value);
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

/** PostgreSQL keeps no U+0000 in a text: it becomes the sign for it, so that no sender can make the store refuse. */
function withoutNul(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\u2400') : text;
}
