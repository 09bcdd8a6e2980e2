import { PATHS } from '../config/paths.ts';
import type { FacilityDeps } from '../console/facilities/facility-deps.ts';
import { loadCommunes } from '../fhir/communes.ts';
import { loadSectionNames } from '../fhir/section-names.ts';
import type { CoverageService } from '../measure/coverage-service.ts';
import type { ReadEncounters } from '../measure/encounters-behind.ts';
import { decisionsAmong } from '../registry/decisions.ts';
import type { Store } from '../types/store.ts';
import { createFacilityDesk, type FacilityDeskDeps } from './facility-desk.ts';

export interface FacilityPageParts extends Pick<FacilityDeskDeps, 'rules' | 'clock' | 'newId'> {
  readonly store: FacilityDeskDeps['store'] & Pick<Store, 'editions' | 'notes' | 'recordsReceived'>;
  readonly coverage: Pick<CoverageService, 'course' | 'sections' | 'forget'>;
  readonly readEncounters: ReadEncounters;
}

/** What the console's pages of facilities read and write, over the store and the coverage service. */
export function createFacilityPages(
  parts: FacilityPageParts,
): Omit<FacilityDeps, 'overview' | 'targets' | 'isPlaceholder'> {
  const { store, coverage, readEncounters, rules, clock } = parts;
  const texts = new Map(rules.rules.map(({ id, text }) => [id, text]));
  return {
    course: coverage.course,
    sectionDays: coverage.sections,
    encounters: readEncounters,
    sectionName: loadSectionNames(PATHS.emrSections),
    ruleText: (rule) => texts.get(rule),
    decisions: decisionsAmong,
    desk: createFacilityDesk({ ...parts, communes: loadCommunes(PATHS.communes), onChange: coverage.forget }),
    recordsReceived: store.recordsReceived,
    editions: store.editions,
    notes: store.notes,
    clock,
  };
}
