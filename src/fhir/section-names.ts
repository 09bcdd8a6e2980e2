import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Bilingual } from '../types/issue.ts';

/** What people call a section of the EMR. */
export interface SectionName extends Bilingual {
  /** What brings it: claim tables and fields, groups of the record export, FHIR resources; absent for one that is not listed. */
  readonly carriedBy?: string;
}

/** Name of a section by its id; a section that is not listed is called by its id. */
export type SectionNames = (section: string) => SectionName;

/** Reads `names` of profiles/emr-sections.yaml. */
export function loadSectionNames(file: string): SectionNames {
  const { names } = parse(readFileSync(file, 'utf8')) as { names: Readonly<Record<string, SectionName>> };
  const known = new Map(Object.entries(names));
  return (section) => known.get(section) ?? { vi: section, en: section };
}
