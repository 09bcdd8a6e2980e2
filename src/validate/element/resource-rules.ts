import type { JsonObject } from '../reference/json-object.ts';
import { checkBundle } from '../resources/bundle-rules.ts';
import { checkMeasureReport } from '../resources/measure-report.ts';
import { checkAnswers, checkQuestions } from '../resources/questionnaires.ts';
import { checkStructureDefinition } from '../resources/structure-definition.ts';
import { checkVitalSigns } from '../resources/vital-signs.ts';
import type { Compiler } from './compiler.ts';
import type { Visit } from './visit.ts';

/** What is decided of resources of one type only, beyond their elements and constraints. */
export const RESOURCE_RULES: Readonly<
  Record<string, (resource: JsonObject, visit: Visit, compiler: Compiler) => void>
> = {
  Bundle: checkBundle,
  MeasureReport: checkMeasureReport,
  Observation: checkVitalSigns,
  Questionnaire: checkQuestions,
  QuestionnaireResponse: checkAnswers,
  StructureDefinition: checkStructureDefinition,
};
