import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { codeIn } from './adoption.ts';
import { chooseEncounter, encounterBefore, overlapping } from './choose-encounter.ts';
import { splitClaims } from './claims-by-encounter.ts';
import { encounterNamedBy } from './encounter-reference.ts';
import type { FlatResources } from './flatten-references.ts';
import { type LeftOut, type LeftOutReason, leaveOutByState, referenceOf } from './left-out.ts';
import { addLinked } from './linked-resources.ts';

/** An encounter with all that is its own. */
export interface EncounterGroup {
  readonly encounter: JsonNode;
  readonly resources: readonly JsonNode[];
}

export interface SortedResources {
  readonly groups: readonly EncounterGroup[];
  readonly leftOut: readonly LeftOut[];
}

/** What belongs to one encounter; anything else (people, places, medications) is there for all of them. */
const OF_ONE_ENCOUNTER: ReadonlySet<unknown> = new Set([
  'MedicationRequest',
  'MedicationAdministration',
  'MedicationDispense',
  'Procedure',
  'ServiceRequest',
  'ChargeItem',
  'DiagnosticReport',
  'Observation',
  'ClinicalImpression',
  'Condition',
  'Appointment',
]);

/**
 * Sorts resources by the encounters that claims are made of. What names an encounter is that one's; what does not is its
 * that it is linked with (a result with its report, what was done with its order); else the encounter of the same patient
 * at the time. What fits no encounter, or several, is left out: nothing is claimed twice, nor for another patient.
 */
export function sortByEncounter({ resources, owners }: FlatResources): SortedResources {
  const byState = leaveOutByState(resources);
  const leftOut: LeftOut[] = [...byState.values()];
  const leave: Leave = (resource, reason) => void leftOut.push({ resource: referenceOf(resource), reason });
  const roots = rootsOf(resources, byState, owners);
  const encounters = [...new Set(roots.values())].filter((encounter) => encounter !== undefined);
  const taken = resources.filter((resource) => !byState.has(resource));
  const homes = homesOf(taken, { encounters, roots, owners, leave });
  const claims = splitClaims(taken, encounters, { roots, leave });
  const coverages = coveragesOf(taken, encounters, leave);
  const isIn = (resource: JsonNode, encounter: JsonNode): boolean => {
    const { resourceType } = resource;
    if (resourceType === 'Encounter') return resource === encounter;
    if (resourceType === 'Coverage') return coverages.get(resource)?.includes(encounter) === true;
    if (resourceType === 'Claim') return false;
    return !OF_ONE_ENCOUNTER.has(resourceType) || homes.get(resource) === encounter;
  };
  const groups = encounters.map((encounter) => ({
    encounter,
    resources: [...taken.filter((resource) => isIn(resource, encounter)), ...(claims.get(encounter) ?? [])],
  }));
  return { groups, leftOut };
}

type Leave = (resource: JsonNode, reason: LeftOutReason) => void;

interface Sorting {
  readonly encounters: readonly JsonNode[];
  readonly roots: ReadonlyMap<string, JsonNode | undefined>;
  readonly owners: FlatResources['owners'];
  readonly leave: Leave;
}

/** The encounter of each resource that belongs to one: as it says itself, as its links say, as patient and time say. */
function homesOf(
  taken: readonly JsonNode[],
  { encounters, roots, owners, leave }: Sorting,
): ReadonlyMap<JsonNode, JsonNode> {
  const own = taken.filter(({ resourceType }) => OF_ONE_ENCOUNTER.has(resourceType));
  const homes = new Map<JsonNode, JsonNode>();
  const silent = new Set(own);
  for (const resource of own) {
    const named = encounterNamedBy(resource);
    if (named === undefined) continue;
    silent.delete(resource);
    const encounter = roots.get(named);
    if (encounter !== undefined) homes.set(resource, encounter);
    else leave(resource, roots.has(named) ? 'encounter-left-out' : 'encounter-unknown');
  }
  addLinked(homes, { encounters, own: [...silent, ...homes.keys()], owners });
  for (const resource of silent) {
    if (homes.has(resource)) continue;
    const found = isProblem(resource) ? 'problem-list' : homeOf(resource, encounters);
    if (typeof found === 'string') leave(resource, found);
    else homes.set(resource, found);
  }
  return homes;
}

/**
 * The encounter that a claim is made of, by the reference to each encounter: itself, or the whole that it is a part of.
 * Undefined for one that is left out.
 */
function rootsOf(
  resources: readonly JsonNode[],
  leftOut: ReadonlyMap<JsonNode, LeftOut>,
  owners: FlatResources['owners'],
): Map<string, JsonNode | undefined> {
  const encounters = resources.filter((resource) => resource['resourceType'] === 'Encounter' && !owners.has(resource));
  const taken = new Map(encounters.filter((one) => !leftOut.has(one)).map((one) => [referenceOf(one), one] as const));
  return new Map(
    encounters.map((encounter) => {
      if (leftOut.has(encounter)) return [referenceOf(encounter), undefined];
      const seen = new Set<JsonNode>();
      let root = encounter;
      for (let at: JsonNode | undefined = encounter; at !== undefined && !seen.has(at); ) {
        seen.add(at);
        root = at;
        at = taken.get(textAt(at['partOf'], 'reference') ?? '');
      }
      return [referenceOf(encounter), root];
    }),
  );
}

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/condition-category';

/** A problem of the patient's whole life, which no encounter names. */
function isProblem({ resourceType, category }: JsonNode): boolean {
  if (resourceType !== 'Condition') return false;
  return objectsAt({ category }, 'category').some((concept) => codeIn(concept, CATEGORY) === 'problem-list-item');
}

function homeOf(resource: JsonNode, encounters: readonly JsonNode[]): JsonNode | LeftOutReason {
  return resource['resourceType'] === 'Appointment'
    ? encounterBefore(resource, encounters)
    : chooseEncounter(resource, encounters);
}

/** A card is good for every encounter of its holder in its time. */
function coveragesOf(
  resources: readonly JsonNode[],
  encounters: readonly JsonNode[],
  leave: Leave,
): Map<JsonNode, readonly JsonNode[]> {
  const homes = new Map<JsonNode, readonly JsonNode[]>();
  for (const coverage of resources.filter(({ resourceType }) => resourceType === 'Coverage')) {
    const found = overlapping(coverage, encounters);
    if (typeof found === 'string') leave(coverage, found);
    else homes.set(coverage, found);
  }
  return homes;
}
