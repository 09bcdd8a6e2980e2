import { createCommuneFinder } from '../fhir/communes.ts';
import type { Issue } from '../types/issue.ts';
import type { Facility } from '../types/registry.ts';
import type { FacilityCode } from '../types/submission.ts';
import { checkFacility } from './check-facility.ts';
import { readEntry } from './entry/read-entry.ts';
import type { RawEntry } from './file/raw-entry.ts';
import { checkContextOf, type ImportContext } from './import-registry.ts';

/** An edit of one entry, as people write it; judged by the rules of files. */
export interface FacilityEdit {
  /** The entry as it will be; null when something is wrong, or the facility is not in the registry. */
  readonly facility: Facility | null;
  readonly faults: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** Days are `2026-11-22` or `22/11/2026`. */
export interface ScopeDecided {
  /** yes, no, undecided, or their names. */
  readonly value: string;
  /** First day on which it holds; it may lie in the past: reports that are frozen keep what was said then. Null: since ever. */
  readonly from: string | null;
  readonly reason: string;
  readonly by?: string | undefined;
  readonly decidedOn?: string | undefined;
}

/** A scope decision, which takes the place of one that begins on the same day. */
export function editScope(code: FacilityCode, decided: ScopeDecided, context: ImportContext): FacilityEdit {
  const { value, from, reason, by, decidedOn } = decided;
  const part = (name: string) => `scope.1.${name}`;
  return editFacility(
    code,
    {
      [part('value')]: value,
      [part('from')]: from,
      [part('reason')]: reason,
      [part('by')]: by,
      [part('decidedOn')]: decidedOn,
    },
    context,
  );
}

/** The announcement of an EMR: the day of the decision, its number, a link to it. */
export function editAnnouncement(
  code: FacilityCode,
  announced: { readonly on: string; readonly decision?: string | undefined; readonly link?: string | undefined },
  context: ImportContext,
): FacilityEdit {
  const { on, decision, link } = announced;
  return editFacility(code, { announced: on, 'announcement.decision': decision, 'announcement.link': link }, context);
}

/** A facility that is closed, or merged into another: `on` is the last day on which it is open. */
export function editClosing(
  code: FacilityCode,
  closed: { readonly on: string; readonly mergedInto?: string | undefined },
  context: ImportContext,
): FacilityEdit {
  return editFacility(code, { openTo: closed.on, mergedInto: closed.mergedInto }, context);
}

/**
 * An entry with some of its fields changed, by the keys of a registry file (`name`, `scope.1.reason`); what is undefined stays,
 * `-` empties.
 */
export function editFacility(
  code: FacilityCode,
  told: Readonly<Record<string, string | null | undefined>>,
  context: ImportContext,
): FacilityEdit {
  const { known, communes, rules, today } = context;
  const issues: Issue[] = [];
  const report = (rule: string, _: unknown, values: NonNullable<Parameters<typeof rules.issue>[1]>['with'] = {}) => {
    issues.push(rules.issue(rule, { with: values }));
  };
  const cells = Object.entries({ code, ...told }).flatMap(([key, cell]) =>
    cell === undefined ? [] : [[key, { cell, column: key }] as const],
  );
  const raw: RawEntry = { sheet: null, row: 1, told: new Map(cells), whole: new Set() };
  const byCode = new Map(known.map((facility) => [facility.code, facility]));
  const read = byCode.has(code)
    ? readEntry(raw, { known: byCode, findCommune: createCommuneFinder(communes), today, report })
    : undefined;
  if (read === undefined && issues.length === 0) report('LT-F061', null, { value: code.slice(0, 13) });
  if (read !== undefined && !read.fields.isWrong()) {
    const after = [...known, read.facility];
    for (const { rule, values } of checkFacility(read.facility, checkContextOf(after, context)))
      report(rule, null, values);
  }
  const faults = issues.filter(({ rule }) => rule.severity === 'error');
  return {
    facility: faults.length > 0 ? null : (read?.facility ?? null),
    faults,
    warnings: issues.filter(({ rule }) => rule.severity !== 'error'),
  };
}
