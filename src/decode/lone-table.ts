import { type Form, isCheckIn } from '../fhir/forms.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { DecodedEnvelope, DecodeStream, FormRecord, SentEnvelope, SourceRow } from '../types/source-record.ts';
import { type DocumentContext, documentIssues, xmlFault } from './document-issues.ts';
import { ElementTexts } from './element-texts.ts';
import { type FormIndex, readFormTable } from './form-table.ts';
import { MAX_HOSO } from './hoso-envelope.ts';
import { IssueTally } from './issue-tally.ts';
import { careEpisodeKey, hashOfRow } from './record-key.ts';
import { parseXmlDocument } from './xml-element.ts';

/**
 * Decoder of one national table that was sent without the envelope, as the check-in (XML0) always is. The rows of one
 * MA_LK are one record. What was tolerated in reading stands on the whole; on the record stand LT-D023 (sent alone),
 * LT-D039 (no XML1: only a check-in needs none) and LT-D040 (no MA_LK). Refuses as a whole (fatal): LT-D004 to LT-D007,
 * LT-D009. The root must be known to `index`.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT: the check-in is a document of its own
 */
export function* decodeLoneTable(bytes: Buffer, context: DocumentContext, index: FormIndex): DecodeStream {
  const { rules, limits } = context;
  const budget = { left: limits.maxNodes };
  const { root, fault, reader } = parseXmlDocument(bytes.toString('utf8'), limits.maxDepth, budget);
  if (fault !== null) return summary([xmlFault(fault, context)]);
  const tally = new IssueTally(rules);
  const table = readFormTable(root, '', index, tally, () => 1);
  if (table === undefined) throw new Error('the root of a lone table is that of a form');
  const { form, rows, strays } = table;
  const texts = new ElementTexts();
  texts.addAttributes('', root.attributes);
  for (const [path, element] of strays) texts.add(path, element);
  if (texts.isFull) tally.add('LT-D080', { place: form.id });
  const envelope: SentEnvelope = { root: root.name, syntax: 'xml', texts: new Map(texts.entries()), files: [] };
  const episodes = Map.groupBy(rows, (row) => keyOf(row, form));
  if (episodes.size > MAX_HOSO) return summary([rules.issue('LT-D007', { with: { elements: limits.maxNodes } })]);
  let position = 0;
  for (const [key, ofEpisode] of episodes) {
    position += 1;
    yield { ...loneRecord(form, key, ofEpisode, rules), position, envelope };
  }
  return summary([...documentIssues(bytes, reader, form.id, rules), ...tally.issues()]);
}

function summary(issues: readonly Issue[]): DecodedEnvelope {
  return { format: 'claim-xml', facility: null, issues };
}

/** MA_LK; for a form without one (XML12, which belongs to no care episode) the SHA-256 of the row. */
function keyOf(row: SourceRow, form: Form): string {
  return form.fields.some(({ name }) => name === 'MA_LK') ? careEpisodeKey(row.fields) : hashOfRow(row);
}

function loneRecord(
  { id }: Form,
  key: string,
  rows: readonly SourceRow[],
  rules: RuleCatalogue,
): Omit<FormRecord, 'position' | 'envelope'> {
  const tables = new Map([[id, { name: id, rows }]]);
  const issues: Issue[] = [];
  if (key === '') issues.push(rules.issue('LT-D040', { place: `${id}[${rows[0]?.number}].MA_LK` }));
  if (id.replace('4210.', '') !== 'XML1') {
    issues.push(rules.issue('LT-D023', { place: id, with: { table: id } }));
    if (!isCheckIn(tables)) issues.push(rules.issue('LT-D039', { place: 'XML1' }));
  }
  const facilities = rows.map(({ fields }) => fields.get('MA_CSKCB')?.trim() ?? '');
  return { format: 'claim-xml', key, facility: facilities.find((code) => code !== '') ?? '', tables, issues };
}
