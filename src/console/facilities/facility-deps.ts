import type {
  CoverageOverview,
  EncounterBehind,
  EncounterFilter,
  FacilityCourseDay,
  SectionTally,
} from '../../types/coverage.ts';
import type { InspectionPort } from '../../types/inspection.ts';
import type { Bilingual, Result } from '../../types/issue.ts';
import type { FacilityEdition, RegistryPort, ScopeDecision } from '../../types/registry.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { FacilitiesFrame } from './facilities-page.ts';

/** What staff write about a facility; everything is audited before it is done. A refusal says what is wrong with it. */
export interface FacilityDesk {
  note(code: string, text: string, by: string): Promise<Result<void>>;
  decideScope(
    code: string,
    decision: Pick<ScopeDecision, 'value' | 'reason'> & { readonly from: string },
    by: string,
  ): Promise<Result<void>>;
  announce(
    code: string,
    announcement: { readonly day: string; readonly decision: string; readonly link: string },
    by: string,
  ): Promise<Result<void>>;
  /** Takes the announcement back. */
  withdraw(code: string, reason: string, by: string): Promise<Result<void>>;
}

/** What an edition of a registry entry changed in its scope or its announcement. */
export interface Decision {
  readonly at: EpochMs;
  readonly by: string;
  /** What was so before and is now. */
  readonly changes: readonly Bilingual[];
}

/** Sections due and present in the encounters that end on one day. */
export interface SectionsOfDay {
  readonly day: string;
  readonly sections: SectionTally;
}

/** What the pages of facilities read. All of it rejects when the store cannot be read. */
export interface FacilityDeps
  extends FacilitiesFrame,
    Pick<RegistryPort, 'editions' | 'notes'>,
    Pick<InspectionPort, 'recordsReceived'> {
  /** Today's coverage. */
  readonly overview: () => Promise<CoverageOverview>;
  /** Undefined when there is no such facility. */
  readonly course: (code: string, from: string, to: string) => Promise<readonly FacilityCourseDay[] | undefined>;
  readonly sectionDays: (code: string, from: string, to: string) => Promise<readonly SectionsOfDay[]>;
  readonly encounters: (
    code: string,
    asOf: string,
    filter: EncounterFilter,
    page: { readonly after: string; readonly limit: number },
  ) => Promise<{ readonly encounters: readonly EncounterBehind[]; readonly next: string | null }>;
  readonly sectionName: (section: string) => Bilingual;
  /** What a rule says, by its id; undefined for a rule that is not in force any more. */
  readonly ruleText: (rule: string) => Bilingual | undefined;
  /** Decisions on scope and announcements among the editions of an entry, newest first. */
  readonly decisions: (editions: readonly FacilityEdition[]) => readonly Decision[];
  readonly desk: FacilityDesk;
  readonly clock: () => EpochMs;
}
