import type { Form } from '../fhir/forms.ts';
import type { SourceTable } from '../types/source-record.ts';
import type { IssueTally } from './issue-tally.ts';
import { asRecordKey, findKey, hashOfTables } from './record-key.ts';

/** Tells the key of a nested record, and what is wrong with it. */
export type IdentifyNested = (facts: {
  readonly tables: ReadonlyMap<string, SourceTable>;
  readonly forms: readonly Form[];
  readonly tally: IssueTally;
  readonly earlierKeys: ReadonlySet<string>;
}) => string;

const ADMISSION = 'sovaovien';

/**
 * Key of a health book: MADINHDANH, else the first other number of the person (`Form.key`), else the SHA-256 of the
 * content (LT-D084). LT-D085: the same person twice.
 * @source QĐ 831/QĐ-BYT (2017)
 */
export const identifyHealthBook: IdentifyNested = ({ tables, forms, tally, earlierKeys }) => {
  const found = findKey(tables.values(), forms);
  const [first = ''] = tables.keys();
  if (found === undefined) tally.add('LT-D084', { place: first, with: { table: first } });
  const key = found?.key ?? hashOfTables(tables.values());
  if (earlierKeys.has(key)) tally.add('LT-D085', { place: found?.form ?? first });
  return key;
};

/**
 * Key of a medical record: `sovaovien`, which every group repeats, of the first that has it; else the SHA-256 of the
 * content (LT-D084). LT-D114: it stands twice in the document; LT-D115: groups tell different ones.
 * @source CV 365/TTYQG-GPQLCL (06/06/2025)
 */
export const identifyEmr: IdentifyNested = ({ tables, tally, earlierKeys }) => {
  const keys = [...tables.values()].flatMap(({ name, rows }) =>
    rows.flatMap(({ number, fields }) => {
      const key = asRecordKey(fields.get(ADMISSION));
      return key === undefined ? [] : [{ table: name, place: `${name}[${number}].${ADMISSION}`, key }];
    }),
  );
  const [first] = keys;
  const [table = ''] = tables.keys();
  if (first === undefined) tally.add('LT-D084', { place: table, with: { table } });
  const key = first?.key ?? hashOfTables(tables.values());
  if (earlierKeys.has(key)) tally.add('LT-D114', { place: first?.place ?? table });
  for (const other of keys) {
    if (other.key !== key) tally.add('LT-D115', { place: other.place, with: { table: other.table } }, other.table);
  }
  return key;
};
