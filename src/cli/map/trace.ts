import type { FhirElement, MappedRecord } from '../../types/mapped-record.ts';
import type { CliIo } from '../command.ts';
import { toTerminalText } from '../receipt-text.ts';
import type { MappedFile } from './mapped-file.ts';

/** A place of a form: table, row, field. */
const PLACE = /^[A-Za-z0-9._]+\[\d+\]\..+$/;
/** An element of a resource, whose id may be left out: `Claim/{id}.item[2].net`, `Encounter.period.end`. */
const ELEMENT = /^(?<type>[A-Z][A-Za-z]+)(?:\/(?<id>[A-Za-z0-9.-]{1,64}?))?\.(?<path>[a-z_].*)$/;

interface Traced {
  readonly record: string;
  /** The place of the form. */
  readonly source: string;
  readonly element: FhirElement;
}

/** Prints where an element of a form went in FHIR, or from where an element of FHIR came. True when anything was found. */
export function printTrace(
  { path, records }: MappedFile,
  asked: string,
  json: boolean,
  io: Pick<CliIo, 'stdout'>,
): boolean {
  // `Claim.item[0].net` could be a place too, if a form had that name.
  const traced = records.flatMap((record) => {
    const there = PLACE.test(asked) ? traceForward(record, asked) : [];
    return there.length > 0 ? there : traceBack(record, asked);
  });
  if (json) io.stdout.write(`${JSON.stringify({ file: path, asked, found: traced })}\n`);
  else io.stdout.write(toTerminalText(traced.length === 0 ? [`${path}: nothing at ${asked}`] : traced.map(render)));
  return traced.length > 0;
}

function render({ source, element: { path, value } }: Traced): string {
  return `${source}  ${path} = ${JSON.stringify(value)}`;
}

function traceForward(record: MappedRecord, place: string): Traced[] {
  return record.elementsOf(place).map((element) => ({ record: record.key, source: place, element }));
}

function traceBack({ key, resources, lineage }: MappedRecord, asked: string): Traced[] {
  const { type = '', id, path = '' } = ELEMENT.exec(asked)?.groups ?? {};
  return resources.flatMap((resource) => {
    if (resource.resourceType !== type || (id !== undefined && resource.id !== id)) return [];
    const source = valueAt(resource, path) === undefined ? undefined : lineage(type, resource.id ?? '', path);
    if (source === undefined) return [];
    return [
      { record: key, source, element: { path: `${type}/${resource.id}.${path}`, value: valueAt(resource, path) } },
    ];
  });
}

function valueAt(resource: unknown, path: string): unknown {
  let at = resource;
  for (const segment of path.split('.')) {
    const [name = '', index = ''] = segment.split(/[[\]]/);
    const value: unknown = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
    const list = Array.isArray(value) ? value : [];
    at = index === '' ? value : list[Number(index)];
  }
  return at;
}
