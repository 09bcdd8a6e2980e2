import { RECORD_KINDS } from './record-kinds.ts';

const KEPT = ['all', 'current', 'receipt'] as const;

/**
 * The newest records of one facility (`:facility`) that meet a condition, as SQL for both databases. The index over them names what
 * is kept and the kind before the time of receipt: it is read from its end in each of these parts, so that a long period costs no
 * more than the records that are shown.
 * @param condition on `record`
 * @param limit how many, at most, of each part
 */
export function newestOfParts(condition: string, limit: string): string {
  const parts = KEPT.flatMap((kept) => RECORD_KINDS.map((kind) => [kept, kind] as const));
  return parts
    .map(
      ([kept, kind]) => `SELECT sequence FROM (
        SELECT record.sequence FROM record
        WHERE record.facility = :facility AND record.kept = '${kept}' AND record.kind = '${kind}' AND ${condition}
        ORDER BY record.received_at DESC LIMIT ${limit}) AS part`,
    )
    .join(' UNION ALL ');
}
