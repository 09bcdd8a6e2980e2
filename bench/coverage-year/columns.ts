import { toLocalDay } from '../../src/fhir/local-time.ts';
import type { FactRow } from './facts.ts';

/** Columns of `record` that the benchmark writes; the others have their defaults. */
export const RECORD_COLUMNS = [
  ...['id', 'submission', 'position', 'facility', 'record_key', 'version', 'repetition', 'state', 'received_at'],
  ...['resource_count', 'source', 'encounter', 'end_of_care', 'level', 'due', 'present', 'identity', 'signed'],
  ...['content', 'outcome', 'policy', 'broken', 'kind', 'count', 'programme'],
] as const;
export const SUBMISSION_COLUMNS = [
  ...['sequence', 'id', 'facility', 'idempotency_key', 'sha256', 'content_type', 'channel', 'format', 'state'],
  ...['received_at', 'bytes'],
] as const;

type Cell = string | number | Buffer;

const CONTENT = Buffer.from('bench');
const BYTES = Buffer.alloc(1);

/** Gives each day's rows of both tables: a facility sends its claims, and its EMRs, of a day in one call. */
export function createRowWriter() {
  let records = 0;
  let submissions = 0;
  return (
    facts: readonly FactRow[],
  ): { readonly submissions: readonly Cell[][]; readonly records: readonly Cell[][] } => {
    const calls = new Map<string, { readonly sequence: number; count: number }>();
    const sent: Cell[][] = [];
    const rows = facts.map((fact): Cell[] => {
      const { facility, kind, at } = fact;
      let call = calls.get(facility + kind);
      if (call === undefined) {
        const id = `s${++submissions}`;
        call = { sequence: submissions, count: 0 };
        calls.set(facility + kind, call);
        const format = kind === 'claim' ? 'claim-xml' : 'emr-export';
        sent.push([submissions, id, facility, id, id, 'application/xml', 'submissions', format, 'accepted', at, BYTES]);
      }
      call.count += 1;
      return [
        ...[`r${(++records).toString(36)}`, call.sequence, call.count, facility, fact.key, 1, 0, fact.state, at],
        ...[0, kind === 'claim' ? 'claim' : 'emr', fact.encounter, fact.endOfCare, fact.level, fact.due, fact.present],
        ...[fact.identity, fact.signed, CONTENT, '{}', 'bench', fact.broken, kind, 1, fact.programme],
      ];
    });
    return { submissions: sent, records: rows };
  };
}

/** First sign-in of each facility on the day of these facts. */
export function signInsOf(
  facts: readonly FactRow[],
): readonly (readonly [facility: string, day: string, at: number])[] {
  const first = new Map<string, number>();
  for (const { facility, at } of facts) if (!first.has(facility)) first.set(facility, at);
  return [...first].map(([facility, at]) => [facility, toLocalDay(at), at] as const);
}
