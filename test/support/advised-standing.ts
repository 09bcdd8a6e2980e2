import { PATHS } from '../../src/config/paths.ts';
import { loadSectionNames } from '../../src/fhir/section-names.ts';
import type { AdviceWords } from '../../src/measure/advice/advise.ts';
import type { FacilityCoverage, FacilityFigures, FacilityQueue, FacilityStanding } from '../../src/types/coverage.ts';
import { facility } from './coverage-facts.ts';

type Standing = Omit<FacilityStanding, 'advice'>;

/** What of a standing a test says; the rest is that of a proven facility with nothing wrong. */
export interface StandingChanges extends Partial<Omit<Standing, 'coverage' | 'figures' | 'queue'>> {
  readonly coverage?: Partial<FacilityCoverage>;
  readonly figures?: Partial<FacilityFigures>;
  readonly queue?: Partial<FacilityQueue>;
}

export const NO_QUEUE: FacilityQueue = { queued: 0, parked: 0, refused: 0, late: 0 };

const COVERAGE: FacilityCoverage = {
  ...{ code: '99001', stage: 'proven', announced: true, sustained: true, expected: 1_250, emr: 1_250 },
  ...{ volume: 1, completeness: 1, timeliness: 1, identity: 1, signed: 0, acceptance: 1 },
};
const FIGURES: FacilityFigures = {
  ...{ encounters: 1_250, claimed: 1_250, emr: 1_250, sectionsDue: 5_000, sectionsPresent: 5_000 },
  ...{ timely: 1_250, identified: 1_250, signed: 0, sections: {}, broken: {} },
  ...{ received: 2_500, accepted: 2_500, quarantined: 0, refused: 0, rhythm: null, connected: true, sending: true },
};

/** The standing of a facility of 1,250 encounters in 30 days. */
export function standingOf({ coverage, figures, queue, ...changes }: StandingChanges = {}): Standing {
  return {
    ...{ facility: facility(), scope: 'yes', connected: true, sending: true, proven: true, shortfalls: [] },
    ...{ completeDays: 45, lastAcceptedAt: Date.parse('2026-11-14T08:30:00+07:00'), silence: 'none' },
    ...changes,
    coverage: { ...COVERAGE, ...coverage },
    figures: { ...FIGURES, ...figures },
    queue: { ...NO_QUEUE, ...queue },
  };
}

const RULES: Readonly<Record<string, ReturnType<AdviceWords['rule']>>> = Object.fromEntries(
  (['now', 'later', 'never'] as const).map((holdsBack, at) => [
    `LT-X00${at + 1}`,
    {
      text: { vi: 'Trường {field} bị trống.', en: 'The field {field} is empty.' },
      remedy: { vi: 'Điền giá trị.', en: 'Fill it.' },
      holdsBack,
    },
  ]),
);

/** The sections that ship, and three rules: LT-X001 holds back today, LT-X002 later, LT-X003 never. */
export function adviceWords(): AdviceWords {
  return { section: loadSectionNames(PATHS.emrSections), rule: (id) => RULES[id] };
}
