import type { Form } from '../../src/fhir/forms.ts';
import { fieldExtensionUrl } from '../../src/map/kept-texts.ts';
import type { MappingTable } from '../../src/map/mapping-table.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import { extensionName } from './fhir-place.ts';
import { FIELD_HEAD, fieldRow } from './field-row.ts';
import { formContext } from './form-context.ts';
import { code, inline, table } from './markdown.ts';
import { NODE_HEAD, nodeRows } from './node-rows.ts';
import type { PageSources } from './sources.ts';

/** `xml1.md`, by the id of a form. */
export function pageName(form: string): string {
  return `${extensionName(form)}.md`;
}

/** Title of a form; the list of papers names one that shares its table, and so its title, with others. */
export function titleOf({ id }: Form, { title }: MappingTable, { lists, tables }: PageSources): Bilingual {
  const isShared = [...tables].some(([other, mapping]) => other !== id && mapping.title.vi === title.vi);
  const { vi = title.vi, en = title.en } = isShared ? (lists.lookup('LOAIHOSO', id) ?? {}) : {};
  return { vi, en };
}

/** The page of a form: where it stands, its fields, and what its rows make in FHIR. */
export function renderFormPage(form: Form, mapping: MappingTable, sources: PageSources): string {
  const context = formContext(form, mapping, sources);
  const { vi, en } = titleOf(form, mapping, sources);
  const fields = form.fields.map((field) => fieldRow(field, context));
  const parts = [
    `# ${form.id}: ${vi} / ${en}`,
    '[← Danh sách biểu mẫu / All forms](README.md)',
    headLines(form, mapping, sources).join('\n'),
    '## Trường / Fields',
    table(FIELD_HEAD, fields),
    '## Tài nguyên FHIR / FHIR resources',
    table(NODE_HEAD, nodeRows(context)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headLines(form: Form, { source }: MappingTable, { meanings, tableFiles }: PageSources): readonly string[] {
  const file = tableFiles.get(form.id);
  const note = meanings.noteOf(form.format);
  return [
    `- Nguồn / Source: ${source}`,
    `- Vị trí / Place: ${placeOf(form)}`,
    ...(form.key === undefined ? [] : [`- Khóa / Key: ${form.key.map(code).join(', ')}`]),
    `- Phần mở rộng / Extension: ${code(fieldExtensionUrl('{base}', form.id))}`,
    ...(file === undefined ? [] : [`- Bảng ánh xạ / Mapping table: [${file}](../../mappings/${file})`]),
    ...(note === undefined ? [] : [`- ${inline(note)}`]),
  ];
}

function placeOf({ root, list, row, within, many }: Form): string {
  const path = [root, list, row].filter((name) => name !== null && name !== '' && name !== root);
  const place = code([root, ...path].join('/'));
  const repeated = many === true || list !== null ? ', lặp lại / repeated' : '';
  return within === undefined
    ? `${place}${repeated}`
    : `${place}${repeated}, trong / within [${within}](${pageName(within)})`;
}
