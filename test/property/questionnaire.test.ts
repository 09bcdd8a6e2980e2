import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkQuestionnaire } from '../../src/validate/questionnaire/check-questionnaire.ts';
import { checkQuestionnaireResponse } from '../../src/validate/questionnaire/check-questionnaire-response.ts';

type Json = Readonly<Record<string, unknown>>;

/** Types of questions, each with an answer of its type. */
const ANSWERS = {
  boolean: { valueBoolean: true },
  integer: { valueInteger: 1 },
  decimal: { valueDecimal: 1.5 },
  date: { valueDate: '2024-01-01' },
  time: { valueTime: '10:00:00' },
  string: { valueString: 'v' },
  url: { valueUri: 'http://a.vn' },
  quantity: { valueQuantity: { value: 1 } },
} as const;
const types = Object.keys(ANSWERS) as (keyof typeof ANSWERS)[];

interface Question {
  readonly type: keyof typeof ANSWERS | 'group';
  readonly isRequired: boolean;
  readonly inner: readonly Question[];
}

const questionsAt = (level: number): fc.Arbitrary<readonly Question[]> =>
  fc.array(
    fc.record({
      type: fc.constantFrom(...types, 'group' as const),
      isRequired: fc.boolean(),
      inner: level === 0 ? fc.constant([]) : questionsAt(level - 1),
    }),
    { maxLength: 3 },
  );
const questions = questionsAt(2);

const asked = (all: readonly Question[], prefix = ''): readonly Json[] =>
  all.map(({ type, isRequired, inner }, at) => {
    const linkId = `${prefix}${at}`;
    return { linkId, type, required: isRequired, item: asked(inner, `${linkId}.`) };
  });

const answered = (items: readonly Json[]): readonly Json[] =>
  items.map(({ linkId, type, item }) => {
    const inner = answered(item as readonly Json[]);
    if (type === 'group') return { linkId, item: inner.length > 0 ? inner : undefined };
    return { linkId, answer: [{ ...ANSWERS[type as keyof typeof ANSWERS], item: inner }] };
  });

function rulesBroken(items: readonly Json[], questionnaire: unknown): readonly string[] {
  const found: string[] = [];
  const response = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: 'http://q',
    item: items,
  };
  checkQuestionnaireResponse(response, questionnaire as object, ({ rule }) => found.push(rule));
  return found;
}

describe('checkQuestionnaireResponse', () => {
  it('finds nothing when every question is answered in its place', () => {
    fc.assert(
      fc.property(questions, (all) => {
        const item = asked(all);
        const emptyGroups = JSON.stringify(item).includes('"type":"group","required":true,"item":[]');
        expect(rulesBroken(answered(item), { item })).toEqual(emptyGroups ? expect.arrayContaining(['LT-V169']) : []);
      }),
      { numRuns: 300 },
    );
  });

  it('finds what is left out, turned round, or answered by nobody', () => {
    fc.assert(
      fc.property(questions, (all) => {
        const item = asked([
          { type: 'string', isRequired: true, inner: [] },
          { type: 'time', isRequired: false, inner: [] },
          ...all,
        ]);
        const whole = answered(item);
        expect(rulesBroken(whole.slice(1), { item })).toContain('LT-V163');
        expect(rulesBroken(whole.toReversed(), { item })).toContain('LT-V160');
        expect(rulesBroken([...whole, { linkId: 'unknown' }], { item })).toContain('LT-V158');
        expect(rulesBroken([...whole, ...whole], { item })).toContain('LT-V161');
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever stands where items, answers and conditions are expected', () => {
    const name = fc.constantFrom(
      'item',
      'answer',
      'linkId',
      'type',
      'enableWhen',
      'question',
      'operator',
      'answerOption',
      'valueCoding',
      'valueString',
      'answerCoding',
      'extension',
      'url',
      'required',
    );
    const leaf = fc.oneof(
      fc.constantFrom('a', 'group', 'choice', 'exists', '=', true, null, 1),
      fc.string({ maxLength: 3 }),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (response, questionnaire) => {
        const item = [{ linkId: 'a', item: response, answer: response }] as readonly Json[];
        const asks = {
          resourceType: 'Questionnaire',
          item: [{ linkId: 'a', type: 'choice', item: questionnaire, enableWhen: questionnaire }],
        };
        expect(Array.isArray(rulesBroken(item, asks))).toBe(true);
        expect(() => checkQuestionnaire(asks, () => undefined)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
