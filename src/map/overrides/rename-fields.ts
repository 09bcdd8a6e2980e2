import type { SourceRow } from '../../types/source-record.ts';
import type { TallyRow } from './override-tally.ts';

/** Number of a repeated element: `NAME#2`. */
const REPEATED = /#\d+$/;

/**
 * A row whose elements stand under the names of the form, each where it stood; what it was called is kept in `sentNames`.
 * An element is left as it is when the row holds the right one too, or another one that was renamed to it.
 */
export function renameFields(row: SourceRow, renames: ReadonlyMap<string, string>, tally: TallyRow): SourceRow {
  const keys = [...row.fields.keys()];
  const sentNames = row.sentNames ?? keys.map((key) => key.replace(REPEATED, ''));
  const taken = new Set(keys);
  const names = keys.map((key, at) => {
    const sent = sentNames[at] ?? key;
    const field = renames.get(sent);
    const name = field === undefined ? key : `${field}${REPEATED.exec(key)?.[0] ?? ''}`;
    if (field === undefined || name === key) return key;
    const isTaken = taken.has(name);
    taken.add(name);
    tally.add(isTaken ? 'taken' : 'renamed', field, sent);
    return isTaken ? key : name;
  });
  if (names.every((name, at) => name === keys[at])) return row;
  const newName = new Map(keys.map((key, at) => [key, names[at] ?? key]));
  const renameKeys = (map: ReadonlyMap<string, string>) =>
    new Map([...map].map(([key, value]) => [newName.get(key) ?? key, value] as const));
  return {
    ...row,
    fields: renameKeys(row.fields),
    sentNames,
    ...(row.jsonTypes === undefined ? {} : { jsonTypes: renameKeys(row.jsonTypes) }),
    ...(row.corrected === undefined ? {} : { corrected: renameKeys(row.corrected) }),
  };
}
