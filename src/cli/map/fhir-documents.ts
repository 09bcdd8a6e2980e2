import { type JsonLimits, parseStrictJson } from '../../fhir/json/strict-json.ts';

/** A document of a file, as the line takes it. */
export interface OfflineDocument {
  readonly bytes: Buffer;
  /** Where an entry of the Bundle stood in the file; undefined when it stands in the file as it does here. */
  readonly placeOf?: (entry: number) => string;
}

type Json = Readonly<Record<string, unknown>>;

/** Bundles whose entries belong together though they were not sent as a whole. */
const GATHERED: ReadonlySet<unknown> = new Set(['searchset', 'history', 'batch']);

/**
 * The documents of a file: itself, or each of its lines where every line is one. What of FHIR is no Bundle that a gateway
 * takes becomes one of type collection: the answer to a search, a history (of each resource its newest version), a batch, a
 * single resource, and all lines that are single resources together (NDJSON). What cannot be read stays as it is.
 * @source https://hl7.org/fhir/R4/bundle.html, https://hl7.org/fhir/R4/nd-json.html
 */
export function documentsOf(bytes: Buffer, limits: JsonLimits): readonly OfflineDocument[] {
  const text = bytes.toString('utf8');
  const lines = text.split('\n').map((line, index) => ({ line: line.trim(), place: `line ${index + 1}` }));
  const told = lines.filter(({ line }) => line !== '');
  const areDocuments = told.length > 1 && told.every(({ line }) => line.startsWith('{') && line.endsWith('}'));
  if (!areDocuments) return [gathered(bytes, limits)];
  const documents: OfflineDocument[] = [];
  const singles: { readonly resource: Json; readonly place: string }[] = [];
  for (const { line, place } of told) {
    const document = Buffer.from(line, 'utf8');
    const resource = resourceIn(document, limits);
    if (resource === undefined || resource['resourceType'] === 'Bundle') documents.push(gathered(document, limits));
    else singles.push({ resource, place });
  }
  if (singles.length === 0) return documents;
  const places = singles.map(({ place }) => place);
  const together = { ...collectionOf(singles.map(({ resource }) => ({ resource }))), placeOf: placeIn(places) };
  return [...documents, together];
}

const placeIn = (places: readonly string[]) => (entry: number) => places[entry] ?? '';

function resourceIn(bytes: Buffer, limits: JsonLimits): Json | undefined {
  const json = parseStrictJson(bytes, limits);
  if (!json.ok || !isObject(json.value)) return undefined;
  return typeof json.value['resourceType'] === 'string' ? json.value : undefined;
}

function gathered(bytes: Buffer, limits: JsonLimits): OfflineDocument {
  // Most files are XML, which no parser of JSON needs to see.
  const resource = bytes.subarray(0, 64).toString('latin1').trimStart().startsWith('{')
    ? resourceIn(bytes, limits)
    : undefined;
  if (resource === undefined) return { bytes };
  if (resource['resourceType'] !== 'Bundle') {
    return { ...collectionOf([{ resource }]), placeOf: () => 'the resource' };
  }
  const { type, entry } = resource;
  if (!GATHERED.has(type) || !Array.isArray(entry)) return { bytes };
  const kept = entry.flatMap((one: unknown, index) => (isTaken(one) ? [{ one, index }] : []));
  const newest = type === 'history' ? newestOf(kept) : kept;
  const entries = newest.map(({ one: { fullUrl, resource: inside } }) => ({ fullUrl, resource: inside }));
  return { ...collectionOf(entries), placeOf: placeIn(newest.map(({ index }) => `Bundle.entry[${index}]`)) };
}

interface Entry {
  readonly one: Json;
  readonly index: number;
}

/** False for what is no part of the record: notes on the search itself. */
function isTaken(entry: unknown): entry is Json {
  if (!isObject(entry)) return false;
  const { resource, search } = entry;
  return (
    !(isObject(search) && search['mode'] === 'outcome') &&
    !(isObject(resource) && resource['resourceType'] === 'OperationOutcome')
  );
}

/** A history has the newest version first; of a resource that was deleted there is none. */
function newestOf(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ one: { resource, request, fullUrl } }) => {
    const isDeleted = isObject(request) && request['method'] === 'DELETE';
    const named = isObject(resource) ? `${resource['resourceType']}/${resource['id']}` : '';
    const url = isObject(request) ? String(request['url']).split('/_history')[0] : '';
    const name = named === '' ? (url ?? '') : named;
    const isNew = !seen.has(name) && !seen.has(String(fullUrl));
    seen.add(name);
    if (fullUrl !== undefined) seen.add(String(fullUrl));
    return isNew && !isDeleted && isObject(resource);
  });
}

function collectionOf(entries: readonly object[]): { readonly bytes: Buffer } {
  const entry = entries.map((one) =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
  );
  return { bytes: Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }), 'utf8') };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
