import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { RecordReference } from '../../fhir/record-reference.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Effect } from '../effect.ts';
import { combineDigests, digestResource, isShared } from './digest.ts';
import type { CheckedEntry } from './transaction-check.ts';

/** A transaction that was found right and is to be applied. */
export interface Commit {
  readonly key: string;
  /** SHA-256 of the request's bytes. */
  readonly sha256: string;
  readonly at: EpochMs;
  readonly entries: readonly CheckedEntry[];
  /** Of the header LT-Record; null when the request had none. Absent in journals of earlier versions. */
  readonly record?: RecordReference | null;
}

interface Kept {
  readonly version: number;
  readonly digest: string;
  /** Null once deleted. */
  readonly resource: Resource | null;
}

/** What a receiver keeps: resources with their versions, and the log of effects. */
export interface Repository {
  /** Applies a whole transaction. A resource that is the same byte for byte gets no new version. */
  apply(commit: Commit): Effect;
  /** The first effect under a key and the bytes it came with. */
  findByKey(key: string): { readonly sha256: string; readonly effect: Effect } | undefined;
  read(reference: string): Resource | undefined;
  readonly effects: readonly Effect[];
  /** Resources that are kept and not deleted. */
  count(): number;
}

/** Starts empty. */
export function createRepository(): Repository {
  const kept = new Map<string, Kept>();
  const byKey = new Map<string, { readonly sha256: string; readonly effect: Effect }>();
  const effects: Effect[] = [];

  /** True when the content is new. */
  function put(reference: string, digest: string, resource: Resource): boolean {
    const before = kept.get(reference);
    if (before?.digest === digest) return false;
    kept.set(reference, { version: (before?.version ?? 0) + 1, digest, resource });
    return true;
  }

  function remove(reference: string): boolean {
    const before = kept.get(reference);
    if (before === undefined || before.resource === null) return false;
    kept.set(reference, { version: before.version + 1, digest: '', resource: null });
    return true;
  }

  return {
    apply({ key, sha256, at, entries }) {
      let changed = 0;
      const digests: [string, string][] = [];
      const resources = entries.map((entry) => {
        const { reference } = entry;
        if (entry.method === 'DELETE') {
          if (remove(reference)) changed += 1;
          return reference;
        }
        const digest = digestResource(entry.resource);
        digests.push([reference, digest]);
        if (put(reference, digest, entry.resource) && !isShared(reference)) changed += 1;
        return `${reference}/_history/${kept.get(reference)?.version}`;
      });
      const effect: Effect = {
        key,
        order: effects.length + 1,
        at,
        digest: combineDigests(digests),
        resources,
        changed,
      };
      effects.push(effect);
      if (!byKey.has(key)) byKey.set(key, { sha256, effect });
      return effect;
    },
    findByKey: (key) => byKey.get(key),
    read(reference) {
      const { resource = null, version } = kept.get(reference) ?? {};
      if (resource === null) return undefined;
      return { ...resource, meta: { ...resource.meta, versionId: String(version) } };
    },
    effects,
    count: () => [...kept.values()].filter(({ resource }) => resource !== null).length,
  };
}

/**
 * The R4 answer to a transaction, made of its effect alone: a repeated request gets the same one.
 * @source https://hl7.org/fhir/R4/http.html#transaction-response
 */
export function toTransactionResponse(effect: Effect): Bundle {
  const lastModified = new Date(effect.at).toISOString();
  return {
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: effect.resources.map((location) => {
      const version = location.split('/_history/')[1];
      if (version === undefined) return { response: { status: '204 No Content' } };
      const status = version === '1' ? '201 Created' : '200 OK';
      return { response: { status, location, etag: `W/"${version}"`, lastModified } };
    }),
  };
}
