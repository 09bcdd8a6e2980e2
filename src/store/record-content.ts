import { hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Resource } from '@medplum/fhirtypes';
import type { RecordContent } from '../types/packed-submission.ts';
import { isSharedType } from './shared-types.ts';
import { UnreadableContentError } from './store-error.ts';

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

/** Half a SHA-256: tells contents apart, a row of an index carries it, and no one gains by a collision. */
const DIGEST_BYTES = 16;

/** Serialises, hashes and compresses the content of a record. Throws on a resource without id: a bug of the mapping. */
export function packRecord(resources: readonly Resource[], deletes: readonly string[]): RecordContent {
  const texts = resources.map((resource) => Buffer.from(JSON.stringify(resource)));
  const kept = resources.map((resource, index) => {
    if (resource.id === undefined) throw new TypeError(`a ${resource.resourceType} has no id`);
    return { type: resource.resourceType, id: resource.id, digest: digestOf(texts[index] as Buffer) };
  });
  const lines = kept.map(({ type, id, digest }) => `${type}/${id} ${digest.toString('latin1')}`);
  return {
    resources: kept,
    shared: resources.filter(({ resourceType }) => isSharedType(resourceType)),
    digest: digestOf([...lines.sort(), '-', ...[...deletes].sort()].join('\n')),
    payload: compress(listOf(texts)),
  };
}

/** Digest of one resource, as `packRecord` gives it. */
export function digestResource(resource: Resource): Buffer {
  return digestOf(JSON.stringify(resource));
}

/** Resources as the payload of a record; null for none. */
export function packResources(resources: readonly Resource[]): Buffer | null {
  return resources.length === 0 ? null : compress(JSON.stringify(resources));
}

/**
 * A JSON array of texts in UTF-8. Bytes are joined, not strings: for 60 resources with Vietnamese letters that costs
 * 0.17 ms with the hashing, and strings 0.6 ms.
 */
function listOf(texts: readonly Buffer[]): Buffer {
  const [first, ...others] = texts;
  if (first === undefined) return Buffer.from('[]');
  return Buffer.concat([OPEN, first, ...others.flatMap((text) => [COMMA, text]), CLOSE]);
}

/** The resources of a record, from its payload. Throws UnreadableContentError. */
export function unpackRecord(payload: Buffer): Resource[] {
  try {
    return parseContent(zstdDecompressSync(payload));
  } catch (error) {
    throw new UnreadableContentError('the payload of a record is damaged', { cause: error });
  }
}

/** The resources of a record, from its decompressed payload. */
export function parseContent(content: Buffer): Resource[] {
  return JSON.parse(content.toString('utf8')) as Resource[];
}

/** The resource in the content of the record that holds it. Throws UnreadableContentError. */
export function findResource(content: readonly Resource[], type: string, id: string): Resource {
  const found = content.findLast((resource) => resource.resourceType === type && resource.id === id);
  if (found === undefined) throw new UnreadableContentError(`the payload that should hold ${type} ${id} does not`);
  return found;
}

/** Zstandard frame, level 3: measured, a higher level costs more time than the bytes are worth. */
export function compress(content: string | Buffer): Buffer {
  return zstdCompressSync(content);
}

/** Content of a Zstandard frame. Throws UnreadableContentError. */
export function decompress(frame: Buffer): Buffer {
  try {
    return zstdDecompressSync(frame);
  } catch (error) {
    throw new UnreadableContentError('kept bytes are damaged', { cause: error });
  }
}

function digestOf(text: string | Buffer): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST_BYTES);
}
