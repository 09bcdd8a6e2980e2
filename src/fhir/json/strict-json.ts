import { JsonPlaces } from './json-places.ts';
import { type InexactNumber, type JsonFaultReason, type JsonLimits, JsonScanner } from './json-scanner.ts';
import { firstLineNotUtf8, startsWithBom } from './utf8.ts';

export type { JsonLimits } from './json-scanner.ts';

/** Why JSON text was refused, and where; line and column from 1. */
export interface JsonFault {
  readonly reason: JsonFaultReason | 'encoding' | 'bom';
  readonly line: number;
  readonly column: number;
  /** Of a duplicate name: the object that holds it, without the root: `entry[3].resource`. Else ''. */
  readonly path: string;
}

export type StrictJson =
  | {
      readonly ok: true;
      /** As JSON.parse gives it: `__proto__` is an ordinary own property. */
      readonly value: unknown;
      /** Numbers that would not be written again as they stand, in the order of the text. */
      readonly inexact: readonly InexactNumber[];
      readonly places: JsonPlaces;
    }
  | { readonly ok: false; readonly fault: JsonFault };

/**
 * Reads JSON strictly: UTF-8 without byte order mark, no duplicate names, no lone surrogates, and within limits.
 * One linear pass checks, JSON.parse then builds the value.
 * @source https://www.rfc-editor.org/rfc/rfc8259, https://www.rfc-editor.org/rfc/rfc7493
 */
export function parseStrictJson(bytes: Buffer, limits: JsonLimits): StrictJson {
  const badLine = firstLineNotUtf8(bytes);
  if (badLine !== null) return { ok: false, fault: { reason: 'encoding', line: badLine, column: 1, path: '' } };
  if (startsWithBom(bytes)) return { ok: false, fault: { reason: 'bom', line: 1, column: 1, path: '' } };
  const scanner = new JsonScanner(bytes, limits);
  scanner.scan();
  const places = new JsonPlaces(bytes);
  if (scanner.fault === null) {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')), inexact: scanner.inexact, places };
  }
  const { reason, offset } = scanner.fault;
  const path = reason === 'duplicate' ? places.pathAt(offset) : '';
  return { ok: false, fault: { reason, ...places.position(offset), path } };
}
