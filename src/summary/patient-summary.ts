import type { Bundle, Composition, CompositionSection, Organization, Resource } from '@medplum/fhirtypes';
import { toLocalInstant } from '../fhir/local-time.ts';
import { custodianOf } from './custodian.ts';
import { type DocumentSettings, toDocument } from './document.ts';
import { type Gathered, gather } from './gather.ts';
import { tableNarrative, textNarrative } from './narrative.ts';
import type { Lookup, Section } from './section.ts';
import { SECTIONS } from './sections.ts';
import { referencesOf, settleReferences } from './settle-references.ts';
import { referenceOf, type SummarySource } from './summary-source.ts';
import { dayOf, whenOf } from './wording.ts';

const LOINC = 'http://loinc.org';
const EMPTY_REASON = 'http://terminology.hl7.org/CodeSystem/list-empty-reason';

/** What entries may bring with them; everything else that is only referred to stays away (bills, orders). */
const COMPANIONS: ReadonlySet<string> = new Set([
  'Condition',
  'Device',
  'Encounter',
  'Location',
  'Medication',
  'Observation',
  'Organization',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Specimen',
]);

interface ChosenSection {
  readonly section: Section;
  readonly resources: readonly Resource[];
}

/**
 * A citizen's health book as a document Bundle after the International Patient Summary: Composition first, then the Patient,
 * the custodian, what the sections name, and what that refers to; every reference leads to an entry. The same data at the
 * same instant gives the same document. What is specially protected never enters.
 * @source https://hl7.org/fhir/uv/ips/STU1.1/; https://hl7.org/fhir/R4/documents.html; QĐ 31/QĐ-BYT (2026)
 */
export function buildPatientSummary(source: SummarySource, settings: DocumentSettings): Bundle {
  const gathered = gather(source);
  const custodian = custodianOf(source, gathered, settings.systems);
  const resources = new Map(gathered.resources).set(referenceOf(custodian), custodian);
  const lookup = createLookup(resources, gathered.aliases);
  const sections = SECTIONS.map((section) => ({ section, resources: section.choose(gathered.told, lookup) })).filter(
    ({ section, resources: chosen }) => section.required === true || chosen.length > 0,
  );
  const named = sections.flatMap(({ resources: chosen }) => chosen);
  const members = withCompanions([source.patient, custodian, ...named], lookup);
  const settle = createSettle(members, gathered);
  const settled = [...members.values()].map((member) => settleReferences(member, settle));
  const composition = composeDocument(source, custodian, sections, lookup, settings);
  return toDocument([composition, ...settled], source.at, settings);
}

function createLookup(resources: ReadonlyMap<string, Resource>, aliases: ReadonlyMap<string, string>): Lookup {
  const find = (reference = '') => resources.get(aliases.get(reference) ?? reference);
  return { find, when: (resource) => whenOf(resource, find) };
}

function createSettle(members: ReadonlyMap<string, Resource>, { aliases, hidden }: Gathered) {
  return (reference: string) => {
    if (hidden.has(reference)) return 'hidden';
    const target = aliases.get(reference) ?? reference;
    return members.has(target) ? target : undefined;
  };
}

/** The resources and what they refer to, each once, in the order in which they are met. */
function withCompanions(first: readonly Resource[], { find }: Lookup): Map<string, Resource> {
  const members = new Map(first.map((resource) => [referenceOf(resource), resource]));
  // A Map that grows while it is walked is walked to its new end.
  for (const resource of members.values()) {
    for (const reference of referencesOf(resource)) {
      const companion = find(reference);
      if (companion === undefined || !COMPANIONS.has(companion.resourceType)) continue;
      if (!members.has(referenceOf(companion))) members.set(referenceOf(companion), companion);
    }
  }
  return members;
}

function composeDocument(
  { patient, isComplete, at }: SummarySource,
  custodian: Organization,
  sections: readonly ChosenSection[],
  lookup: Lookup,
  { systems: { base } }: DocumentSettings,
): Composition {
  const about = [patient.name?.[0]?.text ?? '', dayOf(patient.birthDate)].filter((text) => text !== '').join(', ');
  const limit = isComplete ? [] : ['Chỉ gồm những hồ sơ gần nhất, còn hồ sơ cũ hơn.'];
  const organization = { reference: referenceOf(custodian) };
  return {
    resourceType: 'Composition',
    id: `${patient.id}`,
    meta: { profile: [`${base}/StructureDefinition/lt-composition-patient-summary`] },
    language: 'vi',
    text: textNarrative(TITLE, about, ...limit),
    status: 'final',
    type: { coding: [{ system: LOINC, code: '60591-5' }], text: TITLE },
    subject: { reference: referenceOf(patient) },
    date: toLocalInstant(at),
    author: [organization],
    title: TITLE,
    confidentiality: 'N',
    custodian: organization,
    section: sections.map((chosen) => composeSection(chosen, lookup)),
  };
}

const TITLE = 'Sổ sức khỏe điện tử: tóm tắt thông tin sức khỏe';

function composeSection({ section, resources }: ChosenSection, lookup: Lookup): CompositionSection {
  const { code, title, columns, cells } = section;
  const head = { title, code: { coding: [{ system: LOINC, code }] } };
  if (resources.length === 0) {
    return {
      ...head,
      text: textNarrative('Không có thông tin.'),
      emptyReason: { coding: [{ system: EMPTY_REASON, code: 'unavailable' }], text: 'Không có thông tin' },
    };
  }
  const rows = resources.map((resource) => cells(resource, lookup));
  return {
    ...head,
    text: tableNarrative(columns, rows),
    entry: resources.map((resource) => ({ reference: referenceOf(resource) })),
  };
}
