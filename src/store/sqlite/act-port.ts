import type { ActPort } from '../../types/act.ts';
import { type ActRow, readActRow, toActRow } from '../act-row.ts';
import type { PortParts } from './port-parts.ts';

/** What people did. */
export function createActPort({ db, group, newId }: Pick<PortParts, 'db' | 'group' | 'newId'>): ActPort {
  const add = db.prepare<ActRow>(
    `INSERT INTO act (id, at, who, what, object, reason, told) VALUES (:id, :at, :by, :what, :object, :reason, :told)`,
  );
  const of = db.prepare<{ objects: string; limit: number }, ActRow>(
    `SELECT id, at, who AS "by", what, object, reason, told FROM act
     WHERE object IN (SELECT value FROM json_each(:objects)) ORDER BY at DESC, id DESC LIMIT :limit`,
  );
  return {
    async noteAct(act) {
      const row = toActRow({ id: newId(), ...act });
      await group.write(() => void add.run(row));
    },
    acts: async (objects, limit) => of.all({ objects: JSON.stringify(objects), limit }).map(readActRow),
  };
}
