import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One kind of encounter and the sections of an EMR that are due for it. */
interface SectionPolicy {
  readonly codes: readonly string[];
  readonly always: readonly string[];
  readonly ordered: readonly string[];
}

/** Which sections are due and present in one record. */
export interface Sections {
  readonly due: readonly string[];
  readonly present: readonly string[];
  /** Everything due is there, and something clinical is: what is needed for evidence level 1. */
  readonly complete: boolean;
}

/** Decides the sections due from the kind of encounter (MA_LOAI_KCB) and from what was ordered. */
export type DecideSections = (kind: string, ordered: ReadonlySet<string>, present: ReadonlySet<string>) => Sections;

/** Reads profiles/emr-sections.yaml. An unknown kind of encounter is treated as a visit. */
export function loadEmrSections(file: string): DecideSections {
  const { kinds, clinical } = parse(readFileSync(file, 'utf8')) as {
    kinds: Readonly<Record<string, SectionPolicy>>;
    clinical: readonly string[];
  };
  const byCode = new Map(Object.values(kinds).flatMap((policy) => policy.codes.map((code) => [code, policy] as const)));
  const fallback = kinds['visit'];
  return (kind, ordered, present) => {
    const policy = byCode.get(kind.padStart(2, '0')) ?? fallback;
    const due = [...(policy?.always ?? []), ...(policy?.ordered ?? []).filter((section) => ordered.has(section))];
    const complete = due.every((section) => present.has(section)) && clinical.some((section) => present.has(section));
    return { due, present: due.filter((section) => present.has(section)), complete };
  };
}
