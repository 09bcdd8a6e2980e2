import { shownFacility } from '../fhir/facility-code.ts';
import { isCheckIn } from '../fhir/forms.ts';
import type { SourceTable } from '../types/source-record.ts';
import type { HosoFacts, HosoIdentity } from './hoso-format.ts';
import { careEpisodeKey } from './record-key.ts';

/**
 * Key and facility of a claim: MA_LK and MA_CSKCB of XML1. Without a readable XML1 (LT-D038, LT-D039) or without MA_LK
 * (LT-D040) it is no claim; several XML1 (LT-D037), rows of another episode (LT-D041), an episode twice (LT-D042) and
 * another facility's record (LT-D043) are told.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT
 */
export function identifyClaim(facts: HosoFacts): HosoIdentity {
  const { tables, tally } = facts;
  const summary = tables.get('XML1') ?? tables.get('4210.XML1');
  const key = checkKey(summary, facts);
  if (summary === undefined) reportNoSummary(facts);
  else if (summary.rows.length > 1) tally.add('LT-D037', { place: summary.name, with: { rows: summary.rows.length } });
  return { key, facility: checkFacility(summary, facts) };
}

function reportNoSummary({ tables, tally, unread }: HosoFacts): void {
  if (unread.includes('XML1')) tally.add('LT-D038', { place: 'XML1' });
  else if (!isCheckIn(tables)) tally.add('LT-D039', { place: 'XML1' });
}

/** MA_LK of XML1, or of the first table that has one; every row that has another is named. */
function checkKey(summary: SourceTable | undefined, { tables, tally, earlierKeys }: HosoFacts): string {
  const all = [...tables.values()];
  const first = (summary === undefined ? all : [summary, ...all])
    .flatMap(({ rows }) => rows)
    .find(({ fields }) => careEpisodeKey(fields) !== '');
  const key = first === undefined ? '' : careEpisodeKey(first.fields);
  if (key === '') tally.add('LT-D040', { place: 'XML1[1].MA_LK' });
  else if (earlierKeys.has(key)) tally.add('LT-D042', { place: 'XML1[1].MA_LK' });
  for (const { name, rows } of all) {
    for (const { number, fields } of rows) {
      const other = careEpisodeKey(fields);
      if (other === '' || other === key) continue;
      tally.add('LT-D041', { place: `${name}[${number}].MA_LK`, with: { table: name } }, name);
    }
  }
  return key;
}

function checkFacility(summary: SourceTable | undefined, { facility: envelope, tally }: HosoFacts): string {
  const own = summary?.rows[0]?.fields.get('MA_CSKCB')?.trim() ?? '';
  if (own !== '' && envelope !== null && envelope !== '' && own !== envelope) {
    const codes = { record: shownFacility(own), envelope: shownFacility(envelope) };
    tally.add('LT-D043', { place: `${summary?.name}[1].MA_CSKCB`, with: codes });
  }
  return own === '' ? (envelope ?? '') : own;
}
