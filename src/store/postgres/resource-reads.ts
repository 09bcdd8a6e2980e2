import type { Resource } from '@medplum/fhirtypes';
import type { PatientRecords, ResourcePort } from '../../types/resources.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { decompress, findResource, parseContent, unpackRecord } from '../record-content.ts';
import { createBatches } from './batches.ts';
import type { Database } from './database.ts';
import { ofFacility } from './statement.ts';

interface HolderRow {
  readonly version: number;
  readonly deleted: 0 | 1;
  readonly updatedAt: EpochMs;
  readonly payload: Buffer;
}
/** A record with its decompressed payload. */
interface OpenRecord {
  readonly sequence: number;
  readonly content: Buffer;
}
interface RecordRow {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Bytes of JSON that one read takes into memory; an ordinary record has 40,000. */
const MAX_BYTES = 33_554_432;
/** Records read at once. */
const PAGE = 100;
/** Calls that are answered by one statement. */
const ASKED_AT_ONCE = 256;

const KNOWN = ofFacility<
  {
    facilities: readonly FacilityCode[];
    types: readonly string[];
    ids: readonly string[];
  },
  { place: number }
>(
  `SELECT asked.place
   FROM unnest(:facilities::text[], :types::text[], :ids::text[]) WITH ORDINALITY AS asked (facility, type, id, place)
     JOIN resource ON resource.facility = asked.facility AND resource.id = asked.id AND resource.type = asked.type
   WHERE resource.deleted = 0`,
);

const HOLDER = ofFacility<{ facility: FacilityCode; type: string; id: string }, HolderRow>(
  `SELECT resource.version, resource.deleted, record.received_at AS "updatedAt", record.payload
   FROM resource JOIN record ON record.sequence = resource.record
   WHERE resource.facility = :facility AND resource.id = :id AND resource.type = :type`,
);

// The record that holds a Patient may be another person's: a newborn comes in the record of the mother.
const RECORDS = ofFacility<
  { facility: FacilityCode; ids: readonly string[]; before: number; limit: number },
  RecordRow
>(
  `SELECT record.sequence, record.payload
   FROM (
       SELECT held.sequence FROM unnest(:ids::text[]) AS asked (id)
         JOIN record AS held ON held.facility = :facility AND held.patient = 'Patient/' || asked.id
       WHERE held.payload IS NOT NULL AND held.state = 'accepted'
       UNION
       SELECT resource.record FROM unnest(:ids::text[]) AS asked (id)
         JOIN resource ON resource.facility = :facility AND resource.id = asked.id AND resource.type = 'Patient'
       WHERE resource.deleted = 0
     ) AS found
     JOIN record ON record.sequence = found.sequence
   WHERE record.sequence < :before ORDER BY record.sequence DESC LIMIT :limit::bigint`,
);

const HELD = ofFacility<
  { facility: FacilityCode; types: readonly string[]; ids: readonly string[]; records: readonly number[] },
  { place: number }
>(
  `SELECT asked.place
   FROM unnest(:types::text[], :ids::text[], :records::bigint[]) WITH ORDINALITY AS asked (type, id, record, place)
     JOIN resource ON resource.facility = :facility AND resource.id = asked.id AND resource.type = asked.type
   WHERE resource.deleted = 0 AND resource.record = asked.record`,
);

const SAME_PERSON = ofFacility<{ facility: FacilityCode; patient: string }, { patient: string }>(
  `SELECT other.patient FROM person AS own
     JOIN person AS other ON other.facility = own.facility AND other.number = own.number
       AND other.birth_date = own.birth_date AND other.patient <> own.patient
   WHERE own.facility = :facility AND own.patient = :patient ORDER BY other.patient`,
);

interface AskedReferences {
  readonly facility: FacilityCode;
  readonly references: readonly string[];
}

/** Reads of one facility's resources as they stand now, one by one or all of some patients. */
export function createResourceReads(database: Database): ResourcePort {
  const known = createBatches<AskedReferences, ReadonlySet<string>>({
    max: ASKED_AT_ONCE,
    run: (asked) => readKnown(database, asked),
  });

  async function current(facility: FacilityCode, type: string, id: string) {
    const [row] = await database.rows(HOLDER, { facility, type, id });
    if (row === undefined) return undefined;
    const { version, updatedAt } = row;
    const resource = row.deleted === 1 ? null : findResource(unpackRecord(row.payload), type, id);
    return { version, updatedAt, resource };
  }

  return {
    known: (facility, references) => known.add({ facility, references }),
    resource: async (facility, type, id) => (await current(facility, type, id))?.resource ?? undefined,
    current,
    async samePerson(facility, patient) {
      const others = await database.rows(SAME_PERSON, { facility, patient });
      return [patient, ...others.map((other) => other.patient)];
    },
    ofPatients: (facility, ids, limit) => readOfPatients(database, facility, ids, limit),
  };
}

async function readKnown(database: Database, asked: readonly AskedReferences[]): Promise<ReadonlySet<string>[]> {
  const all = asked.flatMap(({ facility, references }, call) =>
    references.map((reference) => ({ facility, reference, call })),
  );
  const rows = await database.rows(KNOWN, {
    facilities: all.map(({ facility }) => facility),
    types: all.map(({ reference }) => reference.split('/')[0] ?? ''),
    ids: all.map(({ reference }) => reference.split('/')[1] ?? ''),
  });
  const found = asked.map(() => new Set<string>());
  for (const { place } of rows) {
    const { call, reference } = all[place - 1] as (typeof all)[number];
    found[call]?.add(reference);
  }
  return found;
}

async function readOfPatients(
  database: Database,
  facility: FacilityCode,
  ids: readonly string[],
  limit: number,
): Promise<PatientRecords> {
  const { taken, isComplete } = await takeNewest(database, facility, ids, limit);
  const resources = taken.reverse().flatMap(({ sequence, content }) => {
    const byReference = new Map(parseContent(content).map((one) => [`${one.resourceType}/${one.id}`, one]));
    return [...byReference.values()].map((resource) => ({ resource, record: sequence }));
  });
  const rows = await database.rows(HELD, {
    facility,
    types: resources.map(({ resource }) => resource.resourceType),
    ids: resources.map(({ resource }) => String(resource.id)),
    records: resources.map(({ record }) => record),
  });
  const held = new Set(rows.map(({ place }) => place - 1));
  return {
    resources: resources.flatMap(({ resource }, index): Resource[] => (held.has(index) ? [resource] : [])),
    isComplete,
  };
}

/** As many of the newest records as may be, and at least one. */
async function takeNewest(
  database: Database,
  facility: FacilityCode,
  ids: readonly string[],
  limit: number,
): Promise<{ readonly taken: OpenRecord[]; readonly isComplete: boolean }> {
  const taken: OpenRecord[] = [];
  let bytes = 0;
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await database.rows(RECORDS, { facility, ids, before, limit: PAGE });
    for (const { sequence, payload } of rows) {
      const content = decompress(payload);
      bytes += content.length;
      if (taken.length === limit || (bytes > MAX_BYTES && taken.length > 0)) return { taken, isComplete: false };
      taken.push({ sequence, content });
      before = sequence;
    }
    if (rows.length < PAGE) return { taken, isComplete: true };
  }
}
