import { createHmac } from 'node:crypto';
import type { PackedRecord, PackedSubmission } from '../types/packed-submission.ts';
import type { ProgrammeEvidence, ProgrammePerson } from '../types/programme.ts';

/** Name of the setting that holds the key of pseudonyms. */
export const SUBJECT_KEY = 'subject-key';

/** Characters of a pseudonym: 120 bits, so that two of ten million people do not meet. */
const LENGTH = 20;

/**
 * A person as this store's own pseudonym. Under a key, since the 12-digit numbers are so few that any plain digest of them is undone
 * by trying all; the key lies in the store, so it guards what leaves it (counts, extracts, logs), not the whole store.
 */
export function pseudonymOf({ number, birthDate }: ProgrammePerson, key: string): string {
  return createHmac('sha256', key).update(`${number}|${birthDate}`).digest('base64url').slice(0, LENGTH);
}

/**
 * The submission with every person as a pseudonym.
 * @param readKey asked only when there is a person in it
 */
export async function sealPersons(
  packed: PackedSubmission,
  readKey: () => string | Promise<string>,
): Promise<PackedSubmission> {
  const { records } = packed.submission;
  if (!records.some(({ programme }) => programme?.person !== undefined)) return packed;
  const key = await readKey();
  return { ...packed, submission: { ...packed.submission, records: records.map((record) => seal(record, key)) } };
}

function seal(record: PackedRecord, key: string): PackedRecord {
  if (record.programme?.person === undefined) return record;
  const { person, ...told } = record.programme;
  return { ...record, programme: { ...told, subject: pseudonymOf(person, key) } };
}

/** As it is written; a person that is no pseudonym never is. */
export function writeProgramme(told: ProgrammeEvidence | null | undefined): string | null {
  if (told === null || told === undefined) return null;
  const { person: _, ...kept } = told;
  return JSON.stringify(kept);
}
