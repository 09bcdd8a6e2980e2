import { SUBJECT_KEY } from '../programme-subjects.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

const GET = statement<{ name: string }, { value: string }>('SELECT value FROM setting WHERE name = :name');
const ADD = statement<{ name: string; value: string }>(
  'INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING',
);

/** The key of pseudonyms, the same for all processes on this store; made by the first record that tells of a person. */
export function createSubjectKey(database: Database, newId: () => string): () => Promise<string> {
  let known: string | undefined;
  const find = async () => (await database.rows(GET, { name: SUBJECT_KEY }))[0]?.value;
  return async () => {
    if (known !== undefined) return known;
    known = await find();
    if (known === undefined) {
      await database.rows(ADD, { name: SUBJECT_KEY, value: `${newId()}${newId()}` });
      known = (await find()) as string;
    }
    return known;
  };
}
