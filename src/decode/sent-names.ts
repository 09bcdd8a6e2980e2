import { withoutNumber } from '../fhir/envelope-place.ts';
import type { SourceTable } from '../types/source-record.ts';
import type { IssueTally } from './issue-tally.ts';

/** Tells which names of nested documents were understood though written otherwise: LT-D113 (letter case), LT-D045. */
export function reportSentNames(tables: ReadonlyMap<string, SourceTable>, tally: IssueTally): void {
  for (const { name: table, rows } of tables.values()) {
    for (const { number, fields, sentNames = [] } of rows) {
      const names = sentNames.length === 0 ? [] : [...fields.keys()];
      for (const [at, name] of names.entries()) {
        const sent = sentNames[at] ?? name;
        if (sent === name) continue;
        const isCase = withoutNumber(sent).toUpperCase() === withoutNumber(name).toUpperCase();
        const site = { place: `${table}[${number}].${name}`, with: { table, field: name } };
        tally.add(isCase ? 'LT-D113' : 'LT-D045', site, `${table}.${name}`);
      }
    }
  }
}
