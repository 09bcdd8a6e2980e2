import type { RuleCatalogue } from '../types/issue.ts';
import { type Refused, refuse } from './refusal.ts';

/** Seconds a sender is asked to wait while the store is down. */
const RETRY_AFTER_SECONDS = 5;

/** The store behind a port did not answer: the one failure here that is not the caller's, so it is never a 401. */
export class StoreUnavailable extends Error {}

/** Awaits a port of the store; its rejection becomes `StoreUnavailable`, told apart from what a bad token provokes. */
export async function fromStore<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new StoreUnavailable('the store did not answer', { cause });
  }
}

/** 503 with Retry-After (LT-A009). */
export function refuseUnavailable(rules: RuleCatalogue): Refused {
  return refuse(rules, 'LT-A009', {}, { 'Retry-After': String(RETRY_AFTER_SECONDS) });
}
