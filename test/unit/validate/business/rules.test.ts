import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/business.yaml', () => {
  describeRules('business.yaml', 'src/validate/business', /(?<=')LT-B\d{3}(?=')/g);
});
