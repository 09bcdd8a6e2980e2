import type { FormTree } from '../../types/form-tree.ts';
import type { FormRecord, SourceTable } from '../../types/source-record.ts';
import { IssueTally } from '../issue-tally.ts';
import { asRecordKey } from '../record-key.ts';
import { readFormRows } from './read-form-rows.ts';
import { type RecordContext, wholeForm } from './record-context.ts';

const EMR_ROOT = 'HoSoBenhAn';
const KEY_FIELD = 'sovaovien';

/**
 * One exported medical record. Its key is sovaovien, which every group repeats: that of the first group that tells it.
 * LT-D112: no group tells it, and the record is refused; LT-D114: it stands twice in the document; LT-D115: groups tell
 * different ones.
 *
 * @param tree `HoSoBenhAn` with its groups, or an object that holds it
 * @source CV 365/TTYQG-GPQLCL (06/06/2025)
 */
export function readEmrRecord(tree: FormTree, { rules, forms, position, earlierKeys }: RecordContext): FormRecord {
  const tally = new IssueTally(rules);
  const body = bodyOf(tree);
  const form = wholeForm(forms);
  const tables = readFormRows(body ?? tree, form, tally);
  const keys = keysOf(tables);
  const [[place, key] = ['HSBA.ThongTinBenhNhan[1].sovaovien', '']] = keys;
  if (key === '') tally.add('LT-D112', { place });
  else if (earlierKeys.has(key)) tally.add('LT-D114', { place });
  for (const [other, text] of keys)
    if (text !== key) tally.add('LT-D115', { place: other, with: { table: tableOf(other) } });
  return {
    format: 'emr-export',
    key,
    facility: '',
    position,
    tables,
    envelope: { root: body === undefined ? form.form.id : EMR_ROOT, syntax: 'json', texts: new Map(), files: [] },
    issues: tally.issues(),
  };
}

/** The object under `HoSoBenhAn`, when that is the only thing there. */
function bodyOf({ children }: FormTree): FormTree | undefined {
  const [only] = children;
  const isRoot = children.length === 1 && only?.name.toLowerCase() === EMR_ROOT.toLowerCase();
  return isRoot && only.inArray !== true && only.text === null ? only : undefined;
}

function keysOf(tables: ReadonlyMap<string, SourceTable>): readonly (readonly [place: string, key: string])[] {
  return [...tables.values()].flatMap(({ name, rows }) =>
    rows.flatMap(({ number, fields }) => {
      const key = asRecordKey(fields.get(KEY_FIELD));
      return key === undefined ? [] : [[`${name}[${number}].${KEY_FIELD}`, key] as const];
    }),
  );
}

const tableOf = (place: string) => place.slice(0, place.indexOf('['));
