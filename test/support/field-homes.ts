import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { MappedRecord } from '../../src/types/mapped-record.ts';

/** One field of a form: its text, and the element of FHIR where it lives, with what stands there. */
export interface FieldHome {
  readonly text: string;
  /** `Observation.valueQuantity.value`; absent where another form of the record told the same already. */
  readonly at?: string;
  readonly is?: unknown;
}

/** A file of test/cases/map: the fields of one row, in the order of the form. */
export function readFieldHomes(file: string): ReadonlyMap<string, FieldHome> {
  const text = readFileSync(join(PATHS.root, 'test', 'cases', 'map', file), 'utf8');
  return new Map(Object.entries(parse(text) as Record<string, FieldHome>));
}

/** The row that a file of test/cases/map tells. */
export function rowOf(homes: ReadonlyMap<string, FieldHome>): Record<string, string> {
  return Object.fromEntries([...homes].map(([name, { text }]) => [name, text]));
}

/** What stands at an element (`Observation.valueQuantity.value`) of the resources whose lineage there leads to a place. */
export function valuesFrom({ resources, lineage }: MappedRecord, place: string, at: string): unknown[] {
  const dot = at.indexOf('.');
  const [type, path] = [at.slice(0, dot), at.slice(dot + 1)];
  return resources
    .filter(({ resourceType, id }) => resourceType === type && lineage(type, String(id), path) === place)
    .map((resource) => valueAt(resource, path));
}

function valueAt(resource: object, path: string): unknown {
  const names = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  return names.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], resource);
}

/** The resources of one type, in their order. */
export function resourcesOf<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter(({ resourceType }) => resourceType === type) as T[];
}
