import type { Bilingual } from '../types/issue.ts';
import type { FormFormat } from '../types/submission.ts';
import type { Form } from './forms.ts';
import { readYamlFolder } from './yaml-folder.ts';

/** What a field of a national form means, in the words of the people who fill it in. */
export interface FieldMeaning extends Bilingual {
  /** True: told by the name of the field alone, no text of the form was read that says so. */
  readonly inferred?: true;
}

/** A file of mappings/meanings: what the names of a format mean. */
interface MeaningsFile {
  readonly format: FormFormat;
  /** How sure the file is as a whole. */
  readonly note?: Bilingual;
  /** Format whose names mean the same in this one. */
  readonly like?: FormFormat;
  readonly fields: Readonly<Record<string, FieldMeaning>>;
  /** Forms in which a name means another thing. */
  readonly forms?: Readonly<Record<string, Readonly<Record<string, FieldMeaning>>>>;
}

export interface FieldMeanings {
  /** `meaningOf('XML1', 'MA_LK')`; undefined for a field that no file tells of, as those which a deployment adds. */
  meaningOf(form: string, field: string): FieldMeaning | undefined;
  /** How sure the meanings of a format are, where that is to be said. */
  noteOf(format: FormFormat): Bilingual | undefined;
}

/**
 * Reads the meanings of the fields of all forms from mappings/meanings. A form's own meaning goes before that of its
 * format, and that before what the format is `like`.
 */
export function loadFieldMeanings(directory: string, forms: readonly Form[]): FieldMeanings {
  const files = [...(readYamlFolder(directory).values() as Iterable<MeaningsFile>)];
  const byFormat = new Map(files.map((file) => [file.format, file]));
  const formats = new Map(forms.map(({ id, format }) => [id, format]));
  const fileOf = (format: FormFormat | undefined) => (format === undefined ? undefined : byFormat.get(format));
  return {
    meaningOf(form, field) {
      const own = fileOf(formats.get(form));
      return own?.forms?.[form]?.[field] ?? own?.fields[field] ?? fileOf(own?.like)?.fields[field];
    },
    noteOf: (format) => fileOf(format)?.note,
  };
}
