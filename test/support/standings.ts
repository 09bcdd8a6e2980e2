import { NO_FIGURES } from '../../src/measure/figures.ts';
import type { FacilityCoverage, FacilityStanding } from '../../src/types/coverage.ts';
import type { Facility } from '../../src/types/registry.ts';
import { facility } from './coverage-facts.ts';

type Changes = Partial<FacilityCoverage> &
  Partial<Omit<FacilityStanding, 'coverage' | 'facility'>> &
  Partial<Pick<Facility, 'name' | 'cohort' | 'formerNames' | 'commune' | 'contacts'>>;

/** How a facility stands on a day, as pages are shown it: in scope, sending, nothing announced. */
export function standing({ code = '99001', name = 'Bệnh viện', ...changes }: Changes): FacilityStanding {
  const { cohort = 'hospital', formerNames = [], commune = 'Xã Nghĩa Hành', contacts = [], ...rest } = changes;
  const coverage: FacilityCoverage = {
    code,
    stage: 'sending',
    announced: false,
    sustained: false,
    expected: 100,
    emr: 50,
    volume: 0.5,
    completeness: 0.8,
    timeliness: 0.9,
    identity: 1,
    signed: 0,
    acceptance: 1,
  };
  return {
    facility: facility({ code, name, cohort, formerNames, commune, contacts }),
    scope: 'yes',
    connected: true,
    sending: true,
    proven: false,
    shortfalls: ['volume'],
    completeDays: 0,
    lastAcceptedAt: 0,
    silence: 'none',
    figures: NO_FIGURES,
    queue: { queued: 0, parked: 0, refused: 0, late: 0 },
    advice: [],
    ...rest,
    coverage: { ...coverage, ...pickCoverage(rest, coverage) },
  };
}

function pickCoverage(changes: object, coverage: FacilityCoverage): Partial<FacilityCoverage> {
  return Object.fromEntries(Object.entries(changes).filter(([key]) => key in coverage));
}
