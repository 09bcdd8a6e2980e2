import { describe, expect, it } from '@jest/globals';
import { checkQuestionnaire } from '../../../../src/validate/questionnaire/check-questionnaire.ts';

function rulesBroken(item: unknown): readonly string[] {
  const found: string[] = [];
  checkQuestionnaire({ resourceType: 'Questionnaire', item }, ({ rule, path }) => found.push(`${rule} ${path}`));
  return found;
}

const when = (question: unknown) => [{ question, operator: 'exists', answerBoolean: true }];

describe('checkQuestionnaire', () => {
  it.each([
    ['a question before', [{ linkId: 'a' }, { linkId: 'b', enableWhen: when('a') }], []],
    ['the question around', [{ linkId: 'a', item: [{ linkId: 'b', enableWhen: when('a') }] }], []],
    [
      'a question before, in another group',
      [
        { linkId: 'g', item: [{ linkId: 'a' }] },
        { linkId: 'b', enableWhen: when('a') },
      ],
      [],
    ],
    [
      'a question inside',
      [{ linkId: 'a', enableWhen: when('c'), item: [{ linkId: 'b', item: [{ linkId: 'c' }] }] }],
      ['LT-V150 .item[0].enableWhen[0]'],
    ],
    ['a question that is not there', [{ linkId: 'a', enableWhen: when('b') }], ['LT-V151 .item[0].enableWhen[0]']],
    [
      'itself',
      [{ linkId: 'g', item: [{ linkId: 'a', enableWhen: when('a') }] }],
      ['LT-V152 .item[0].item[0].enableWhen[0]'],
    ],
    ['a question after', [{ linkId: 'a', enableWhen: when('b') }, { linkId: 'b' }], ['LT-V153 .item[0].enableWhen[0]']],
    [
      'one of two that is not there',
      [{ linkId: 'a' }, { linkId: 'b', enableWhen: [...when('a'), ...when('z')] }],
      ['LT-V151 .item[1].enableWhen[1]'],
    ],
    ['no question at all', [{ linkId: 'a', enableWhen: [{}, null, { question: 5 }] }], []],
    ['no items', 'x', []],
  ])('enableWhen refers to %s', (_name, item, finds) => {
    expect(rulesBroken(item)).toEqual(finds);
  });
});
