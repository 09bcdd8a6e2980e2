import { readdirSync } from 'node:fs';
import { describe } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { describeRules } from '../../../support/rule-texts.ts';

describe('profiles/rules/business*.yaml', () => {
  const files = readdirSync(PATHS.rules).filter((name) => name.startsWith('business'));
  describeRules(files, 'src/validate/business', /(?<=')LT-B\d{3}(?=')/g);
});
