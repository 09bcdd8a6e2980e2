import type { Facility, FacilityNote, RegistryPort } from '../../types/registry.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type EditionRow, type NoteRow, REGISTRY_AT, toEdition, toNote } from '../facility-row.ts';
import type { Database } from './database.ts';
import { ofFacility, statement } from './statement.ts';

type History = Pick<RegistryPort, 'editions' | 'registryAt' | 'addNote' | 'notes'>;
type OfFacility = { readonly facility: string };

const EDITIONS = ofFacility<OfFacility, EditionRow>(
  'SELECT at, who, reason, entry FROM facility_edition WHERE facility = :facility ORDER BY number DESC',
);
const AT = statement<{ at: EpochMs }, { entry: string }>(REGISTRY_AT);
const ADD_NOTE = statement<FacilityNote>(
  'INSERT INTO facility_note (id, facility, at, who, text) VALUES (:id, :facility, :at, :by, :text)',
);
const NOTES = ofFacility<OfFacility, NoteRow>(
  'SELECT id, facility, at, who, text FROM facility_note WHERE facility = :facility ORDER BY at DESC, id DESC',
);

/** What the registry said before, and remarks about facilities. */
export function createFacilityHistory(database: Database): History {
  return {
    editions: async (facility) => (await database.rows(EDITIONS, { facility })).map(toEdition),
    registryAt: async (at) => (await database.rows(AT, { at })).map(({ entry }) => JSON.parse(entry) as Facility),
    async addNote(note) {
      await database.rows(ADD_NOTE, note);
    },
    notes: async (facility) => (await database.rows(NOTES, { facility })).map(toNote),
  };
}
