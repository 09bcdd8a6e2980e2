import type { Fault, FaultKind, FaultOptions } from '../fault.ts';
import { answerHuge, answerWithOutcome, answerWithPage } from './false-successes.ts';
import { failByChance } from './flaky.ts';
import { redirectElsewhere, refuseForNow, refuseWith } from './refusals.ts';
import { resetAfterCommit, resetBeforeReading } from './resets.ts';
import { dripAnswer, hangInBody, neverAnswer } from './silence.ts';

/** Faults that lie in one HTTP exchange. The others, `down` and `half-open`, are the port's. */
export type ExchangeFaultKind = Exclude<FaultKind, 'down' | 'half-open'>;

/** How to make each fault. */
export const EXCHANGE_FAULTS: Readonly<Record<ExchangeFaultKind, (options: FaultOptions) => Fault>> = Object.freeze({
  'http-500': () => refuseWith(500),
  'http-503': (options) => refuseForNow(503, options),
  'http-429': (options) => refuseForNow(429, options),
  redirect: redirectElsewhere,
  timeout: neverAnswer,
  hang: hangInBody,
  drip: dripAnswer,
  'reset-before-reading': resetBeforeReading,
  'reset-after-commit': resetAfterCommit,
  'html-200': answerWithPage,
  'outcome-200': answerWithOutcome,
  huge: answerHuge,
  flaky: failByChance,
});

/** True for the name of a fault that can be switched over HTTP. */
export function isExchangeFaultKind(name: unknown): name is ExchangeFaultKind {
  return typeof name === 'string' && Object.hasOwn(EXCHANGE_FAULTS, name);
}
