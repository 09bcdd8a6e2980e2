import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/json-text.yaml', () => {
  describeRules('json-text.yaml', 'src/validate/json', /LT-V1\d\d/g);
});
