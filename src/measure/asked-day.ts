import type { Request } from 'express';
import { toLocalDay } from '../fhir/local-time.ts';
import type { Result } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import { type ReadingDeps, refuse } from './answers.ts';
import { CoverageBehindError } from './coverage-state.ts';
import { parseDay } from './days.ts';

/** The day (`YYYY-MM-DD`) that `asOf` names, today without it. Refuses with LT-C001 what is no day, and a day after today. */
export function askedDay(request: Request, { clock, rules }: Pick<ReadingDeps, 'clock' | 'rules'>): Result<string> {
  const today = toLocalDay(clock());
  const asOf: unknown = request.query['asOf'] ?? today;
  const allowed = typeof asOf === 'string' && parseDay(asOf) !== undefined && asOf <= today;
  return allowed ? { ok: true, value: asOf } : refuse(rules, 'LT-C001');
}

/** Staff see every facility, a facility's token sees its own. */
export function maySee(caller: Principal, code: string): boolean {
  return caller.kind === 'staff' || (caller.kind === 'facility' && caller.facility === code);
}

/** Seconds after which somebody who asked for a day that is being counted should come back. */
const RETRY_AFTER = { 'Retry-After': '60' };

/** What `find` finds, or LT-C020 (503) for a day that is not counted yet. */
export async function whenCounted<Value>(
  { rules }: Pick<ReadingDeps, 'rules'>,
  find: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof CoverageBehindError)) throw error;
    const refused = refuse(rules, 'LT-C020', { day: error.through ?? '-' });
    return refused.ok ? refused : { ok: false, refusal: { ...refused.refusal, headers: RETRY_AFTER } };
  }
}
