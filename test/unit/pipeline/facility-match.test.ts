import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { foreignWhole, refuseForeign } from '../../../src/pipeline/facility-match.ts';
import type { JudgedRecord } from '../../../src/pipeline/judge-records.ts';
import type { RecordState } from '../../../src/types/submission.ts';

const RULES = loadRuleCatalogue(PATHS.rules);
const TOKEN = '99001';

function judged(facility: string | null, state: RecordState = 'accepted'): JudgedRecord {
  return { source: { facility }, mapped: {}, verdict: { state, issues: [] } } as unknown as JudgedRecord;
}

describe('whose the whole is', () => {
  it.each<[string, string | null, readonly (string | null)[], boolean]>([
    ['the envelope names another', '99002', ['99001'], true],
    ['the envelope names the sender, every record another', '99001', ['99002'], true],
    ['the envelope names the sender, one of two records another', '99001', ['99002', '99001'], false],
    ['no envelope, every record names another', null, ['99002', '99003'], true],
    ['no envelope, one of two records names another', null, ['99002', '99001'], false],
    ['no envelope, one names another and one nobody', null, ['99002', null], false],
    ['a table that names nobody', null, [''], false],
    ['a Bundle that names nobody', null, [null], false],
    ['nothing at all', null, [], false],
  ])('%s', (_name, envelope, facilities, isForeign) => {
    const records = facilities.map((facility) => judged(facility));
    const issue = foreignWhole(RULES, TOKEN, { format: 'claim-xml', facility: envelope, issues: [] }, records);
    expect(issue?.rule.id).toBe(isForeign ? 'LT-G001' : undefined);
    if (isForeign)
      expect(issue?.text.vi).toContain(
        `${envelope === '99002' ? envelope : facilities[0]} nhưng mã truy cập (token) thuộc cơ sở 99001`,
      );
  });

  it('what does not look like a facility code is not repeated', () => {
    const envelope = { format: 'claim-xml', facility: 'NGUYEN VAN A', issues: [] } as const;
    expect(foreignWhole(RULES, TOKEN, envelope, [])?.text.en).toContain('names facility ?,');
  });
});

it('refuses the records of others, and leaves the rest as they are', () => {
  const records = [judged('99001'), judged('99002'), judged(''), judged(null), judged('99002', 'refused')];
  const after = refuseForeign(RULES, TOKEN, records);
  expect(after.map(({ verdict }) => verdict.state)).toEqual(['accepted', 'refused', 'accepted', 'accepted', 'refused']);
  expect(after.map(({ verdict }) => verdict.issues.map(({ rule }) => rule.id))).toEqual([[], ['LT-G001'], [], [], []]);
});
