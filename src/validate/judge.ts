import { toLocalDay } from '../fhir/local-time.ts';
import type { Issue, RuleAction } from '../types/issue.ts';
import type { MappedRecord, Verdict } from '../types/mapped-record.ts';
import type { PolicyInForce } from '../types/policy.ts';
import type { SourceRecord } from '../types/source-record.ts';
import type { EpochMs, FacilityCode, RecordState } from '../types/submission.ts';

export interface JudgeParts {
  /**
   * Structure and profiles of one resource of a record in a format; `expression` is where the sender finds it.
   */
  readonly checkResource: (resource: unknown, expression: string, format: SourceRecord['format']) => readonly Issue[];
  /** Rules over the fields of the form. */
  readonly checkSource: (record: SourceRecord, receivedAt: EpochMs) => readonly Issue[];
  /** What the rules do to records of a facility that are received on a day. */
  readonly policyOn: (facility: FacilityCode, day: string) => PolicyInForce;
}

/** Judges one record, received at an instant. */
export type Judge = (record: SourceRecord, mapped: MappedRecord, receivedAt: EpochMs) => Verdict;

/**
 * Judges one record: the issues of decoding and mapping, the rules of its form, and the structure of every resource made
 * of it. An issue on a resource is led back to the place in the sender's own file.
 * The policy says what each rule does to this facility's records on this day: its issue is left out, shown, or counts.
 * The worst action of all issues is the verdict.
 */
export function createJudge({ checkResource, checkSource, policyOn }: JudgeParts): Judge {
  return (record, mapped, receivedAt) => {
    const found: Issue[] = [...record.issues, ...mapped.issues, ...checkSource(record, receivedAt)];
    mapped.resources.forEach((resource, index) => {
      const expression = mapped.expressions[index] ?? resource.resourceType;
      for (const issue of checkResource(resource, expression, record.format)) {
        found.push(locate(issue, mapped, resource.resourceType, resource.id ?? '', expression));
      }
    });
    const policy = policyOn(mapped.facility, toLocalDay(receivedAt));
    const issues: Issue[] = [];
    const silenced = new Set<string>();
    for (const issue of found) {
      const effective = policy.apply(issue, record.format);
      if (effective === null) silenced.add(issue.rule.id);
      else issues.push(effective);
    }
    return { state: decide(issues), issues, policy: policy.id, silenced: [...silenced] };
  };
}

function locate(issue: Issue, mapped: MappedRecord, type: string, id: string, expression: string): Issue {
  if (issue.place !== undefined || issue.expression === undefined) return issue;
  const path = issue.expression.slice(expression.length + 1);
  const place = mapped.lineage(type, id, path);
  return place === undefined ? issue : { ...issue, place };
}

const STATE: Readonly<Record<RuleAction, RecordState>> = {
  accept: 'accepted',
  quarantine: 'quarantined',
  refuse: 'refused',
};

function decide(issues: readonly Issue[]): RecordState {
  let worst: RuleAction = 'accept';
  for (const { rule } of issues) {
    if (rule.action === 'refuse') return STATE.refuse;
    if (rule.action === 'quarantine') worst = 'quarantine';
  }
  return STATE[worst];
}
