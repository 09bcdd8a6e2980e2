import { expect, it } from '@jest/globals';
import { decisionsAmong } from '../../../src/registry/decisions.ts';
import { buildDemoRegistry } from '../../../src/simulate/registry.ts';
import type { Facility, FacilityEdition } from '../../../src/types/registry.ts';

const [first] = buildDemoRegistry();
const entry = { ...(first as Facility), announced: null, scope: [] };
const { announcement: _, ...plain } = entry;

/** Editions newest first, as the store gives them. */
function editionsOf(...steps: readonly (readonly [reason: string, changes: Partial<Facility>])[]): FacilityEdition[] {
  let facility: Facility = plain;
  const editions = steps.map(([reason, changes], at) => {
    facility = { ...facility, ...changes };
    return { facility, at, by: 'staff:Lan', reason } as FacilityEdition;
  });
  return editions.toReversed();
}

it('tells in words what changed scope or announcement, newest first, and nothing else', () => {
  const told = decisionsAmong(
    editionsOf(
      ['import', {}],
      ['scope: Có giường', { scope: [{ from: '2026-03-01', value: 'yes', reason: 'Có giường', by: 'staff:Lan' }] }],
      ['import', { name: 'Tên mới' }],
      ['announce: 12/QĐ-BV', { announced: '2026-11-20', announcement: { decision: '12/QĐ-BV' } }],
      ['withdraw: Ghi nhầm', { announced: null }],
    ),
  );
  expect(told.map(({ at }) => at)).toEqual([4, 3, 1]);
  const [withdrawn, announced, scoped] = told.map(({ changes }) => changes.map(({ vi }) => vi).join(' / '));
  expect(scoped).toContain('từ 2026-03-01: Có giường');
  expect(announced).toContain('2026-11-20');
  expect(announced).toContain('12/QĐ-BV');
  expect(withdrawn).toContain('Lý do: Ghi nhầm');
  expect([scoped, announced, withdrawn].join()).not.toMatch(/scope:|announce:|withdraw:|yes/);
});
