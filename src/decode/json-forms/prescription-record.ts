import type { FormTree } from '../../types/form-tree.ts';
import type { FormRecord } from '../../types/source-record.ts';
import { IssueTally } from '../issue-tally.ts';
import { asRecordKey } from '../record-key.ts';
import { readFormRows } from './read-form-rows.ts';
import { type RecordContext, wholeForm } from './record-context.ts';

/** Facility (5), seven characters of its own, and the kind: N, H, C of TT 26/2025; T or y of TT 55/2025. */
const CODE = /^[0-9A-Za-z]{5}[0-9A-Za-z]{7}-[NHCTnhcty]$/;
const PLACE = 'DONTHUOC[1].ma_don_thuoc';

/**
 * One electronic prescription. Its key is ma_don_thuoc in lower case, since codes are compared without regard to case; the
 * field stays as received. LT-D110: the code has not the 14 characters of the national system; LT-D111: there is none, and
 * the record is refused; LT-D114: the code stands twice in the document.
 * @source QĐ 808/QĐ-BYT; TT 26/2025/TT-BYT, TT 55/2025/TT-BYT
 */
export function readPrescription(tree: FormTree, { rules, forms, position, earlierKeys }: RecordContext): FormRecord {
  const tally = new IssueTally(rules);
  const form = wholeForm(forms);
  const tables = readFormRows(tree, form, tally);
  const code = tables.get('DONTHUOC')?.rows[0]?.fields.get('ma_don_thuoc')?.trim() ?? '';
  const key = asRecordKey(code)?.toLowerCase() ?? '';
  if (key === '') tally.add('LT-D111', { place: PLACE });
  else if (earlierKeys.has(key)) tally.add('LT-D114', { place: PLACE });
  const fits = CODE.test(code);
  if (key !== '' && !fits) tally.add('LT-D110', { place: PLACE });
  return {
    format: 'prescription-json',
    key,
    facility: fits ? code.slice(0, 5) : '',
    position,
    tables,
    envelope: { root: form.form.id, syntax: 'json', texts: new Map(), files: [] },
    issues: tally.issues(),
  };
}
