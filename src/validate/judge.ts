import type { Issue, RuleAction } from '../types/issue.ts';
import type { MappedRecord, Verdict } from '../types/mapped-record.ts';
import type { SourceRecord } from '../types/source-record.ts';
import type { RecordState } from '../types/submission.ts';

export interface JudgeParts {
  /** Structure and profiles of one resource; `expression` is where the sender finds it. */
  readonly checkResource: (resource: unknown, expression: string) => readonly Issue[];
  /** Rules over the fields of the form. */
  readonly checkSource: (record: SourceRecord) => readonly Issue[];
}

/**
 * Judges one record: the issues of decoding and mapping, the rules of its form, and the structure of every resource made
 * of it. An issue on a resource is led back to the place in the sender's own file.
 * The worst action of all issues is the verdict. A fault in FHIR that the sender wrote itself refuses it; the same
 * fault in FHIR that we made of a form only holds the record back, because its source is kept and can be mapped again.
 */
export function createJudge({
  checkResource,
  checkSource,
}: JudgeParts): (record: SourceRecord, mapped: MappedRecord) => Verdict {
  return (record, mapped) => {
    const issues: Issue[] = [...record.issues, ...mapped.issues, ...checkSource(record)];
    mapped.resources.forEach((resource, index) => {
      const expression = mapped.expressions[index] ?? resource.resourceType;
      for (const issue of checkResource(resource, expression)) {
        issues.push(locate(issue, mapped, resource.resourceType, resource.id ?? '', expression));
      }
    });
    return { state: decide(issues, record.format === 'fhir-json'), issues };
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

function decide(issues: readonly Issue[], isOwnFhir: boolean): RecordState {
  let worst: RuleAction = 'accept';
  for (const { rule } of issues) {
    const action = isOwnFhir && rule.action === 'quarantine' && rule.id.startsWith('LT-V') ? 'refuse' : rule.action;
    if (action === 'refuse') return STATE.refuse;
    if (action === 'quarantine') worst = 'quarantine';
  }
  return STATE[worst];
}
