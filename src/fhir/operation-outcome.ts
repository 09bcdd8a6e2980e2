import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { Issue } from '../types/issue.ts';

const TRANSLATION_URL = 'http://hl7.org/fhir/StructureDefinition/translation';

const POSITION_URL = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-';
/** Keys of constraints have no code system; the element that gives them stands for one. */
const CONSTRAINT_KEY = 'http://hl7.org/fhir/StructureDefinition/ElementDefinition#constraint.key';

/**
 * Issues as a FHIR OperationOutcome: the rule id in `details.coding`, the Vietnamese text with its remedy in
 * `details.text` and the English as its translation, the FHIR path in `expression`, the sender's own place in
 * `diagnostics`. No issue gives the "all ok" outcome, since a FHIR outcome needs at least one.
 * @source https://hl7.org/fhir/R4/operationoutcome.html
 */
export function toOperationOutcome(issues: readonly Issue[], ruleSystem: string): OperationOutcome {
  if (issues.length === 0) {
    return {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information', code: 'informational', details: { text: 'Không có lỗi / All OK' } }],
    };
  }
  return { resourceType: 'OperationOutcome', issue: issues.map((issue) => toOutcomeIssue(issue, ruleSystem)) };
}

function toOutcomeIssue(issue: Issue, ruleSystem: string): OperationOutcomeIssue {
  const { rule, text, remedy, place, expression, constraint, position } = issue;
  return {
    ...(position === undefined ? {} : { extension: positionExtensions(position) }),
    severity: rule.severity,
    code: rule.code,
    details: {
      coding: [
        { system: ruleSystem, code: rule.id },
        ...(constraint === undefined ? [] : [{ system: CONSTRAINT_KEY, code: constraint }]),
      ],
      text: `${text.vi} ${remedy.vi}`,
      _text: englishTranslation(`${text.en} ${remedy.en}`),
    } as NonNullable<OperationOutcomeIssue['details']>,
    ...(place === undefined ? {} : { diagnostics: place }),
    ...(expression === undefined ? {} : { expression: [expression] }),
  };
}

/** The form that validators of HL7 give positions in. */
function positionExtensions({ line, column }: NonNullable<Issue['position']>): { url: string; valueInteger: number }[] {
  return [
    { url: `${POSITION_URL}line`, valueInteger: line },
    { url: `${POSITION_URL}col`, valueInteger: column },
  ];
}

function englishTranslation(text: string): object {
  return {
    extension: [
      {
        url: TRANSLATION_URL,
        extension: [
          { url: 'lang', valueCode: 'en' },
          { url: 'content', valueString: text },
        ],
      },
    ],
  };
}
