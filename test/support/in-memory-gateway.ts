import type { Gateway, SubmitResult } from '../../src/types/gateway.ts';
import type { RuleCatalogue } from '../../src/types/issue.ts';
import type { FacilityPrincipal } from '../../src/types/principal.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import type { RawSubmission } from '../../src/types/submission.ts';

/** A line behind the door that keeps what it was given, for tests of the door alone. */
export interface InMemoryGateway extends Gateway {
  readonly received: readonly { readonly raw: RawSubmission; readonly dryRun: boolean }[];
  /** Decides the next answers; the default takes every submission. */
  answerWith(answer: (raw: RawSubmission, receipt: Receipt) => SubmitResult | Promise<SubmitResult>): void;
}

/** The one record of every submission is called this. */
export const RECORD_KEY = 'LK-0001';

export function createInMemoryGateway(): InMemoryGateway {
  const received: { raw: RawSubmission; dryRun: boolean }[] = [];
  const receipts: Receipt[] = [];
  const take = (_raw: RawSubmission, receipt: Receipt): SubmitResult => ({ kind: 'stored', status: 201, receipt });
  let answer: (raw: RawSubmission, receipt: Receipt) => SubmitResult | Promise<SubmitResult> = take;
  return {
    received,
    answerWith(next) {
      answer = next;
    },
    async submit(principal, raw, { dryRun }) {
      received.push({ raw, dryRun });
      const receipt = buildReceipt(principal, raw);
      if (dryRun) return { kind: 'checked', status: 200, receipt };
      const result = await answer(raw, receipt);
      if (result.kind === 'stored') receipts.unshift(result.receipt);
      return result;
    },
    receipt: async ({ facility }, id) => receipts.find((kept) => kept.facility === facility && kept.id === id),
    receiptsOfEncounter: async ({ facility }, key) =>
      receipts.filter((kept) => kept.facility === facility && kept.records.some((record) => record.key === key)),
  };
}

/** Answers that refuse the call as a whole by a rule of the catalogue. */
export function refuseBy(rules: RuleCatalogue, ruleId: string, status: number): () => SubmitResult {
  return () => ({ kind: 'refused', refusal: { status, issues: [rules.issue(ruleId)] } });
}

function buildReceipt({ facility }: FacilityPrincipal, raw: RawSubmission): Receipt {
  const issue = [{ severity: 'information' as const, code: 'informational' as const }];
  return {
    id: raw.id,
    facility,
    format: raw.contentType.includes('xml') ? 'claim-xml' : 'fhir-json',
    sha256: raw.sha256,
    receivedAt: '2026-11-22T08:00:00+07:00',
    state: 'accepted',
    records: [
      {
        key: RECORD_KEY,
        state: 'accepted',
        outcome: { resourceType: 'OperationOutcome', issue },
        resources: 1,
        deliveries: [],
      },
    ],
  };
}
