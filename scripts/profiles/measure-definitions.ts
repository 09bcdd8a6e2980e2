import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bilingual, definitionName, type Texts } from './bilingual.ts';
import type { Definition } from './definition-json.ts';
import { JURISDICTION, type PackageFacts } from './package-facts.ts';

type Words = Required<Texts>;

/** What a population holds; `as`: the same in the signs of docs/coverage.md. */
interface PopulationEntry extends Words {
  readonly as: string;
}

interface GroupEntry {
  readonly id: string;
  readonly title: Words;
  readonly initial?: PopulationEntry;
  readonly denominator: PopulationEntry;
  readonly numerator: PopulationEntry;
}

interface MeasureEntry {
  readonly id: string;
  /** Absent: proportion. */
  readonly scoring?: 'ratio';
  readonly type: 'process' | 'structure';
  readonly title: Words;
  readonly description: Words;
  readonly stratifiers?: readonly string[];
  readonly groups: readonly GroupEntry[];
}

/** profiles/measures.yaml. */
export interface MeasureFile {
  readonly stratifiers: Readonly<Record<string, Words>>;
  readonly measures: readonly MeasureEntry[];
}

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const POPULATIONS = [
  ['initial', 'initial-population'],
  ['denominator', 'denominator'],
  ['numerator', 'numerator'],
] as const;

/** Reads profiles/measures.yaml. */
export function readMeasureFile(file: string): MeasureFile {
  return parse(readFileSync(file, 'utf8')) as MeasureFile;
}

/**
 * A Measure for each entry, and the code system of their groups and stratifiers. Of all of them more is better; a report of one is
 * about a Location, because R4 lets no report be about an Organization.
 * @source https://hl7.org/fhir/R4/measure.html; https://hl7.org/fhir/R4/measurereport.html
 */
export function measureDefinitions({ stratifiers, measures }: MeasureFile, facts: PackageFacts): Definition[] {
  const system = `${facts.systems.base}/CodeSystem/indicator`;
  const codeOf = (code: string, { vi }: Words) => ({ coding: [{ system, code, display: vi }], text: vi });
  return [
    ...measures.map((measure) => ({
      ...head('Measure', measure, facts),
      subjectCodeableConcept: coded('http://hl7.org/fhir/resource-types', 'Location'),
      ...tail(measure, facts),
      scoring: coded(`${TERMINOLOGY}/measure-scoring`, measure.scoring ?? 'proportion'),
      type: [coded(`${TERMINOLOGY}/measure-type`, measure.type)],
      improvementNotation: coded(`${TERMINOLOGY}/measure-improvement-notation`, 'increase'),
      group: measure.groups.map((group) => ({
        code: codeOf(group.id, group.title),
        ...bilingual('description', group.title),
        population: POPULATIONS.flatMap(([name, code]) => populationOf(code, group[name])),
        ...(measure.stratifiers === undefined
          ? {}
          : {
              stratifier: measure.stratifiers.map((id) => ({
                code: codeOf(id, wordsOf(stratifiers, id)),
                criteria: { language: 'text/plain', expression: `f.${id}` },
              })),
            }),
      })),
    })),
    indicatorCodes({ stratifiers, measures }, facts),
  ];
}

function populationOf(code: string, entry: PopulationEntry | undefined) {
  if (entry === undefined) return [];
  const criteria = { language: 'text/plain', expression: entry.as };
  return [{ code: coded(`${TERMINOLOGY}/measure-population`, code), ...bilingual('description', entry), criteria }];
}

function indicatorCodes({ stratifiers, measures }: MeasureFile, facts: PackageFacts): Definition {
  const entry = {
    id: 'indicator',
    title: { vi: 'Chỉ số và cách chia nhóm', en: 'Indicators and how they are split' },
    description: {
      vi: 'Mã của các nhóm trong Measure và MeasureReport của cổng, và của các cách chia nhóm.',
      en: "Codes of the groups of the gateway's Measures and MeasureReports, and of their stratifiers.",
    },
  };
  const words = new Map<string, Words>([
    ...measures.flatMap(({ groups }) => groups.map(({ id, title }) => [id, title] as const)),
    ...Object.entries(stratifiers),
  ]);
  return {
    ...head('CodeSystem', entry, facts),
    ...tail(entry, facts),
    caseSensitive: true,
    content: 'complete',
    count: words.size,
    concept: [...words].map(([code, { vi, en }]) => ({
      code,
      display: vi,
      designation: [{ language: 'en', value: en }],
    })),
  };
}

type Entry = Pick<MeasureEntry, 'id' | 'title' | 'description'>;

function head(resourceType: string, { id, title }: Entry, facts: PackageFacts) {
  return {
    resourceType,
    id,
    language: 'vi',
    url: `${facts.systems.base}/${resourceType}/${id}`,
    version: facts.version,
    name: definitionName(id),
    ...bilingual('title', title),
    status: 'active',
    experimental: false,
  };
}

function tail({ description }: Entry, facts: PackageFacts) {
  return { publisher: facts.publisher, ...bilingual('description', description), jurisdiction: JURISDICTION };
}

function coded(system: string, code: string) {
  return { coding: [{ system, code }] };
}

function wordsOf(all: Readonly<Record<string, Words>>, id: string): Words {
  const words = all[id];
  if (words === undefined) throw new Error(`measures.yaml names a stratifier ${id} without words`);
  return words;
}
