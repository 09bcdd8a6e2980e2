import type { Resource } from '@medplum/fhirtypes';
import type { FieldMeanings } from '../fhir/field-meanings.ts';
import { isProtected, protectingLabels } from '../fhir/protected.ts';
import type { FhirElement, MappedRecord } from '../types/mapped-record.ts';
import type { OpenedField, OpenedResource, OpenedTable } from '../types/record-desk.ts';
import type { FormRecord, SourceRow, SourceTable } from '../types/source-record.ts';

/** Rows of one table that are shown: more is no page. */
const MAX_ROWS = 200;

export interface FormToOpen {
  readonly record: FormRecord;
  /** The record mapped, which tells where each field went. */
  readonly mapped: Pick<MappedRecord, 'resources' | 'elementsOf'>;
  readonly meaningOf: FieldMeanings['meaningOf'];
  /** False: what is specially protected is hidden. */
  readonly showsProtected: boolean;
}

/**
 * The tables of a form, every field with the FHIR elements that were written from it. A field that went into something specially
 * protected is hidden, and so is the whole table when one of its fields went nowhere else.
 */
export function openForm({ record, mapped, meaningOf, showsProtected }: FormToOpen): readonly OpenedTable[] {
  const hidden = new Set(showsProtected ? [] : mapped.resources.filter(isProtected).map(referenceOf));
  return [...record.tables.values()].map(openTable);

  function openTable({ name, rows }: SourceTable): OpenedTable {
    const isHidden = hidden.size > 0 && rows.some((row) => isAboutProtected(name, row));
    const shown = isHidden ? [] : rows.slice(0, MAX_ROWS);
    return {
      name,
      isHidden,
      count: rows.length,
      rows: shown.map((row) => ({
        number: row.number,
        within: row.within,
        fields: [...row.fields].map(([field, value]) => openField(name, row.number, field, value)),
      })),
    };
  }

  function isAboutProtected(table: string, { number, fields }: SourceRow): boolean {
    return [...fields.keys()].some((field) => {
      const references = mapped.elementsOf(`${table}[${number}].${field}`).map(targetOf);
      return references.length > 0 && references.every((reference) => hidden.has(reference));
    });
  }

  function openField(table: string, row: number, name: string, value: string): OpenedField {
    const elements = mapped.elementsOf(`${table}[${row}].${name}`);
    const isHidden = elements.some((element) => hidden.has(targetOf(element)));
    return {
      name,
      value: isHidden ? null : value,
      meaning: meaningOf(table, name),
      elements: isHidden ? [] : elements.map(splitElement),
    };
  }
}

/** Resources as pretty JSON, each with the tables that it was made from. */
export function openResources(
  resources: readonly Resource[],
  tablesOf: ReadonlyMap<string, readonly string[]>,
  showsProtected: boolean,
): readonly OpenedResource[] {
  return resources.map((resource) => {
    const reference = referenceOf(resource);
    const isHidden = !showsProtected && isProtected(resource);
    return {
      reference,
      labels: protectingLabels(resource),
      json: isHidden ? null : JSON.stringify(resource, null, 2),
      from: isHidden ? [] : (tablesOf.get(reference) ?? []),
    };
  });
}

/** Of each resource the tables that are shown and from which it was made, in their order. */
export function tablesBehind(tables: readonly OpenedTable[]): ReadonlyMap<string, readonly string[]> {
  const behind = new Map<string, Set<string>>();
  for (const { name, rows } of tables) {
    for (const { reference } of rows.flatMap(({ fields }) => fields.flatMap(({ elements }) => elements))) {
      behind.set(reference, (behind.get(reference) ?? new Set()).add(name));
    }
  }
  return new Map([...behind].map(([reference, names]) => [reference, [...names]]));
}

function referenceOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}

/** `Claim/{id}` and `item[2].net` of `Claim/{id}.item[2].net`: ids that we make hold no points. */
function splitElement({ path }: FhirElement): OpenedField['elements'][number] {
  const reference = targetOf({ path });
  return { reference, path: path.slice(reference.length + 1) };
}

function targetOf({ path }: Pick<FhirElement, 'path'>): string {
  const end = path.search(/[.[]/);
  return end === -1 ? path : path.slice(0, end);
}
