import { hash } from 'node:crypto';

/** What stands before the first entry of the chain. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Hash of an entry in the audit chain, lower-case hex: `SHA-256(previousHash + '\n' + entry)`. Whoever changes,
 * removes, adds or swaps an entry breaks every hash after it.
 */
export function chainHash(previousHash: string, entry: string): string {
  return hash('sha256', `${previousHash}\n${entry}`, 'hex');
}

/** The instant that an AuditEvent itself gives as `recorded`; NaN when it gives none. */
export function recordedAt(entry: string): number {
  return Date.parse((JSON.parse(entry) as { recorded?: string }).recorded ?? '');
}
