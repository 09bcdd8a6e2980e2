import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { ToldIssue } from '../types/record-desk.ts';

interface Translation {
  readonly url: string;
  readonly valueString?: string;
}

/** The issues of an outcome, as `toOperationOutcome` writes it, in both languages. The "all ok" one is left out. */
export function toldIssues({ issue }: OperationOutcome): readonly ToldIssue[] {
  return issue.flatMap((found) => {
    const rule = found.details?.coding?.[0]?.code;
    if (rule === undefined) return [];
    const vi = found.details?.text ?? '';
    const place = found.diagnostics ?? found.expression?.[0] ?? null;
    return [{ rule, severity: found.severity, place, text: { vi, en: englishOf(found) ?? vi } }];
  });
}

/** The English text of an issue: it stands as a translation extension of `details.text`. */
export function englishOf(issue: OperationOutcomeIssue): string | undefined {
  const details = issue.details as
    | { _text?: { extension?: readonly { extension?: readonly Translation[] }[] } }
    | undefined;
  return details?._text?.extension?.[0]?.extension?.find(({ url }) => url === 'content')?.valueString;
}
