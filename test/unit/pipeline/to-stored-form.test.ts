import { describe, expect, it } from '@jest/globals';
import type { JudgedRecord } from '../../../src/pipeline/judge-records.ts';
import { toStoredForm } from '../../../src/pipeline/to-stored-form.ts';
import type { RawSubmission } from '../../../src/types/submission.ts';
import { RULES } from '../../support/claim-envelope.ts';

const raw: RawSubmission = {
  id: 's',
  channel: 'submissions',
  bytes: Buffer.from(''),
  sha256: '',
  contentType: 'application/xml',
  idempotencyKey: null,
  receivedAt: 0,
};

function store(verdict: JudgedRecord['verdict']) {
  const mapped = {
    key: 'LK1',
    resources: [],
    deletes: [],
    evidence: null,
    mapping: 'claim-xml/4750@1',
    patient: null,
    unmapped: [],
  };
  const record = {
    source: { position: 1, format: 'claim-xml', tables: new Map() },
    mapped,
    verdict,
  } as unknown as JudgedRecord;
  const { records } = toStoredForm({
    raw,
    facility: '99001',
    envelope: { format: 'claim-xml', facility: null, issues: [] },
    records: [record],
    route: () => [],
    tell: () => ({}),
    ruleSystem: 'https://lienthong.example/fhir/CodeSystem/rule',
    newId: () => 'r',
  });
  return records[0];
}

describe('what is kept of a verdict', () => {
  it('the policy, and every broken rule once, those that are off too', () => {
    const issues = ['LT-B030', 'LT-B001', 'LT-B030'].map((rule) => RULES.issue(rule));
    const kept = store({ state: 'quarantined', issues, policy: 'default@1+0/grace', silenced: ['LT-B010'] });
    expect(kept).toMatchObject({
      state: 'quarantined',
      mapping: 'claim-xml/4750@1',
      policy: 'default@1+0/grace',
      broken: ['LT-B001', 'LT-B010', 'LT-B030'],
    });
    expect(kept?.outcome).not.toContain('LT-B010');
  });
});
