import type { Encounter, Reference, Resource } from '@medplum/fhirtypes';
import { isProtected } from '../fhir/protected.ts';
import { referenceOf, type SummarySource } from './summary-source.ts';

/** What may stand in the document, and under which name. */
export interface Gathered {
  /** By reference, in order of receipt; nothing that is protected, entered in error, or another person's. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Those of them that speak of the citizen. */
  readonly told: readonly Resource[];
  /** References that mean another resource of the document: the citizen's other Patients, a visit told twice. */
  readonly aliases: ReadonlyMap<string, string>;
  /** References to what must not even be mentioned. */
  readonly hidden: ReadonlySet<string>;
}

interface OfPatient {
  readonly subject?: Reference;
  readonly patient?: Reference;
  readonly encounter?: Reference;
  readonly context?: Reference;
  readonly status?: string;
  readonly verificationStatus?: { readonly coding?: readonly { readonly code?: string }[] };
}

/**
 * Chooses what a summary may tell: of this citizen, not entered in error, and nothing that is specially protected (security
 * label R or V), nor what was done in an encounter that is.
 * @source https://hl7.org/fhir/R4/security-labels.html
 */
export function gather({ patient, samePerson, resources }: SummarySource): Gathered {
  const own = new Set(samePerson.map((id) => `Patient/${id}`));
  const hidden = hiddenOf(resources);
  const aliases = new Map([...own].map((reference) => [reference, referenceOf(patient)]));
  const chosen = new Map<string, Resource>();
  for (const resource of resources) {
    const reference = referenceOf(resource);
    if (hidden.has(reference) || own.has(reference) || isOfAnother(resource, own) || isWrong(resource)) continue;
    chosen.set(reference, resource);
  }
  chosen.set(referenceOf(patient), patient);
  mergeVisits(chosen, aliases);
  const told = [...chosen.values()].filter((resource) => own.has(aboutOf(resource) ?? ''));
  return { resources: chosen, told, aliases, hidden };
}

function hiddenOf(resources: readonly Resource[]): Set<string> {
  const hidden = new Set(resources.filter(isHidden).map(referenceOf));
  const within = resources.filter((resource) => {
    const { encounter, context } = resource as OfPatient;
    return hidden.has(encounter?.reference ?? '') || hidden.has(context?.reference ?? '');
  });
  for (const resource of within) hidden.add(referenceOf(resource));
  return hidden;
}

function isHidden(resource: Resource): boolean {
  const { contained = [] } = resource as { readonly contained?: readonly Resource[] };
  return isProtected(resource) || contained.some(isProtected);
}

/** A record may tell of several people: a mother and her newborn. */
function isOfAnother(resource: Resource, own: ReadonlySet<string>): boolean {
  if (resource.resourceType === 'Patient') return true;
  const about = aboutOf(resource);
  return about !== undefined && !own.has(about);
}

/** The patient that a resource speaks of. */
function aboutOf(resource: Resource): string | undefined {
  const { subject, patient } = resource as OfPatient;
  return (subject ?? patient)?.reference;
}

function isWrong(resource: Resource): boolean {
  const { status, verificationStatus } = resource as OfPatient;
  const isRefuted = ({ code }: { readonly code?: string }) => code === 'entered-in-error' || code === 'refuted';
  return status === 'entered-in-error' || (verificationStatus?.coding ?? []).some(isRefuted);
}

/** One visit may have come by several forms (a claim, the health book): the one that tells most stands for all. */
function mergeVisits(chosen: Map<string, Resource>, aliases: Map<string, string>): void {
  const byKey = new Map<string, Encounter>();
  for (const encounter of [...chosen.values()].filter(isEncounter)) {
    const key = visitKey(encounter);
    if (key === undefined) continue;
    const other = byKey.get(key);
    const [kept, dropped] =
      other === undefined || tellsMore(encounter, other) ? [encounter, other] : [other, encounter];
    byKey.set(key, kept);
    if (dropped === undefined) continue;
    chosen.delete(referenceOf(dropped));
    aliases.set(referenceOf(dropped), referenceOf(kept));
    for (const [alias, target] of aliases) if (target === referenceOf(dropped)) aliases.set(alias, referenceOf(kept));
  }
}

const MA_LK = 'http://fhir.hl7.org.vn/core/sid/ma-lk';

function isEncounter(resource: Resource): resource is Encounter {
  return resource.resourceType === 'Encounter';
}

/** MA_LK is unique in its facility, whose code begins every id. */
function visitKey({ id = '', identifier = [] }: Encounter): string | undefined {
  const key = identifier.find(({ system, value }) => system === MA_LK && value !== undefined)?.value;
  return key === undefined ? undefined : `${id.split('-', 1)[0]} ${key}`;
}

function tellsMore(encounter: Encounter, other: Encounter): boolean {
  return Object.keys(encounter).length > Object.keys(other).length;
}
