import type { FacilityStanding } from '../../types/coverage.ts';
import type { Bilingual } from '../../types/issue.ts';
import { COMPLETE } from '../indicators.ts';
import type { Fault, Hindrance } from './fault.ts';
import { SENTENCES } from './sentences.ts';
import { type Written, write, writeShare } from './written-figures.ts';

type Standing = Omit<FacilityStanding, 'advice'>;

/** Share of encounters with a personal number that the province's plan asks for. */
const IDENTITY_TARGET = 0.8;

/** A section in words. */
export type SectionWords = (section: string) => Bilingual & { readonly carriedBy?: string };

/** What is wrong with the encounters of the window: too few, sections missing, late, without a personal number. */
export function findRecordFaults(standing: Standing, sectionName: SectionWords): readonly Fault[] {
  return [
    ...findExpected(standing),
    ...findVolume(standing),
    ...findSections(standing, sectionName),
    ...findLate(standing),
    ...findWithoutIdentity(standing),
  ];
}

/** True when one more EMR would help: there are too few, or it is not known whether there are enough. */
export function lacksVolume({ coverage: { volume } }: Pick<Standing, 'coverage'>): boolean {
  return volume === null || volume < COMPLETE.volume;
}

/** A facility that sends nothing has more pressing things to do than to count its encounters. */
function findExpected({ sending, coverage }: Standing): readonly Fault[] {
  if (!sending || coverage.expected !== null) return [];
  const tell = () => write(SENTENCES.expected);
  return [{ kind: 'expected', object: '', hinders: 3, tell, affected: null, base: null, behind: null }];
}

function findVolume({ coverage, figures }: Standing): readonly Fault[] {
  const { expected, emr, volume } = coverage;
  if (expected === null || volume === null || volume >= COMPLETE.volume) return [];
  // With claims the encounters that are expected are known one by one, and can be shown.
  const isKnown = figures.claimed > 0 && figures.encounters === expected;
  const needed = Math.ceil(expected * COMPLETE.volume) - emr;
  const sentence = isKnown ? SENTENCES.volumeOfKnown : SENTENCES.volumeOfExpected;
  const behind: Fault['behind'] = isKnown ? { encounters: { show: 'no-emr' } } : null;
  const values = { needed, share: writeShare(volume) };
  return [counted({ kind: 'volume', hinders: 3, behind }, sentence, [expected - emr, expected], values)];
}

function findSections(standing: Standing, sectionName: SectionWords): readonly Fault[] {
  const { coverage, figures } = standing;
  const isDue = lacksVolume(standing) || (coverage.completeness ?? 0) < COMPLETE.completeness;
  return Object.entries(figures.sections).flatMap(([section, { due, present }]): Fault[] => {
    const missing = due - present;
    if (missing <= 0 || (!isDue && present / due >= COMPLETE.completeness)) return [];
    const { carriedBy, vi, en } = sectionName(section);
    const sentence = carriedBy === undefined ? SENTENCES.sectionAlone : SENTENCES.section;
    const values = { section: { vi, en }, carriedBy: { vi: carriedBy ?? '', en: carriedBy ?? '' } };
    const behind: Fault['behind'] = { encounters: { show: 'missing-section', section } };
    const hinders: Hindrance = isDue ? 3 : 4;
    return [{ ...counted({ kind: 'section', hinders, behind }, sentence, [missing, due], values), object: section }];
  });
}

function findLate({ coverage: { emr, timeliness }, figures }: Standing): readonly Fault[] {
  if (timeliness === null || timeliness >= COMPLETE.timeliness) return [];
  const behind: Fault['behind'] = { encounters: { show: 'late' } };
  const values = { share: writeShare(timeliness) };
  const about = { kind: 'timeliness', hinders: 3, behind } as const;
  return [counted(about, SENTENCES.timeliness, [emr - figures.timely, emr], values)];
}

function findWithoutIdentity({ coverage: { emr, identity }, figures }: Standing): readonly Fault[] {
  if (identity === null || identity >= IDENTITY_TARGET) return [];
  const behind: Fault['behind'] = { encounters: { show: 'no-identity' } };
  const values = { share: writeShare(identity) };
  const about = { kind: 'identity', hinders: 4, behind } as const;
  return [counted(about, SENTENCES.identity, [emr - figures.identified, emr], values)];
}

function counted(
  about: Pick<Fault, 'kind' | 'hinders' | 'behind'>,
  sentence: Bilingual,
  [affected, base]: readonly [number, number],
  values: Readonly<Record<string, Written>>,
): Fault {
  return { ...about, object: '', tell: () => write(sentence, { affected, base, ...values }), affected, base };
}
