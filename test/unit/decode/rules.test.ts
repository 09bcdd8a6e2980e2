import { describe } from '@jest/globals';
import { describeRules } from '../../support/rule-texts.ts';

describe('profiles/rules/decode*.yaml', () => {
  describeRules(['decode.yaml', 'decode-forms.yaml', 'decode-json-forms.yaml'], 'src/decode', /(?<=')LT-D\d{3}(?=')/g);
});
