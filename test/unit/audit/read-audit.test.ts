import { expect, it } from '@jest/globals';
import { buildReadAudit } from '../../../src/audit/audit-event.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { NOON } from '../../support/store-fixtures.ts';

const validator = await createValidator();

it.each([
  ['read', 'Observation/99001-o1', 'R', '2'],
  ['read', 'Patient/99001-p1', 'R', '1'],
  ['operation', 'Patient/99001-p1', 'E', '1'],
] as const)(
  'an answer to %s of %s is a valid AuditEvent that says who was told what',
  (interaction, reference, action, type) => {
    const event = buildReadAudit({ at: NOON, facility: '99001', interaction, reference });
    expect(validator.issues(event).filter(({ rule }) => rule.severity === 'error')).toEqual([]);
    expect(event).toMatchObject({
      action,
      recorded: '2026-11-22T08:00:00+07:00',
      subtype: [{ code: interaction }],
      entity: [{ what: { reference }, type: { code: type } }],
    });
    const [asker] = event.agent.filter(({ requestor }) => requestor);
    expect(asker?.who?.identifier?.value).toBe('99001');
  },
);
