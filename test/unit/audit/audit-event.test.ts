import { describe, expect, it } from '@jest/globals';
import { buildManifestAudit, buildSubmissionAudit } from '../../../src/audit/audit-event.ts';
import { recordedAt } from '../../../src/audit/hash-chain.ts';

const AT = Date.parse('2026-11-22T08:00:00.123+07:00');

describe('the AuditEvent of a submission', () => {
  const event = buildSubmissionAudit({
    at: AT,
    facility: '99001',
    submissionId: '01a2',
    sha256: 'ab12',
    state: 'partly-accepted',
    records: 3,
  });

  it('says who brought what, when, and with what result', () => {
    expect(event).toMatchObject({
      resourceType: 'AuditEvent',
      action: 'C',
      recorded: '2026-11-22T08:00:00.123+07:00',
      outcome: '0',
    });
    expect(
      event.agent.map(({ type, who, requestor }) => [type?.coding?.[0]?.code, who?.identifier?.value, requestor]),
    ).toEqual([
      ['110153', '99001', true],
      ['110152', undefined, false],
    ]);
    expect(event.entity).toMatchObject([
      {
        what: { identifier: { value: '01a2' } },
        detail: [
          { type: 'sha256', valueString: 'ab12' },
          { type: 'state', valueString: 'partly-accepted' },
          { type: 'records', valueString: '3' },
        ],
      },
    ]);
  });

  it('gives its own time to the millisecond', () => {
    expect(recordedAt(JSON.stringify(event))).toBe(AT);
    expect(recordedAt('{}')).toBeNaN();
  });
});

describe('the AuditEvent of a day list', () => {
  it('says whose list it is, of which day, and how long', () => {
    const event = buildManifestAudit({ at: AT, facility: '99001', manifestId: '01a3', day: '2026-11-21', lines: 2 });
    expect(event).toMatchObject({
      action: 'C',
      agent: [{ who: { identifier: { value: '99001' } }, requestor: true }, { requestor: false }],
      entity: [
        {
          what: { identifier: { value: '01a3' } },
          detail: [
            { type: 'day', valueString: '2026-11-21' },
            { type: 'lines', valueString: '2' },
          ],
        },
      ],
    });
    expect(recordedAt(JSON.stringify(event))).toBe(AT);
  });
});
