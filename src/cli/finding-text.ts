import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Language } from './language.ts';
import { renderIssue, renderOutcome } from './receipt-text.ts';

/**
 * Findings of a file, one line each. One with line and column begins with `file:line:column:`, as compilers write it, so
 * that an editor can jump there; the others stand below the file's name.
 */
export function renderFindings(file: string, outcome: OperationOutcome, language: Language): readonly string[] {
  const placed: string[] = [];
  const others: OperationOutcomeIssue[] = [];
  for (const issue of outcome.issue) {
    const position = positionOf(issue);
    if (position === undefined) others.push(issue);
    else placed.push(`${file}:${position}: ${codesOf(issue)} ${renderIssue(issue, issue.expression?.[0], language)}`);
  }
  const below = renderOutcome({ ...outcome, issue: others }, language);
  return [...placed, ...(below.length === 0 ? [] : [`${file}:`, ...below])];
}

/** `3:7` for `line 3, column 7`. */
function positionOf({ diagnostics }: OperationOutcomeIssue): string | undefined {
  const found = /^line (\d+), column (\d+)$/.exec(diagnostics ?? '');
  return found === null ? undefined : `${found[1]}:${found[2]}`;
}

/** The rule, and the constraint that does not hold. */
function codesOf({ details }: OperationOutcomeIssue): string {
  return (details?.coding ?? []).map(({ code }) => code).join(' ');
}
