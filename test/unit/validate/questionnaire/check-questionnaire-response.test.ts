import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { checkQuestionnaireResponse } from '../../../../src/validate/questionnaire/check-questionnaire-response.ts';
import type { ResponseContext } from '../../../../src/validate/questionnaire/response-context.ts';
import type { Terminology } from '../../../../src/validate/terminology/terminology.ts';

interface ResponseCase {
  readonly name: string;
  readonly status?: string;
  readonly terms?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly asks: readonly object[];
  readonly answers: readonly object[];
  readonly finds: readonly string[];
}

const cases = parse(
  readFileSync(join(PATHS.root, 'test/cases/validate/questionnaire/responses.yaml'), 'utf8'),
) as ResponseCase[];

/** Value sets by canonical, each with codes by system; other systems are undecided. */
function terminologyOf(terms: ResponseCase['terms'] = {}): Terminology {
  return {
    valueSet(canonical) {
      const systems = terms[canonical];
      if (systems === undefined) return undefined;
      return {
        canonical,
        has(system, code) {
          const codes = system === undefined ? Object.values(systems).flat() : systems[system];
          if (codes === undefined) return 'undecided';
          return codes.includes(code) ? 'in' : 'out';
        },
      };
    },
    code: (system, code) => ({ status: system === 's' && code !== 'gone' ? 'known' : 'unknown-code', displays: [] }),
  };
}

function rulesBroken(response: object, questionnaire?: object, context: ResponseContext = {}): readonly string[] {
  const found: string[] = [];
  const known: ResponseContext = {
    terminology: terminologyOf(),
    matches: (text, pattern) => new RegExp(`^(?:${pattern})$`).test(text),
    ...context,
  };
  checkQuestionnaireResponse(
    { resourceType: 'QuestionnaireResponse', ...response },
    questionnaire,
    (finding) => found.push(`${finding.rule} ${finding.path}`),
    known,
  );
  return found;
}

const complete = (answers: unknown) => ({ questionnaire: 'http://q', status: 'completed', item: answers });

describe('test/cases/validate/questionnaire/responses.yaml', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { status, terms, asks, answers, finds }) => {
    const response = { ...complete(answers), status: status ?? 'completed' };
    const found = rulesBroken(response, { item: asks }, { terminology: terminologyOf(terms) });
    expect(found.toSorted()).toEqual(finds.toSorted());
  });
});

