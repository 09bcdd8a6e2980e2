import type { RegistryProblem } from '../../registry/file/raw-entry.ts';
import type { RegistryImport } from '../../registry/import-registry.ts';
import type { Issue } from '../../types/issue.ts';
import type { Language } from '../language.ts';
import { FACILITY_CLI_WORDS, inLanguage, visible } from './words.ts';

/** So many problems of a kind are told; all of them with `--json`. */
const MAX_TOLD = 50;

/** Problems with their places, what is wrong, and how to mend it. */
export function renderProblems(
  problems: readonly RegistryProblem[],
  unit: RegistryImport['unit'],
  language: Language,
): readonly string[] {
  const words = FACILITY_CLI_WORDS[language];
  const lines = problems.slice(0, MAX_TOLD).flatMap(({ place: { sheet, row, column }, code, issue }) => {
    const place = [
      ...(sheet === null ? [] : [words.place.sheet(sheet)]),
      ...(row === null ? [] : [words.place[unit](String(row))]),
      ...(column === null ? [] : [words.place.column(inLanguage(column, language))]),
      ...(code === null ? [] : [code]),
    ];
    return renderIssue(issue, language, place.join(', '));
  });
  return problems.length > MAX_TOLD ? [...lines, `  ${words.more(problems.length - MAX_TOLD)}`] : lines;
}

/** One finding on two lines. */
export function renderIssue(issue: Issue, language: Language, place = ''): readonly string[] {
  const { rule, text, remedy } = issue;
  const where = place === '' ? '' : `${place}: `;
  return [
    visible(`  ${where}${text[language]} [${rule.id}]`),
    visible(`      ${FACILITY_CLI_WORDS[language].remedy}: ${remedy[language]}`),
  ];
}

/** The same for a program. */
export function problemToJson({ place: { sheet, row, column }, code, issue }: RegistryProblem): object {
  const { rule, text, remedy } = issue;
  return { rule: rule.id, sheet, row, column: column === null ? null : inLanguage(column, 'vi'), code, text, remedy };
}
