import type { Form } from '../../src/fhir/forms.ts';
import { isEpisodeNode } from '../../src/map/compile-node.ts';
import { fieldExtensionUrl } from '../../src/map/kept-texts.ts';
import type { MappingTable, NodeSpec } from '../../src/map/mapping-table.ts';
import { bilingual, definitionName } from './bilingual.ts';
import { bindingStrengthOf, type CodeListFile, slugOf } from './code-list-file.ts';
import type { Definition } from './definition-json.ts';
import { contextsOf, type FieldPart, partOf } from './field-part.ts';
import { JURISDICTION, type PackageFacts } from './package-facts.ts';

/** What the definitions are made from. */
export interface ExtensionSources {
  readonly tables: ReadonlyMap<string, MappingTable>;
  readonly forms: readonly Form[];
  readonly lists: readonly CodeListFile[];
  readonly facts: PackageFacts;
}

/** The extension of every form table, with a part for each field of the form: what the mapper writes, and no more. */
export function extensionDefinitions(sources: ExtensionSources): Definition[] {
  return sources.forms.map((form) => {
    const table = sources.tables.get(form.id);
    if (table === undefined) throw new Error(`form ${form.id} has no mapping table`);
    return extensionDefinition(form, table, sources);
  });
}

function extensionDefinition(form: Form, table: MappingTable, sources: ExtensionSources): Definition {
  const { facts } = sources;
  const url = fieldExtensionUrl(facts.systems.base, form.id);
  const nodesOf = (name: string) => table.nodes[name] ?? episodeNode(name, form, sources);
  const parts = [...form.fields.map(({ name }) => partOf(table.rename?.[name] ?? name, table)), ...ROW_PARTS];
  return {
    resourceType: 'StructureDefinition',
    id: url.slice(url.lastIndexOf('/') + 1),
    language: 'vi',
    url,
    version: facts.version,
    name: definitionName(form.id),
    ...bilingual('title', titleOf(form, table, sources)),
    status: 'active',
    publisher: facts.publisher,
    ...bilingual('description', descriptionOf(form, table)),
    jurisdiction: JURISDICTION,
    fhirVersion: '4.0.1',
    kind: 'complex-type',
    abstract: false,
    context: contextsOf(table, nodesOf).map((expression) => ({ type: 'element', expression })),
    type: 'Extension',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    derivation: 'constraint',
    differential: {
      element: [
        { id: 'Extension', path: 'Extension' },
        ...parts.flatMap((part) => partElements(part, sources)),
        { id: 'Extension.url', path: 'Extension.url', fixedUri: url },
        { id: 'Extension.value[x]', path: 'Extension.value[x]', max: '0' },
      ],
    },
  };
}

/** What is kept of the row itself: its number, and the row of another table that it stands inside. */
const ROW_PARTS: readonly FieldPart[] = [
  { field: 'row', types: ['integer'], list: undefined },
  { field: 'within', types: ['string'], list: undefined },
];

/** A node that another table of the same format makes for the whole record. */
export function episodeNode(
  name: string,
  { format }: Form,
  { forms, tables }: Pick<ExtensionSources, 'forms' | 'tables'>,
): NodeSpec | undefined {
  for (const form of forms) {
    const table = form.format === format ? tables.get(form.id) : undefined;
    const node = table?.nodes[name];
    if (table !== undefined && node !== undefined && isEpisodeNode(table, node)) return node;
  }
  return undefined;
}

/** A form that shares its mapping table with others has its own title in the list of forms. */
function titleOf({ id }: Form, { title }: MappingTable, { lists }: ExtensionSources) {
  const named = lists.find(({ list }) => list === 'LOAIHOSO')?.versions.at(-1)?.codes[id];
  const { vi, en } = { ...title, ...named };
  return { vi: `Trường của biểu mẫu ${id}: ${vi}`, en: `Fields of form ${id}: ${en}` };
}

function descriptionOf({ id }: Form, { source }: MappingTable) {
  return {
    vi: `Giá trị của biểu mẫu ${id} không có chỗ trong FHIR R4, hoặc không đọc lại được nguyên văn từ giá trị FHIR; mỗi phần mang tên của trường. Nguồn: ${source}.`,
    en: `Values of form ${id} that FHIR R4 has no home for, or whose text cannot be told again from the FHIR value; each part has the name of its field. Source: ${source}.`,
  };
}

/** A part has a value and so, by ext-1, no extensions of its own. The codes of a list are those of its Codings. */
function partElements({ field, types, list }: FieldPart, sources: ExtensionSources): object[] {
  // A path (`TINHTRANG_LUCSINH/DETHUONG`) would say that the slice is a part of another.
  const sliceName = field.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  const id = `Extension.extension:${sliceName}`;
  const path = 'Extension.extension';
  const value = { id: `${id}.value[x]`, path: `${path}.value[x]` };
  const coded = list !== undefined && types.includes('Coding');
  return [
    { id, path, sliceName, min: 0, max: String(types.length) },
    { id: `${id}.url`, path: `${path}.url`, fixedUri: field },
    {
      ...value,
      ...(coded ? { slicing: { discriminator: [{ type: 'type', path: '$this' }], rules: 'open' } } : {}),
      min: 1,
      type: types.map((code) => typeOf(code)),
    },
    ...(coded ? [codedValue(value, list, sources)] : []),
  ];
}

function codedValue(
  { id, path }: { readonly id: string; readonly path: string },
  list: string,
  sources: ExtensionSources,
) {
  const sliceName = 'valueCoding';
  return {
    id: `${id}:${sliceName}`,
    path,
    sliceName,
    min: 0,
    max: '1',
    type: [{ code: 'Coding' }],
    binding: bindingOf(list, sources),
  };
}

function typeOf(code: string) {
  if (code !== 'Reference') return { code };
  return { code, targetProfile: ['http://hl7.org/fhir/StructureDefinition/Practitioner'] };
}

/** A list that is not there is a mistake in the table. */
function bindingOf(list: string, { lists, facts }: ExtensionSources): object {
  const file = lists.find((one) => one.list === list);
  if (file === undefined) throw new Error(`code list ${list} is not in mappings/codes`);
  return {
    strength: bindingStrengthOf(file),
    valueSet: `${facts.systems.base}/ValueSet/${slugOf(list, facts.systems)}`,
  };
}
