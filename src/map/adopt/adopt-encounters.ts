import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { adoptDiagnoses } from './adopt-diagnoses.ts';
import { adoptEncounter } from './adopt-encounter.ts';
import { adoptLines } from './adopt-lines.ts';
import { adoptPatient } from './adopt-patient.ts';
import { adoptPeople } from './adopt-people.ts';
import { adoptResults } from './adopt-results.ts';
import type { Adoption } from './adoption.ts';

/** One encounter in the shape of the claim forms, and what the record is known by. */
export interface AdoptedEncounter {
  readonly key: string;
  readonly facility: string;
  readonly resources: readonly JsonNode[];
}

/**
 * Brings FHIR that no form was the source of into the shape that the claim forms are rebuilt from: one record for each
 * Encounter, with a row for each order, procedure, charge and result. Nothing is invented: what is not there stays empty.
 * The input stays as it was. References must be `Type/id`.
 */
export function adoptEncounters(sent: readonly JsonNode[], systems: IdentifierSystems): AdoptedEncounter[] {
  const encounters = sent.filter(({ resourceType }) => resourceType === 'Encounter');
  return encounters.map((encounter) => {
    const own = encounters.length === 1 ? sent : sent.filter((resource) => mayBeOf(encounter, resource));
    return adoptRecord(String(encounter['id']), structuredClone(own) as JsonNode[], systems);
  });
}

/** False for what says that it belongs to another encounter. */
function mayBeOf({ id }: JsonNode, resource: JsonNode): boolean {
  if (resource['resourceType'] === 'Encounter') return resource['id'] === id;
  const references = [resource['encounter'], resource['context']].map((reference) => textAt(reference, 'reference'));
  const [named] = references.filter((reference) => reference?.startsWith('Encounter/'));
  return named === undefined || named === `Encounter/${id}`;
}

function adoptRecord(id: string, resources: JsonNode[], systems: IdentifierSystems): AdoptedEncounter {
  const byReference = new Map(resources.map((resource) => [`${resource['resourceType']}/${resource['id']}`, resource]));
  const follow = (reference: unknown) => byReference.get(textAt(reference, 'reference') ?? '');
  const ofType = (type: string) => resources.filter(({ resourceType }) => resourceType === type);
  const add = (resource: JsonNode) => {
    resources.push(resource);
  };
  const encounter = byReference.get(`Encounter/${id}`) ?? {};
  const facility = facilityOf(follow(encounter['serviceProvider']) ?? ofType('Organization')[0], systems);
  if (ofType('Claim').length === 0) add({ resourceType: 'Claim', id: 'adopted', use: 'claim' });
  const [claim = {}] = ofType('Claim');
  const adoption: Adoption = { systems, facility, encounter, claim, follow, ofType, add };
  adoptPeople(adoption, resources);
  adoptPatient(adoption);
  const key = adoptEncounter(adoption);
  adoptDiagnoses(adoption);
  adoptLines(adoption);
  adoptResults(adoption);
  return { key, facility, resources };
}

/** The code of a facility among the identifiers of its Organization. */
function facilityOf(organization: JsonNode | undefined, { systems }: IdentifierSystems): string {
  const identifier = objectsAt(organization, 'identifier').find(({ system }) => system === systems['maCskcb']);
  return textAt(identifier, 'value') ?? '';
}
