import type { HosoFacts, HosoIdentity } from './hoso-format.ts';
import { findKey, hashOfTables } from './record-key.ts';

/**
 * Key and facility of documents: the first number that tells one paper from others (`Form.key`), behind the id of its
 * form: `CT07:AB123`. Papers without any are told by the SHA-256 of their content (LT-D084). Nothing readable is refused
 * (LT-D082); the same paper twice in a file waits (LT-D085).
 * @source documents of the social insurance (2025)
 */
export function identifyDocument({ tables, forms, tally, facility, earlierKeys }: HosoFacts): HosoIdentity {
  const own = [...tables.values()].flatMap(({ rows }) => rows[0]?.fields.get('MACSKCB')?.trim() ?? '');
  const named = { facility: own.find((code) => code !== '') ?? facility ?? '' };
  const first = [...tables.keys()][0];
  if (first === undefined) {
    tally.add('LT-D082');
    return { ...named, key: '' };
  }
  const found = findKey(tables.values(), forms);
  if (found === undefined) tally.add('LT-D084', { place: first, with: { table: first } });
  const key = found === undefined ? hashOfTables(tables.values()) : `${found.form}:${found.key}`;
  if (earlierKeys.has(key)) tally.add('LT-D085', { place: found?.form ?? first });
  return { ...named, key };
}
