import { describe } from '@jest/globals';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/terminology.yaml', () => {
  describeRules('terminology.yaml', 'src/validate/terminology', /LT-V2[0-2]\d/g);
});
