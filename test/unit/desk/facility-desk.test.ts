import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { PATHS } from '../../../src/config/paths.ts';
import { createFacilityDesk } from '../../../src/desk/facility-desk.ts';
import { loadCommunes } from '../../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';

const NOW = Date.parse('2026-11-22T08:15:00+07:00');
const BY = 'staff:Lê Văn Cường';
const rules = loadRuleCatalogue(PATHS.rules);

let opened: TemporaryStore;
beforeEach(async () => {
  opened = await openTemporaryStore();
  changes = 0;
});
afterEach(() => opened.cleanup());

let changes: number;
const desk = () =>
  createFacilityDesk({
    store: opened.store,
    rules,
    communes: loadCommunes(PATHS.communes),
    clock: () => NOW,
    newId: v7,
    onChange: () => {
      changes += 1;
    },
  });
const refusedBy = (result: Awaited<ReturnType<ReturnType<typeof desk>['note']>>) =>
  result.ok ? null : result.refusal.issues.map(({ rule }) => rule.id);
const audit = async () => (await opened.store.audit(1, 100)).map(({ entry }) => entry).join('\n');

describe('what staff write about a facility', () => {
  it('is a note of somebody, audited without its text', async () => {
    await desk().note('99001', 'Đã gọi, hẹn thứ Tư', BY);
    expect(await opened.store.notes('99001')).toMatchObject([{ by: BY, at: NOW, text: 'Đã gọi, hẹn thứ Tư' }]);
    expect(await audit()).toContain(BY);
    expect(await audit()).not.toContain('thứ Tư');
  });

  it('is a scope decision from a day on, with who decided and why', async () => {
    await desk().decideScope('99001', { value: 'no', from: '2026-12-01', reason: 'Không có giường' }, BY);
    const facility = await opened.store.facility('99001');
    expect(facility?.scope.at(-1)).toEqual({
      from: '2026-12-01',
      value: 'no',
      reason: 'Không có giường',
      by: BY,
      decidedOn: '2026-11-22',
    });
    expect((await opened.store.editions('99001'))[0]).toMatchObject({ by: BY, reason: 'scope: Không có giường' });
    expect(await audit()).toContain('Không có giường');
    expect(changes).toBe(1);
  });

  it('is an announcement with its decision', async () => {
    await desk().announce('99001', { day: '2026-11-20', decision: '12/QĐ-BV', link: 'https://example.vn/12' }, BY);
    expect(await opened.store.facility('99001')).toMatchObject({
      announced: '2026-11-20',
      announcement: { decision: '12/QĐ-BV', link: 'https://example.vn/12' },
    });
  });

  it('is an announcement taken back, with the reason', async () => {
    await desk().announce('99001', { day: '2026-11-20', decision: '12/QĐ-BV', link: 'https://example.vn/12' }, BY);
    expect(refusedBy(await desk().withdraw('99001', '', BY))).toEqual(['LT-C072']);
    expect(refusedBy(await desk().withdraw('99001', 'Ghi nhầm cơ sở', BY))).toBeNull();
    const facility = await opened.store.facility('99001');
    expect(facility).toMatchObject({ announced: null });
    expect(facility).not.toHaveProperty('announcement');
    expect((await opened.store.editions('99001'))[0]).toMatchObject({ by: BY, reason: 'withdraw: Ghi nhầm cơ sở' });
    expect(await audit()).toContain('withdraw');
  });

  it('has days from 2000 to a year ahead, and no day to come in place of an announcement that holds', async () => {
    const announce = (day: string) => desk().announce('99001', { day, decision: '12', link: '' }, BY);
    const decide = (from: string) => desk().decideScope('99001', { value: 'no', from, reason: 'x' }, BY);
    for (const day of ['1999-12-31', '0205-11-20', '2027-11-23']) {
      expect(refusedBy(await announce(day))).toEqual(['LT-C075']);
      expect(refusedBy(await decide(day))).toEqual(['LT-C075']);
    }
    expect(refusedBy(await decide('2027-11-22'))).toBeNull();
    expect(refusedBy(await announce('2026-11-22'))).toBeNull();
    expect(refusedBy(await announce('2026-11-23'))).toEqual(['LT-C076']);
    expect(await opened.store.facility('99001')).toMatchObject({ announced: '2026-11-22' });
  });

  it('is refused without a name, a text, a day or an address of the web, and then nothing is written', async () => {
    const scope = { value: 'no', from: '2026-12-01', reason: 'x' } as const;
    const announcement = { day: '2026-11-20', decision: '12', link: '' };
    expect(refusedBy(await desk().note('99001', 'x', ''))).toEqual(['LT-C072']);
    expect(refusedBy(await desk().note('99001', '', BY))).toEqual(['LT-C072']);
    expect(refusedBy(await desk().decideScope('99001', { ...scope, reason: '' }, BY))).toEqual(['LT-C072']);
    expect(refusedBy(await desk().decideScope('99001', { ...scope, from: '2026-02-30' }, BY))).toEqual(['LT-C073']);
    expect(refusedBy(await desk().announce('99001', { ...announcement, day: '' }, BY))).toEqual(['LT-C073']);
    expect(refusedBy(await desk().announce('99001', { ...announcement, link: 'javascript:alert(1)' }, BY))).toEqual([
      'LT-C074',
    ]);
    expect(refusedBy(await desk().announce('00000', announcement, BY))).toEqual(['LT-C002']);
    expect([await opened.store.notes('99001'), await audit()]).toEqual([[], '']);
  });
});
