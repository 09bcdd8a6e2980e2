import { describe, expect, it } from '@jest/globals';
import { computeCoverage } from '../../../src/measure/compute-coverage.ts';
import { toOpenCoverage } from '../../../src/measure/open-data.ts';
import { facility } from '../../support/coverage-facts.ts';

function openData(hospitals: number, others: number, announced: { hospitals: number; others: number }) {
  const of = (cohort: 'hospital' | 'other', count: number, withDecision: number) =>
    Array.from({ length: count }, (_, number) =>
      facility({ code: `${cohort}-${number}`, cohort, announced: number < withDecision ? '2026-01-01' : null }),
    );
  const registry = [...of('hospital', hospitals, announced.hospitals), ...of('other', others, announced.others)];
  return toOpenCoverage(computeCoverage({ registry, facts: [], asOf: '2026-11-22' }));
}

describe('open coverage', () => {
  it('shows counts from 5 on, and the shares made of them', () => {
    const { province } = openData(10, 20, { hospitals: 5, others: 10 });
    expect(province).toMatchObject({ inScope: 30, announced: 15, announcedShare: 0.5 });
    expect(province.byCohort.hospital).toMatchObject({ inScope: 10, announced: 5, announcedShare: 0.5 });
  });

  it('suppresses counts under 5 and their shares', () => {
    const { province } = openData(10, 20, { hospitals: 5, others: 10 });
    expect(province).toMatchObject({ proven: null, provenShare: null, emr: null, encounterShare: null });
  });

  it('suppresses the other cohort too where subtraction would give a small count away', () => {
    const { province } = openData(10, 20, { hospitals: 3, others: 10 });
    expect(province.announced).toBe(13);
    expect(province.byCohort.hospital).toMatchObject({ announced: null, announcedShare: null });
    expect(province.byCohort.other).toMatchObject({ announced: null, announcedShare: null, inScope: 20 });
  });

  it('names no facility and no figure from which undecided ones could be told', () => {
    const text = JSON.stringify(openData(10, 20, { hospitals: 5, others: 10 }));
    expect(text).not.toMatch(/hospital-\d|facilities|WithUndecided/);
  });
});
