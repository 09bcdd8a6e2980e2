import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../../src/config/load-config.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createMeasuring } from '../../../src/measuring.ts';
import { loadPolicy } from '../../../src/validate/policy/load-policy.ts';
import { acceptRecords, evidenceOf, NOON, recordOf } from '../../support/store-fixtures.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

const rules = loadRuleCatalogue(PATHS.rules);
const policy = loadPolicy(PATHS.policy, PATHS.policySchema, rules.rules);
const TODAY = '2026-11-22';
const acts = (action: string) =>
  rules.rules.find(
    (rule) => /^LT-[BV]/.test(rule.id) && policy.on('99001', TODAY).actionOf(rule, 'claim-xml') === action,
  );

let opened: TemporaryStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
});
afterEach(() => opened.cleanup());

const measure = () =>
  createMeasuring({ store: opened.store, config: loadConfig({}, () => ''), rules, policy, clock: () => NOON });

async function adviceOf(code: string) {
  const { standings } = await measure().coverage.overview(TODAY);
  return standings.find(({ facility }) => facility.code === code)?.advice ?? [];
}

describe('createMeasuring', () => {
  it('gives advice in the words of the catalogue, by the policy of the day', async () => {
    const [held, shown] = [acts('quarantine'), acts('warn')];
    const evidence = evidenceOf({ encounter: 'LK1', level: 0 });
    const broken = [held?.id ?? '', shown?.id ?? ''].sort();
    await acceptRecords(opened.store, [recordOf({ state: 'quarantined', broken, evidence })]);
    await acceptRecords(opened.store, [recordOf({ key: 'LK2', evidence: evidenceOf({ encounter: 'LK2', level: 0 }) })]);
    await opened.store.recordSignIn('99001', NOON);
    const advice = await adviceOf('99001');
    expect(advice.map(({ kind, behind }) => [kind, behind])).toEqual([
      ['volume', { encounters: { show: 'no-emr' } }],
      ['section', { encounters: { show: 'missing-section', section: 'orders' } }],
      ['rule', { rule: held?.id }],
    ]);
    expect(advice[2]?.text.vi).toContain(`Sửa lỗi ${held?.id} ở 1 trong 2 bản ghi`);
    expect(advice[2]?.text.en).toContain(held?.remedy.en ?? '-');
  });

  it('tells of deliveries that stopped, today only', async () => {
    await acceptRecords(opened.store, [recordOf()]);
    await opened.store.moveDeliveries({ action: 'park', filter: {}, now: NOON });
    const standing = async (day: string) =>
      (await measure().coverage.overview(day)).standings.find(({ facility }) => facility.code === '99001');
    expect((await standing(TODAY))?.queue).toEqual({ queued: 0, parked: 1, refused: 0, late: 0 });
    expect((await standing('2026-11-21'))?.queue).toEqual({ queued: 0, parked: 0, refused: 0, late: 0 });
  });

  it('looks ahead to the target of the configuration', async () => {
    const { forecast } = await measure().coverage.overview(TODAY);
    expect(forecast.proven).toMatchObject({ state: 'not-at-this-pace', perWeek: 0 });
    expect(forecast.proven.neededPerWeek).toBeCloseTo(2 / (38 / 7), 12);
  });
});
