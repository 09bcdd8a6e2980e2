import type { ValidateFunction } from 'ajv';
import { LineCounter, parseDocument } from 'yaml';

/** By form: things by name. */
type ByForm<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** One override as it stands in the file of a facility; every scalar is text. */
export interface OverrideEntry {
  readonly reason: string;
  readonly from?: string;
  readonly to?: string;
  /** The facility's element -> field of the form. */
  readonly rename?: ByForm<string>;
  /** Field -> text as sent -> text instead. */
  readonly correct?: ByForm<Readonly<Record<string, string>>>;
  /** By list: own code -> national code. */
  readonly codes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The file of one facility. */
export interface OverrideFile {
  readonly facility: string;
  readonly contact: string;
  readonly overrides: readonly OverrideEntry[];
}

/** A file with what tells where in it something stands. */
export interface ReadOverrideFile {
  readonly content: OverrideFile;
  /** `line 12, overrides[0].rename.XML1`; without the line where nothing stands. */
  placeOf(path: readonly (string | number)[]): string;
}

/**
 * Reads the text of a file and checks it against mappings/facilities/schema.json.
 * Refuses (throws, one line: place, what is wrong) what is not YAML, a name given twice, and what the schema does not allow.
 */
export function parseOverrideFile(text: string, check: ValidateFunction<OverrideFile>): ReadOverrideFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line ?? 1;
    throw new Error(error.code === 'DUPLICATE_KEY' ? `line ${line}: a name stands twice` : `line ${line} is not YAML`);
  }
  const placeOf = (path: readonly (string | number)[]) => {
    const node = document.getIn(path, true) as { readonly range?: readonly [number, number, number] } | undefined;
    const line = node?.range === undefined ? '' : `line ${lines.linePos(node.range[0]).line}, `;
    return `${line}${describePath(path)}`;
  };
  const content: unknown = document.toJS();
  if (check(content)) return { content, placeOf };
  const [fault] = check.errors ?? [];
  const path = pathOf(fault?.instancePath ?? '');
  const { additionalProperty } = (fault?.params ?? {}) as { readonly additionalProperty?: string };
  const name = additionalProperty === undefined ? '' : `: ${additionalProperty}`;
  throw new Error(`${placeOf(path)}: ${fault?.message}${name}`);
}

/** A JSON pointer as path; the numbers in it are places in lists. */
function pathOf(pointer: string): readonly (string | number)[] {
  const parts = pointer.split('/').slice(1);
  return parts
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part, at) => (at === 1 && parts[0] === 'overrides' ? Number(part) : part));
}

function describePath(path: readonly (string | number)[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
  return text === '' ? 'the file' : text.slice(1);
}
