import type { Finding } from '../finding.ts';

/** Rules of the catalogue for questionnaires and their responses (profiles/rules/questionnaire.yaml). */
export const QUESTIONNAIRE_RULES = {
  enableWhenInside: 'LT-V150',
  enableWhenUnknown: 'LT-V151',
  enableWhenItself: 'LT-V152',
  enableWhenLater: 'LT-V153',
  noQuestionnaire: 'LT-V154',
  questionnaireNotFound: 'LT-V155',
  exampleNotFound: 'LT-V156',
  outsidePeriod: 'LT-V157',
  unknownItem: 'LT-V158',
  misplacedItem: 'LT-V159',
  itemOrder: 'LT-V160',
  repeated: 'LT-V161',
  lineBreak: 'LT-V162',
  missing: 'LT-V163',
  missingSoFar: 'LT-V164',
  notEnabled: 'LT-V165',
  answerType: 'LT-V166',
  unanswerable: 'LT-V167',
  itemInQuestion: 'LT-V168',
  emptyGroup: 'LT-V169',
  text: 'LT-V170',
  option: 'LT-V171',
  noOptionOfType: 'LT-V172',
  exclusiveOption: 'LT-V173',
  valueSet: 'LT-V174',
  valueSetNotFound: 'LT-V175',
  undecided: 'LT-V176',
  constraint: 'LT-V177',
  unit: 'LT-V178',
  saysOption: 'LT-V179',
} as const;

export type QuestionnaireRule = (typeof QUESTIONNAIRE_RULES)[keyof typeof QUESTIONNAIRE_RULES];

/** Takes a finding; its path begins at the Questionnaire or QuestionnaireResponse. */
export type ReportQuestionnaire = (finding: Finding) => void;
