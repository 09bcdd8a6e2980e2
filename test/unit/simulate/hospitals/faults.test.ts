import { describe, expect, it } from '@jest/globals';
import { FAULT_KINDS } from '../../../../src/simulate/hospitals/faults/faults.ts';
import { createHospital } from '../../../../src/simulate/hospitals/hospital.ts';
import { runLine } from '../../../support/whole-line.ts';

const FACILITY = '99001';
const clock = (): number => Date.parse('2026-11-22T08:00:00+07:00');

describe('faulty envelopes meet the verdict that they are made for', () => {
  it.each(FAULT_KINDS)('%s', (kind) => {
    const sent = createHospital({ facility: FACILITY, seed: 'faults', clock }).faulty(kind);
    const { envelope, records } = runLine(FACILITY, sent.bytes);
    const issues = [...envelope.issues, ...records.flatMap(({ verdict }) => verdict.issues)];
    const states = records.map(({ verdict }) => verdict.state);
    switch (sent.verdict) {
      case 'taken':
        expect({ states, rules: issues.map(({ rule }) => rule.id) }).toEqual({ states: ['accepted'], rules: [] });
        break;
      case 'accepted':
      case 'quarantined':
      case 'refused':
        expect(states).toEqual([sent.verdict]);
        expect(issues.length).toBeGreaterThan(0);
        break;
      case 'unreadable':
        expect(envelope.issues.map(({ rule }) => rule.severity)).toContain('fatal');
        break;
      case 'forbidden':
        expect(envelope.facility).not.toBe(FACILITY);
        break;
    }
  });

  it('differ from the faultless envelope', () => {
    const clean = createHospital({ facility: FACILITY, seed: 'faults', clock }).claimEnvelope({ kinds: ['stay'] });
    for (const kind of FAULT_KINDS) {
      const sent = createHospital({ facility: FACILITY, seed: 'faults', clock }).faulty(kind);
      expect({ kind, same: sent.bytes.equals(clean.bytes) }).toEqual({ kind, same: false });
    }
  });
});
