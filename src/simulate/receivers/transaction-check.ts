import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { Rejection } from './outcome.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

/** An entry that was found to be right. */
export type CheckedEntry =
  | { readonly method: 'PUT'; readonly reference: string; readonly resource: Resource }
  | { readonly method: 'DELETE'; readonly reference: string };

export interface TransactionRules {
  /** True when a resource is kept and not deleted. */
  readonly exists: (reference: string) => boolean;
  /** The receiver's own rules for one resource; a text for each that is broken. */
  readonly validate: (resource: Resource) => readonly string[];
}

const REFERENCE = /^([A-Za-z]{1,64})\/[A-Za-z0-9.-]{1,64}$/;

/**
 * Checks a transaction before anything of it is applied: a Bundle of type transaction; each entry `PUT Type/id` of a
 * known type with that very resource, or `DELETE Type/id`; no resource twice; every relative reference resolves
 * inside or exists already; the receiver's own rules. The first fault is the answer.
 * @source https://hl7.org/fhir/R4/http.html#trules
 */
export function checkTransaction(body: unknown, rules: TransactionRules): readonly CheckedEntry[] | Rejection {
  const bundle = body as Partial<Bundle> | null;
  if (bundle?.resourceType !== 'Bundle' || bundle.type !== 'transaction') {
    return { status: 400, code: 'invalid', text: 'expected a Bundle of type transaction' };
  }
  const checked: CheckedEntry[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of (bundle.entry ?? []).entries()) {
    const result = checkEntry(entry);
    if (typeof result === 'string') return { status: 400, code: 'invalid', text: `Bundle.entry[${index}]: ${result}` };
    if (seen.has(result.reference)) {
      return { status: 400, code: 'duplicate', text: `Bundle.entry[${index}]: resource stands twice` };
    }
    seen.add(result.reference);
    checked.push(result);
  }
  return findReferenceFault(checked, rules) ?? findRuleFault(checked, rules) ?? checked;
}

function checkEntry({ request, resource }: BundleEntry): CheckedEntry | string {
  const reference = request?.url ?? '';
  const type = REFERENCE.exec(reference)?.[1];
  if (type === undefined || !RESOURCE_TYPES.has(type)) return 'request.url is not Type/id of a known type';
  if (request?.method === 'DELETE') return { method: 'DELETE', reference };
  if (request?.method !== 'PUT') return 'request.method is neither PUT nor DELETE';
  if (resource === undefined || `${resource.resourceType}/${resource.id}` !== reference) {
    return 'resource is not the one in request.url';
  }
  return { method: 'PUT', reference, resource };
}

function findReferenceFault(entries: readonly CheckedEntry[], { exists }: TransactionRules): Rejection | undefined {
  const puts = new Set(entries.filter(({ method }) => method === 'PUT').map(({ reference }) => reference));
  const deletes = new Set(entries.filter(({ method }) => method === 'DELETE').map(({ reference }) => reference));
  for (const [index, entry] of entries.entries()) {
    if (entry.method === 'DELETE') continue;
    for (const target of relativeReferences(entry.resource)) {
      if (puts.has(target) || (exists(target) && !deletes.has(target))) continue;
      return { status: 422, code: 'not-found', text: `Bundle.entry[${index}]: reference does not resolve` };
    }
  }
  return undefined;
}

function findRuleFault(entries: readonly CheckedEntry[], { validate }: TransactionRules): Rejection | undefined {
  for (const [index, entry] of entries.entries()) {
    const text = entry.method === 'PUT' ? validate(entry.resource)[0] : undefined;
    if (text !== undefined) return { status: 422, code: 'business-rule', text: `Bundle.entry[${index}]: ${text}` };
  }
  return undefined;
}

/** Values of `reference` elements of the form `Type/id`, at any depth; contained and absolute ones are left out. */
function relativeReferences(value: unknown, found: string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const [name, child] of Object.entries(value)) {
    if (name !== 'reference' || typeof child !== 'string') relativeReferences(child, found);
    else if (REFERENCE.test(withoutVersion(child))) found.push(withoutVersion(child));
  }
  return found;
}

function withoutVersion(reference: string): string {
  return reference.split('/_history/', 1)[0] ?? reference;
}
