import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { generalRuleText } from '../../../src/fhir/general-rule-text.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';

it.each([
  ['{table}.{field}: số trong (dòng {rows}) không khớp.', 'Số trong không khớp.'],
  ['{table}[{row}].{field}: trống.', 'Trống.'],
  ['{field} muộn hơn giờ máy.', 'Trường này muộn hơn giờ máy.'],
  ['XML sai cú pháp tại dòng {line}, cột {column}: thẻ không khớp.', 'XML sai cú pháp: thẻ không khớp.'],
  ['Không thỏa ràng buộc {constraint}: {human}', 'Không thỏa ràng buộc.'],
  ['{table}: {count} dòng có T_BNTT không khớp (dòng {rows}).', 'Một số dòng có T_BNTT không khớp.'],
  ['Thẻ gốc sai', 'Thẻ gốc sai.'],
])('%s is said as %s', (vi, general) => {
  expect(generalRuleText({ vi, en: '' }).vi).toBe(general);
});

it.each([
  ['The constraint {constraint} does not hold: {human}', 'The constraint does not hold.'],
  [
    '{element} must have {min} characters at least, by the profile {profile}.',
    'The element must have the set number of characters at least, by the profile.',
  ],
  ['{table}.{field}: {count} rows are negative (row {rows}).', 'Some rows are negative.'],
])('%s is said as %s', (en, general) => {
  expect(generalRuleText({ vi: '', en }).en).toBe(general);
});

describe('every rule of the catalogue, in both languages', () => {
  const texts = loadRuleCatalogue(PATHS.rules).rules.flatMap(({ id, text, remedy }) =>
    [text, remedy].flatMap((template) =>
      (['vi', 'en'] as const).map((language) => {
        return { id, template: template[language], said: generalRuleText(template)[language] };
      }),
    ),
  );
  /** `…` of an example, such as `urn:uuid:…`, stands in the template already. */
  const dots = (text: string) => text.split('…').length;
  const HOLES: readonly (readonly [string, RegExp])[] = [
    ['an open word', /\{\w+\}/],
    ['empty brackets', /\(\s*\)|“\s*”|""/],
    ['a colon with nothing after it', /:\s*(?:\.|$)/],
    ['a mark after a mark', /[,;:]\s*[.,;]/],
    ['two spaces', / {2}/],
    ['no end', /[^.!?]$/],
    ['a small beginning', /^\p{Ll}/u],
  ];

  it.each(HOLES)('has not %s', (_, hole) => {
    const isNew = ({ template, said }: (typeof texts)[number]) => hole.test(said) && !hole.test(template);
    expect(texts.filter(isNew)).toEqual([]);
  });

  it('has no place left open, and says something', () => {
    expect(texts.filter(({ template, said }) => dots(said) > dots(template))).toEqual([]);
    expect(texts.filter(({ said }) => !/\p{L}{2}/u.test(said))).toEqual([]);
  });
});
