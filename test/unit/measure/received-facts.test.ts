import { describe, expect, it } from '@jest/globals';
import { knowEncounter } from '../../../src/measure/encounter-knowledge.ts';
import { stateAsOf, toReceivedRecord } from '../../../src/measure/received-facts.ts';
import type { CoverageFactRow } from '../../../src/types/measure.ts';

const row: CoverageFactRow = {
  sequence: 1,
  facility: '99001',
  encounter: 'A',
  at: 1_000,
  releasedAt: null,
  state: 'accepted',
  source: 'emr',
  endOfCare: 500,
  level: 1,
  due: '["summary","summary","administrative"]',
  present: '["summary","summary"]',
  broken: '[]',
  identity: true,
  signed: false,
};

describe('a fact of the store', () => {
  it('has each section once, however often the record names it', () => {
    const one = toReceivedRecord(row);
    expect([one.due, one.present]).toEqual([['summary', 'administrative'], ['summary']]);
    const other = toReceivedRecord({ ...row, sequence: 2, due: '["summary"]', present: '["administrative"]' });
    for (const records of [[one], [one, other]]) {
      expect(knowEncounter(records, 2_000, 1)?.due).toEqual(['summary', 'administrative']);
    }
    expect(knowEncounter([one, other], 2_000, 1)?.present).toEqual(['summary', 'administrative']);
  });

  it('stays refused, whatever stands beside it', () => {
    const refused = toReceivedRecord({ ...row, state: 'refused', releasedAt: 2_000 });
    expect([1_500, 2_000, 3_000].map((at) => stateAsOf(refused, at))).toEqual(['refused', 'refused', 'refused']);
    const released = toReceivedRecord({ ...row, releasedAt: 2_000 });
    expect([1_999, 2_000].map((at) => stateAsOf(released, at))).toEqual(['quarantined', 'accepted']);
  });
});
