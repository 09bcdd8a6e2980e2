import { createHash } from 'node:crypto';
import type { ValueRule } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { isAbsoluteUrl } from '../reference/absolute-url.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import { checkReference } from './bundle-reference.ts';

/** What is decided of values of one datatype only, beyond their elements and constraints. */
export const DATATYPE_RULES: Readonly<Record<string, ValueRule>> = {
  Attachment: onObjects(checkAttachment),
  Identifier: onObjects(checkIdentifier),
  Reference: (value, _sibling, visit) => checkReference(value, visit),
  canonical: (value, _sibling, visit) => checkCanonical(value, visit),
};

function onObjects(check: (value: JsonObject, visit: Visit) => void): ValueRule {
  return (value, _sibling, visit) => {
    if (isObject(value)) check(value, visit);
  };
}

/** Size and hash of content that stands in place. @source https://hl7.org/fhir/R4/datatypes.html#Attachment */
function checkAttachment({ data, size, hash }: JsonObject, visit: Visit): void {
  if (typeof data !== 'string' || (size === undefined && hash === undefined)) return;
  const bytes = Buffer.from(data, 'base64');
  if (typeof size === 'number' && size !== bytes.length) visit.report('LT-V091', {}, 'size');
  if (typeof hash === 'string' && hash !== createHash('sha1').update(bytes).digest('base64'))
    visit.report('LT-V092', {}, 'hash');
}

/** A system is known by an absolute URI; values of `urn:ietf:rfc:3986` are such URIs. @source https://hl7.org/fhir/R4/datatypes.html#Identifier */
function checkIdentifier({ system, value }: JsonObject, visit: Visit): void {
  if (typeof system !== 'string') return;
  if (!isAbsoluteUrl(system)) visit.report('LT-V089', {}, 'system');
  if (system === 'urn:ietf:rfc:3986' && typeof value === 'string' && !isAbsoluteUrl(value))
    visit.report('LT-V090', {}, 'value');
}

/** A canonical is absolute, or a fragment. The standard's own examples break it in sixty files: a warning. @source https://hl7.org/fhir/R4/references.html#canonical */
function checkCanonical(value: unknown, visit: Visit): void {
  if (typeof value === 'string' && !value.startsWith('#') && !isAbsoluteUrl(value)) visit.report('LT-V085');
}
