import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GROUP_KEYS, groupTotals } from '../../../src/measure/groups.ts';
import { totalFacilities } from '../../../src/measure/province.ts';
import { NO_ENDURANCE } from '../../../src/measure/stages.ts';
import { facility } from '../../support/coverage-facts.ts';

type Open = Parameters<typeof groupTotals>[0][number];

const indicators = fc.record({ expected: fc.option(fc.nat(500)), emr: fc.nat(500) }).map((counted) => ({
  ...counted,
  ...{ volume: null, completeness: null, timeliness: null, identity: null, signed: null, acceptance: null },
  ...{ connected: true, sending: true, complete: false },
}));

const open: fc.Arbitrary<Open> = fc
  .record({
    indicators,
    proven: fc.boolean(),
    announced: fc.boolean(),
    scope: fc.constantFrom('yes' as const, 'no' as const, 'undecided' as const),
    ownership: fc.constantFrom('public', 'private', 'military'),
    level: fc.constantFrom('province', 'commune'),
    commune: fc.constantFrom('A', 'B', 'C', 'D'),
  })
  .map(({ proven, indicators: measured, announced, scope, ...where }) => ({
    ...{ indicators: measured, announced, scope, cohort: 'other' as const, facility: facility(where) },
    endurance: { ...NO_ENDURANCE, proven },
  }));

it('every facility is in one group of each kind, and the groups add up to the province', () => {
  fc.assert(
    fc.property(fc.array(open, { maxLength: 40 }), (facilities) => {
      const groups = groupTotals(facilities);
      const all = totalFacilities(facilities);
      for (const key of GROUP_KEYS) {
        const names = groups[key].map(({ name }) => name);
        expect(names).toEqual([...new Set(facilities.map((one) => one.facility[key]))].sort());
        for (const count of [
          'open',
          'inScope',
          'undecided',
          'announced',
          'proven',
          'emr',
          'expectedUnknown',
        ] as const) {
          expect(groups[key].reduce((sum, { totals }) => sum + totals[count], 0)).toBe(all[count]);
        }
      }
    }),
  );
});
