import type { ResourcePort } from '../../types/resources.ts';
import type { PortParts } from './port-parts.ts';
import { createResourceReads } from './resource-reads.ts';

/** Reading resources of one facility. */
export function createResourcePort({ db, persons }: PortParts): ResourcePort {
  const reads = createResourceReads(db);
  return {
    known: async (facility, references) => reads.known(facility, references),
    resource: async (facility, type, id) => reads.resource(facility, type, id),
    current: async (facility, type, id) => reads.current(facility, type, id),
    samePerson: async (facility, patient) => persons.same(facility, patient),
    ofPatients: async (facility, ids, limit) => reads.ofPatients(facility, ids, limit),
  };
}
