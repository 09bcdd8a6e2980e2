import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('the rules about packages', () => {
  describeRules('definitions.yaml', 'src/validate/definitions', /(?<=')LT-V\d{3}(?=')/g);
});
