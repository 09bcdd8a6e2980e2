import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** What a receiver answers over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a receiver does not take a transaction. `text` names positions and rules, never values. */
export interface Rejection {
  readonly status: number;
  readonly code: OperationOutcomeIssue['code'];
  readonly text: string;
}

const FHIR_JSON = { 'content-type': 'application/fhir+json' };

/** JSON with the FHIR media type. */
export function answerJson(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...FHIR_JSON, ...headers }, body: JSON.stringify(body) };
}

/** An OperationOutcome with one error. */
export function answerRejection(
  { status, code, text }: Rejection,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const outcome: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, diagnostics: text }],
  };
  return answerJson(status, outcome, headers);
}
