/** Rules of the catalogue that a narrative can break (profiles/rules/narrative.yaml). */
export const NARRATIVE_RULES = {
  illFormed: 'LT-V100',
  namespace: 'LT-V101',
  element: 'LT-V102',
  attribute: 'LT-V103',
  empty: 'LT-V104',
  declaration: 'LT-V105',
  entity: 'LT-V106',
  blockInText: 'LT-V107',
  misplaced: 'LT-V108',
  danglingLink: 'LT-V109',
  emptyLink: 'LT-V110',
  activeLink: 'LT-V111',
  unusableLink: 'LT-V112',
  url: 'LT-V113',
  repeatedId: 'LT-V114',
  mixedLanguages: 'LT-V115',
  language: 'LT-V116',
  unknownScheme: 'LT-V117',
  blank: 'LT-V118',
  danglingImage: 'LT-V119',
} as const;

export type NarrativeRule = (typeof NARRATIVE_RULES)[keyof typeof NARRATIVE_RULES];

/** Takes a broken rule and the words for its text: names of elements and attributes, never content. */
export type ReportNarrative = (rule: NarrativeRule, words?: Readonly<Record<string, string | number>>) => void;

/** A hostile narrative has faults without end; this many different ones are reported. */
const MAX_REPORTED = 20;

/** Passes on each different finding once, and the first of them only. */
export function reportOnce(report: ReportNarrative): ReportNarrative {
  let seen: Set<string> | undefined;
  return (rule, words) => {
    seen ??= new Set();
    if (seen.size >= MAX_REPORTED) return;
    const key = words === undefined ? rule : `${rule} ${Object.values(words).join(' ')}`;
    if (seen.has(key)) return;
    seen.add(key);
    report(rule, words);
  };
}

/** A name as a text may show it: names that were sent are repeated only when they look like one. */
export function shownName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9:-]{0,30}$/.test(name) ? name : '?';
}
