import type { ImportedCode } from '../fhir/imported-code-lists.ts';
import type { CodeColumns } from './codes-columns.ts';
import type { CodeFileRow } from './codes-file.ts';

/** What a file of codes holds. */
export interface CodeEntries {
  readonly codes: readonly ImportedCode[];
  /** Codes that stand twice with the same names: taken once. */
  readonly repeated: readonly { readonly code: string; readonly at: readonly [number, number] }[];
  /** Codes that stand twice with other names. */
  readonly conflicts: readonly { readonly code: string; readonly at: readonly [number, number] }[];
  /** Rows without a code: headings of groups. */
  readonly withoutCode: readonly number[];
  /** Rows whose code can be none: control characters inside, longer than 100 characters, `1.00E+11` of a spreadsheet. */
  readonly wrong: readonly number[];
}

const MAX_CODE = 100;
const MAX_NAME = 2_000;

/** Takes codes and names out of rows. Blanks around them are none of theirs; of conflicting rows the first one is taken. */
export function readEntries(rows: readonly CodeFileRow[], columns: CodeColumns): CodeEntries {
  const taken = new Map<string, { readonly entry: ImportedCode; readonly at: number }>();
  const found = { repeated: [], conflicts: [], withoutCode: [], wrong: [] } as {
    -readonly [part in keyof Omit<CodeEntries, 'codes'>]: CodeEntries[part][number][];
  };
  for (const { at, cells } of rows) {
    const code = (cells[columns.code] ?? '').trim();
    const entry = withoutEnd([code, nameAt(cells, columns.vi), nameAt(cells, columns.en)]);
    const known = taken.get(code);
    if (code === '') found.withoutCode.push(at);
    else if (!isCode(code)) found.wrong.push(at);
    else if (known === undefined) taken.set(code, { entry, at });
    else {
      const isSame = known.entry.join('\0') === entry.join('\0');
      (isSame ? found.repeated : found.conflicts).push({ code, at: [known.at, at] });
    }
  }
  return { codes: [...taken.values()].map(({ entry }) => entry), ...found };
}

/** What a spreadsheet makes of a long number. */
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+\d+$/i;

function isCode(text: string): boolean {
  return text.length <= MAX_CODE && !/\p{Cc}/u.test(text) && !SCIENTIFIC.test(text);
}

function nameAt(cells: readonly string[], column: number): string {
  return (cells[column] ?? '').replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);
}

function withoutEnd([code, vi, en]: readonly [string, string, string]): ImportedCode {
  if (en !== '') return [code, vi, en];
  return vi === '' ? [code] : [code, vi];
}
