import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { adoptCoverages } from './adopt-coverages.ts';
import { adoptDepartments } from './adopt-departments.ts';
import { adoptDiagnoses } from './adopt-diagnoses.ts';
import { adoptEncounter } from './adopt-encounter.ts';
import { adoptLines } from './adopt-lines.ts';
import { adoptMeasurements } from './adopt-measurements.ts';
import { adoptNotes } from './adopt-notes.ts';
import { adoptPatient } from './adopt-patient.ts';
import { adoptPeople } from './adopt-people.ts';
import { adoptResults } from './adopt-results.ts';
import { adoptRevisits } from './adopt-revisits.ts';
import type { Adoption } from './adoption.ts';
import { facilityOf } from './facility-of-encounter.ts';
import { flattenReferences } from './flatten-references.ts';
import { type LeftOut, referenceOf } from './left-out.ts';
import { type EncounterGroup, sortByEncounter } from './sort-by-encounter.ts';

/** One encounter in the shape of the claim forms, and what the record is known by. */
export interface AdoptedEncounter {
  /** MA_LK; '' when nothing tells it. */
  readonly key: string;
  readonly facility: string;
  readonly resources: readonly JsonNode[];
}

/** What becomes of FHIR that no form was the source of. */
export interface AdoptedFhir {
  readonly encounters: readonly AdoptedEncounter[];
  /** What is in none of the claims, in the order in which it was found. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Brings FHIR that no form was the source of into the shape that the claim forms are rebuilt from: one record for each
 * Encounter, with a row for each order, procedure, charge and result. Nothing is invented: what is not there stays empty.
 * The input stays as it was. References must be `Type/id`, or `#id` to what is contained.
 */
export function adoptFhir(sent: readonly JsonNode[], systems: IdentifierSystems): AdoptedFhir {
  const flat = flattenReferences(sent);
  const { groups, leftOut } = sortByEncounter(flat);
  const records = groups.map((group) => adoptGroup(group, systems));
  return { encounters: records, leftOut: [...leftOut, ...records.flatMap((record) => record.leftOut)] };
}

function adoptGroup(
  group: EncounterGroup,
  systems: IdentifierSystems,
): AdoptedEncounter & { readonly leftOut: readonly LeftOut[] } {
  // What is there for every encounter is changed for each of them.
  const resources = structuredClone(group.resources) as JsonNode[];
  const encounter = resources[group.resources.indexOf(group.encounter)] ?? {};
  const byReference = new Map(resources.map((resource) => [referenceOf(resource), resource]));
  const follow = (reference: unknown) => byReference.get(String((reference as JsonNode | undefined)?.['reference']));
  const ofType = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  const leftOut: LeftOut[] = [];
  const add = (resource: JsonNode) => void resources.push(resource);
  const facility = facilityOf(encounter, { follow, ofType, systems });
  const [claim = {}, ...further] = ofType('Claim');
  joinClaims(claim, further);
  if (ofType('Claim').length === 0) add(Object.assign(claim, { resourceType: 'Claim', id: 'adopted', use: 'claim' }));
  const adoption: Adoption = {
    systems,
    facility,
    encounter,
    claim,
    follow,
    ofType,
    add,
    leaveOut: (resource, reason) => void leftOut.push({ resource: referenceOf(resource), reason }),
  };
  adoptPeople(adoption, resources);
  adoptPatient(adoption);
  const key = adoptEncounter(adoption);
  adoptDepartments(adoption);
  adoptCoverages(adoption);
  adoptDiagnoses(adoption);
  adoptLines(adoption);
  adoptResults(adoption);
  adoptMeasurements(adoption);
  adoptNotes(adoption);
  adoptRevisits(adoption);
  return { key, facility, resources, leftOut };
}

/** One encounter is claimed by one claim: the lines of all its Claims, whose sums are not those of one of them. */
function joinClaims(claim: JsonNode, further: readonly JsonNode[]): void {
  if (further.length === 0) return;
  claim['item'] = [claim, ...further].flatMap(({ item }) => (Array.isArray(item) ? item : []));
  delete claim['total'];
  for (const other of further) other['use'] = 'predetermination';
}