describe('checkQuestionnaireResponse', () => {
  it.each([
    ['none named', {}, undefined, ['LT-V154 ']],
    ['not found', complete([]), undefined, ['LT-V155 .questionnaire']],
    [
      'an example that is not found',
      { questionnaire: 'http://example.org/q|1' },
      undefined,
      ['LT-V156 .questionnaire'],
    ],
    ['a contained one that is not there', { questionnaire: '#q' }, { item: [] }, ['LT-V155 .questionnaire']],
  ])('says what questionnaire there is: %s', (_name, response, questionnaire, finds) => {
    expect(rulesBroken(response, questionnaire)).toEqual(finds);
  });

  it.each(['unheard-of', 'constructor', '__proto__'])('asks nothing of answers to a question of type %s', (type) => {
    const response = complete([{ linkId: 'q', answer: [{ valueString: 'x' }] }]);
    expect(rulesBroken(response, { item: [{ linkId: 'q', type }] })).toEqual([]);
  });

  it('finds a contained questionnaire, and value sets beside it', () => {
    const asks = ['list', 'whole', 'filtered', 'expanded', 'excluded', 'other'].map((name) => ({
      linkId: name,
      type: 'choice',
      repeats: true,
      answerValueSet: `#${name}`,
    }));
    const sets: Readonly<Record<string, object>> = {
      list: { compose: { include: [{ system: 's', concept: [{ code: 'x' }] }] } },
      whole: { compose: { include: [{ system: 's' }] } },
      filtered: { compose: { include: [{ system: 's', filter: [{ property: 'a', op: '=', value: 'b' }] }] } },
      expanded: { expansion: { contains: [{ contains: [{ system: 's', code: 'x' }] }] } },
      excluded: {
        compose: { include: [{ system: 's' }], exclude: [{ system: 's', concept: [{ code: 'gone' }, { code: 'y' }] }] },
      },
      other: { compose: { include: [{ valueSet: ['http://v'] }] } },
    };
    const contained = Object.entries(sets).map(([id, set]) => ({ resourceType: 'ValueSet', id, ...set }));
    const answer = (code: string) => ({ valueCoding: { system: 's', code } });
    const response = {
      ...complete(asks.map(({ linkId }) => ({ linkId, answer: [answer('x'), answer('gone')] }))),
      questionnaire: '#q',
      contained: [{ resourceType: 'Questionnaire', id: 'q', item: asks }, ...contained],
    };
    expect(rulesBroken(response, undefined, { terminology: terminologyOf({ 'http://v': { s: ['x'] } }) })).toEqual([
      'LT-V174 .item[0].answer[1].value',
      'LT-V174 .item[1].answer[1].value',
      'LT-V176 .item[2].answer[0].value',
      'LT-V176 .item[2].answer[1].value',
      'LT-V174 .item[3].answer[1].value',
      'LT-V174 .item[4].answer[1].value',
      'LT-V174 .item[5].answer[1].value',
    ]);
  });

  it.each([
    ['2024-01-01', []],
    ['2024-06-30T10:00:00+07:00', []],
    ['2023-12-31', ['LT-V157 .authored']],
    ['2024-07-01', ['LT-V157 .authored']],
  ])('compares the time of the response with the period of the questionnaire: %s', (authored, finds) => {
    const questionnaire = { effectivePeriod: { start: '2024', end: '2024-06-30T23:59:59+07:00' } };
    expect(rulesBroken({ ...complete([]), authored }, questionnaire)).toEqual(finds);
  });

  it.each([
    [true, []],
    [false, ['LT-V165 .item[0]']],
    [undefined, []],
  ])('asks FHIRPath whether a question is enabled: %s', (answer, finds) => {
    const url = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression';
    const valueExpression = { language: 'text/fhirpath', expression: '%resource.item.exists()' };
    const asked: string[] = [];
    const evaluate = (expression: string) => {
      asked.push(expression);
      return answer;
    };
    const older = 'http://phr.kanta.fi/StructureDefinition/fiphr-ext-questionnaire-enablewhen';
    const response = complete([{ linkId: 'a', answer: [{ valueString: 'v' }] }]);
    for (const extension of [
      { url, valueExpression },
      { url: older, valueString: valueExpression.expression },
    ]) {
      const questionnaire = { item: [{ linkId: 'a', type: 'string', extension: [extension] }] };
      expect(rulesBroken(response, questionnaire, { evaluate })).toEqual(finds);
    }
    expect(new Set(asked)).toEqual(new Set(['%resource.item.exists()']));
  });

  it('leaves open what nobody decides', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/regex';
    const questionnaire = { item: [{ linkId: 'a', type: 'string', extension: [{ url, valueString: 'a+' }] }] };
    const response = complete([{ linkId: 'a', answer: [{ valueString: 'b' }] }]);
    expect(rulesBroken(response, questionnaire, { matches: () => undefined })).toEqual([
      'LT-V176 .item[0].answer[0].value',
    ]);
  });

  it('follows items in items to a depth, and goes no further', () => {
    const nest = (levels: number, inner: object): object =>
      levels === 0 ? inner : { linkId: 'g', type: 'group', item: [nest(levels - 1, inner)] };
    const deep = nest(5_000, { linkId: 'a' });
    expect(rulesBroken(complete([deep]), { item: [deep] }).length).toBeLessThan(200);
  });

  it('takes anything for an answer sheet', () => {
    const questionnaire = {
      item: [null, 1, 'a', { linkId: 1, item: {} }, { linkId: 'a', type: 7, enableWhen: [1, {}], extension: 'x' }],
    };
    for (const item of [null, 'a', {}, [null, 1, { linkId: 5 }, { linkId: 'a', answer: [null, 'x', {}], item: 3 }]]) {
      expect(() => rulesBroken(complete(item), questionnaire)).not.toThrow();
    }
  });
});
