import type { Bilingual } from '../types/issue.ts';
import type { Facility, FacilityEdition, ScopeDecision } from '../types/registry.ts';
import type { EpochMs } from '../types/submission.ts';
import { compareRegistries } from './compare-registries.ts';
import { describeDecision, describeFieldChange } from './describe-change.ts';

/** What somebody decided of a facility: its scope, its announcement. */
export interface DecisionMade {
  readonly at: EpochMs;
  readonly by: string;
  /** Each in words. */
  readonly changes: readonly Bilingual[];
}

const ANNOUNCEMENT: readonly (keyof Facility)[] = ['announced', 'announcement'];
/** Of a reason that the console wrote: the act itself is told by what changed. */
const ACT = /^(?:scope|announce|withdraw): /;

/** The editions that changed scope or announcement, each against the one before it; `editions` and the answer are newest first. */
export function decisionsAmong(editions: readonly FacilityEdition[]): readonly DecisionMade[] {
  return editions.flatMap((edition, place) => {
    const before = editions[place + 1];
    if (before === undefined) return [];
    const changes = changesBetween(before.facility, edition);
    return changes.length === 0 ? [] : [{ at: edition.at, by: edition.by, changes }];
  });
}

function changesBetween(before: Facility, { facility, reason }: FacilityEdition): readonly Bilingual[] {
  const fields = compareRegistries([before], [facility]).changed[0]?.fields ?? [];
  const announcement = fields.filter(({ field }) => ANNOUNCEMENT.includes(field));
  const told = announcement.map((change) => inBoth((language) => describeFieldChange(change, language)));
  const isWithdrawn = before.announced !== null && facility.announced === null;
  const why = reason.replace(ACT, '');
  return [
    ...newDecisions(before, facility).map((decision) => inBoth((language) => describeDecision(decision, language))),
    ...told,
    ...(isWithdrawn ? [inBoth((language) => `${language === 'vi' ? 'Lý do' : 'Reason'}: ${why}`)] : []),
  ];
}

function newDecisions(before: Facility, after: Facility): readonly ScopeDecision[] {
  const known = new Set(before.scope.map((decision) => JSON.stringify(Object.entries(decision).sort())));
  return after.scope.filter((decision) => !known.has(JSON.stringify(Object.entries(decision).sort())));
}

function inBoth(write: (language: keyof Bilingual) => string): Bilingual {
  return { vi: write('vi'), en: write('en') };
}
