import type { Database } from 'better-sqlite3';
import type { Facility, FacilityEdition, FacilityNote } from '../../types/registry.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type EditionRow, type NoteRow, REGISTRY_AT, toEdition, toNote } from '../facility-row.ts';
import { ofFacility } from './of-facility.ts';

/** What the registry said before, and remarks about facilities. */
export interface FacilityHistory {
  /** Newest first. */
  editions(code: FacilityCode): FacilityEdition[];
  registryAt(at: EpochMs): Facility[];
  /** Inside a transaction. */
  addNote(note: FacilityNote): void;
  /** Newest first. */
  notes(code: FacilityCode): FacilityNote[];
}

/** The history of an open database. */
export function createFacilityHistory(db: Database): FacilityHistory {
  const editions = ofFacility<object, EditionRow>(
    db,
    'SELECT at, who, reason, entry FROM facility_edition WHERE facility = :facility ORDER BY number DESC',
  );
  const registryAt = db.prepare<{ at: EpochMs }, string>(REGISTRY_AT).pluck();
  const addNote = db.prepare<FacilityNote>(
    'INSERT INTO facility_note (id, facility, at, who, text) VALUES (:id, :facility, :at, :by, :text)',
  );
  const notes = ofFacility<object, NoteRow>(
    db,
    'SELECT id, facility, at, who, text FROM facility_note WHERE facility = :facility ORDER BY at DESC, id DESC',
  );
  return {
    editions: (facility) => editions.all({ facility }).map(toEdition),
    registryAt: (at) => registryAt.all({ at }).map((entry) => JSON.parse(entry) as Facility),
    addNote: (note) => void addNote.run(note),
    notes: (facility) => notes.all({ facility }).map(toNote),
  };
}
