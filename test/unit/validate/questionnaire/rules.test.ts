import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/questionnaire.yaml', () => {
  describeRules('questionnaire.yaml', 'src/validate/questionnaire', /LT-V1\d\d/g);
});
