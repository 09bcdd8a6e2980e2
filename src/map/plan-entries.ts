import type { Resource } from '@medplum/fhirtypes';
import { scopeLogicalId } from '../fhir/logical-id.ts';
import type { FhirRecord } from '../types/source-record.ts';
import { identityOf } from './fhir-identity.ts';
import type { JsonNode } from './json-node.ts';
import { isObject, textAt } from './unchecked-element.ts';

/** What is to become of one entry of a Bundle. */
export interface PlannedEntry {
  /** `Bundle.entry[3]`, as sent. */
  readonly path: string;
  /** By which other entries may refer to it: its fullUrl, and `Type/id`. */
  readonly names: readonly string[];
  /** `Type/id` in the gateway's ids. */
  readonly reference: string;
  /** Undefined for a DELETE. */
  readonly resource: Resource | undefined;
}

/** Told of each entry that cannot be taken: the rule and the FHIRPath of the place. */
export type ReportFault = (rule: string, expression: string) => void;

const CONDITIONS = ['ifMatch', 'ifNoneMatch', 'ifModifiedSince', 'ifNoneExist'];
const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;

/**
 * Plans every entry of a Bundle; nothing in it is validated yet. Reports another method than POST, PUT and DELETE by id
 * (LT-M010), no resource (LT-M013), a resource twice (LT-M014), conditional interactions (LT-M015), an address that does
 * not fit the resource (LT-M016) and an id that is none (LT-M017).
 * @source https://hl7.org/fhir/R4/http.html#transaction
 */
export function planEntries(
  facility: string,
  { bundle, key, position }: FhirRecord,
  report: ReportFault,
): PlannedEntry[] {
  const taken = new Set<string>();
  // An entry of a batch stands in a Bundle of its own here; the sender knows it by its number among all.
  const first = bundle.type === 'batch' ? position - 1 : 0;
  return (bundle.entry ?? []).flatMap((entry: unknown, place) => {
    const path = `Bundle.entry[${first + place}]`;
    const planned = isObject(entry) ? planEntry(facility, { key, entry, place, path }, report) : undefined;
    if (planned === undefined) return [];
    if (taken.has(planned.reference)) report('LT-M014', path);
    taken.add(planned.reference);
    return [planned];
  });
}

interface SentEntry {
  readonly key: string;
  readonly entry: JsonNode;
  readonly place: number;
  readonly path: string;
}

function planEntry(facility: string, sent: SentEntry, report: ReportFault): PlannedEntry | undefined {
  const { entry, path } = sent;
  const { request, resource } = entry;
  const method = textAt(request, 'method');
  const url = textAt(request, 'url') ?? '';
  if (request !== undefined && !['POST', 'PUT', 'DELETE'].includes(method ?? '')) {
    report('LT-M010', `${path}.request.method`);
    return undefined;
  }
  const condition = CONDITIONS.find((name) => isObject(request) && request[name] !== undefined);
  if (condition !== undefined || url.includes('?')) report('LT-M015', `${path}.request.${condition ?? 'url'}`);
  if (method === 'DELETE') return planDelete(facility, url, path, report);
  if (!isObject(resource) || typeof resource['resourceType'] !== 'string') {
    report('LT-M013', path);
    return undefined;
  }
  return planResource(facility, { ...sent, method, url }, resource as unknown as Resource, report);
}

function planResource(
  facility: string,
  { key, entry, place, path, method, url }: SentEntry & { readonly method: string | undefined; readonly url: string },
  resource: Resource,
  report: ReportFault,
): PlannedEntry | undefined {
  const type = resource.resourceType;
  const sentId: unknown = resource.id;
  if (sentId !== undefined && (typeof sentId !== 'string' || !FHIR_ID.test(sentId))) {
    report('LT-M017', `${path}.resource.id`);
    return undefined;
  }
  const fits = method === undefined || url === (method === 'PUT' ? `${type}/${sentId}` : type);
  if (!fits && !url.includes('?')) report('LT-M016', `${path}.request.url`);
  const names = [textAt(entry, 'fullUrl'), sentId === undefined ? undefined : `${type}/${sentId}`];
  const id = identityOf(facility, { key, place, isNew: method === 'POST' }, resource);
  return { path, names: names.filter((name) => name !== undefined), reference: `${type}/${id}`, resource };
}

function planDelete(facility: string, url: string, path: string, report: ReportFault): PlannedEntry | undefined {
  const [type = '', id = '', ...rest] = url.split('/');
  if (!FHIR_ID.test(id) || rest.length > 0) {
    report('LT-M010', `${path}.request.url`);
    return undefined;
  }
  return { path, names: [], reference: `${type}/${scopeLogicalId(facility, type, id)}`, resource: undefined };
}
