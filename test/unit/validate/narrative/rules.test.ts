import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/narrative.yaml', () => {
  describeRules('narrative.yaml', 'src/validate/narrative', /LT-V1\d\d/g);
});
