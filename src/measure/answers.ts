import type { Request, Response } from 'express';
import { type IdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { Refusal, Result, RuleCatalogue } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import type { EpochMs } from '../types/submission.ts';

/** Every value of each header, by lower-case name. */
type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/** What every route that shows figures needs. */
export interface ReadingDeps {
  /** Who a token belongs to, from the headers alone. */
  readonly authenticate: (headers: Headers) => Promise<Result<Principal>>;
  /** Whether a request without a token comes from staff. */
  readonly staff: (request: Request) => Result<Principal>;
  readonly clock: () => EpochMs;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
}

/** What a route found: something to show, or why not. */
export type Found = Result<object>;

/** Who is asking. A token that is sent is what counts, on any machine; without one it must be staff. */
export async function identify(
  request: Request,
  { authenticate, staff }: Pick<ReadingDeps, 'authenticate' | 'staff'>,
): Promise<Result<Principal>> {
  const { headersDistinct: headers } = request;
  return headers['authorization'] === undefined ? staff(request) : authenticate(headers);
}

/** A refusal by a rule that has an HTTP status. */
export function refuse(
  rules: RuleCatalogue,
  ruleId: string,
  words: Readonly<Record<string, string>> = {},
): Result<never> {
  const issue = rules.issue(ruleId, { with: words });
  if (issue.rule.status === undefined) throw new Error(`rule ${ruleId} has no HTTP status`);
  return { ok: false, refusal: { status: issue.rule.status, issues: [issue] } };
}

/** Something to show. */
export function found(value: object): Found {
  return { ok: true, value };
}

/** Answers with JSON that nobody keeps, or with the OperationOutcome of the refusal. */
export function answerJson(response: Response, result: Found, systems: IdentifierSystems): void {
  response.set('Cache-Control', 'no-store');
  if (result.ok) response.json(result.value);
  else sendRefusal(response, result.refusal, systems);
}

function sendRefusal(response: Response, { status, headers = {}, issues }: Refusal, systems: IdentifierSystems): void {
  const outcome = toOperationOutcome(issues, ruleSystemOf(systems));
  response.status(status).set(headers).type('application/fhir+json').send(JSON.stringify(outcome));
}
