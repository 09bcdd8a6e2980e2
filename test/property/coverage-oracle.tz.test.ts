import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { computeCoverage } from '../../src/measure/compute-coverage.ts';
import type { FacilityCoverage } from '../../src/types/coverage.ts';
import { histories } from '../support/coverage-histories.ts';
import { createBook } from '../support/coverage-oracle.ts';

describe('coverage, compared with a literal computation from the text', () => {
  const compared: FacilityCoverage[] = [];

  it.each([1, 2, 3, 4, 5])(
    'gives the same report for 200 random histories, whatever the machine’s zone (%i)',
    (seed) => {
      fc.assert(
        fc.property(histories(), ({ registry, facts, asOf }) => {
          const book = createBook(registry, facts);
          for (const day of asOf) {
            const report = computeCoverage({ registry, facts, asOf: day });
            expect(report).toEqual(book.report(day));
            compared.push(...report.facilities);
          }
        }),
        { numRuns: 200, seed },
      );
    },
  );

  it('has compared each of the cases that matter a number of times', () => {
    const seen = (is: (row: FacilityCoverage) => boolean) =>
      expect(compared.filter(is).length).toBeGreaterThanOrEqual(5);
    seen(({ stage }) => stage === 'complete');
    seen(({ stage }) => stage === 'proven');
    seen(({ sustained }) => sustained);
    seen(({ stage, announced, sustained }) => stage === 'proven' && announced && !sustained);
    seen(({ expected }) => expected === null);
    seen(({ volume }) => volume !== null && volume > 1);
    seen(({ acceptance }) => acceptance !== null && acceptance < 1);
  });
});
