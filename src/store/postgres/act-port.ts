import type { ActPort } from '../../types/act.ts';
import { type ActRow, readActRow, toActRow } from '../act-row.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

const ADD = statement<ActRow>(
  `INSERT INTO act (id, at, who, what, object, reason, told)
   VALUES (:id, :at::bigint, :by, :what, :object, :reason, :told)`,
);
const OF = statement<{ objects: readonly string[]; limit: number }, ActRow>(
  `SELECT id, at, who AS "by", what, object, reason, told FROM act
   WHERE object = ANY(:objects::text[]) ORDER BY at DESC, id DESC LIMIT :limit::integer`,
);

/** What people did. */
export function createActPort(database: Database, newId: () => string): ActPort {
  return {
    async noteAct(act) {
      await database.rows(ADD, toActRow({ id: newId(), ...act }));
    },
    acts: async (objects, limit) => (await database.rows(OF, { objects, limit })).map(readActRow),
  };
}
