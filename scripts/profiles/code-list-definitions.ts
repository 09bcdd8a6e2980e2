import { codeSystemOf } from '../../src/fhir/identifier-systems.ts';
import { bilingual, definitionName } from './bilingual.ts';
import { type CodeListFile, type CodeListVersion, isCertain, slugOf } from './code-list-file.ts';
import type { Definition } from './definition-json.ts';
import { JURISDICTION, type PackageFacts } from './package-facts.ts';

/** @source https://hl7.org/fhir/R4/extension-resource-effectiveperiod.html */
const EFFECTIVE_PERIOD = 'http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod';

/**
 * A CodeSystem and a ValueSet for each version of each list. A list whose code system is not ours (ICD-10) gets a
 * ValueSet only. The newest version has the plain id; the one before carries its last day too.
 */
export function codeListDefinitions(files: readonly CodeListFile[], facts: PackageFacts): Definition[] {
  return files.flatMap((file) =>
    file.versions.flatMap((version, index) => {
      const edition = editionOf(file, version, index === file.versions.length - 1, facts);
      const isOwn = edition.system.startsWith(`${facts.systems.base}/`);
      return [...(isOwn ? [codeSystem(edition)] : []), valueSet(edition)];
    }),
  );
}

/** What both definitions of one version of a list need. */
interface Edition {
  readonly file: CodeListFile;
  readonly version: CodeListVersion;
  readonly facts: PackageFacts;
  readonly slug: string;
  readonly system: string;
  readonly id: string;
  readonly label: string;
}

function editionOf(file: CodeListFile, version: CodeListVersion, isNewest: boolean, facts: PackageFacts): Edition {
  const slug = slugOf(file.list, facts.systems);
  // Dates of one list order its versions; a list that never changed goes with the package.
  const label = version.from ?? version.to ?? facts.version;
  const id = isNewest ? slug : `${slug}-${label}`;
  return { file, version, facts, slug, system: codeSystemOf(facts.systems, file.list), id, label };
}

function codeSystem(edition: Edition): Definition {
  const { file, version, facts, slug, system } = edition;
  const codes = Object.entries(version.codes);
  const isWhole = isCertain(file, version);
  return {
    resourceType: 'CodeSystem',
    ...head(edition, system),
    caseSensitive: true,
    ...(file.versions.length === 1 ? { valueSet: `${facts.systems.base}/ValueSet/${slug}` } : {}),
    content: codes.length === 0 ? 'not-present' : wholeOrPart(isWhole),
    ...(isWhole ? { count: codes.length } : {}),
    ...(codes.length === 0 ? {} : { concept: codes.map(conceptOf) }),
  };
}

const wholeOrPart = (isWhole: boolean) => (isWhole ? 'complete' : 'fragment');

function conceptOf([code, { vi, en }]: [string, CodeListVersion['codes'][string]]) {
  return {
    code,
    ...(vi === undefined ? {} : { display: vi }),
    ...(en === undefined || en === vi ? {} : { designation: [{ language: 'en', value: en }] }),
  };
}

function valueSet(edition: Edition): Definition {
  const { file, facts, slug, system, label } = edition;
  const version = file.versions.length > 1 ? { version: label } : {};
  return {
    resourceType: 'ValueSet',
    ...head(edition, `${facts.systems.base}/ValueSet/${slug}`),
    compose: { include: [{ system, ...version }] },
  };
}

function head({ file, version, facts, slug, id, label }: Edition, url: string) {
  const period = { start: version.from, end: version.to };
  const isDated = version.from !== undefined || version.to !== undefined;
  return {
    id,
    language: 'vi',
    ...(isDated ? { extension: [{ url: EFFECTIVE_PERIOD, valuePeriod: period }] } : {}),
    url,
    version: label,
    name: definitionName(slug),
    ...bilingual('title', file.title),
    status: 'active',
    experimental: false,
    publisher: facts.publisher,
    ...bilingual('description', describe(file, version)),
    jurisdiction: JURISDICTION,
  };
}

/** The meanings are paraphrases, and a list that is not certain says so. */
function describe(file: CodeListFile, version: CodeListVersion): { vi: string; en: string } {
  const { list, source, note } = file;
  const isPart = !isCertain(file, version) && Object.keys(version.codes).length > 0;
  return {
    vi: [
      `Danh mục ${list}. Nguồn: ${source}. Nghĩa của mã được diễn đạt ngắn gọn, không phải nguyên văn.`,
      ...(isPart ? ['Có thể chưa đủ: mã không có ở đây chưa hẳn là sai.'] : []),
      ...(note === undefined ? [] : [note.vi]),
    ].join(' '),
    en: [
      `List ${list}. Source: ${source}. Meanings are short paraphrases, not the wording of the source.`,
      ...(isPart ? ['It may lack codes: one that is not here need not be wrong.'] : []),
      ...(note === undefined ? [] : [note.en]),
    ].join(' '),
  };
}
