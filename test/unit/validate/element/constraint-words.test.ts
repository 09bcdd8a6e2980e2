import { describe, expect, it } from '@jest/globals';
import { constraintWords } from '../../../../src/validate/element/constraint-words.ts';

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

const translation = (lang: string, content: object, url = TRANSLATION) => ({
  url,
  extension: [
    { url: 'lang', valueCode: lang },
    { url: 'content', ...content },
  ],
});
const inVietnamese = translation('vi', { valueString: 'Phải có tên' });
const inEnglish = translation('en-GB', { valueMarkdown: 'A name must be there!' });

function humanOf(human: string | undefined, ...extension: readonly object[]) {
  const constraint = { key: 'x-1', human, _human: { extension } };
  return constraintWords(constraint as never, () => undefined).human;
}

describe('words for a constraint', () => {
  it('are those of the catalogue, whatever its profile says', () => {
    const constraint = { key: 'x-1', human: 'Name!', _human: { extension: [inEnglish] } } as never;
    const known = (key: string, human: string) => ({ vi: `Tên ${key}`, en: `${human} needed` });
    expect(constraintWords(constraint, known)).toEqual({
      constraint: 'x-1',
      human: { vi: 'Tên x-1.', en: 'Name! needed.' },
    });
  });

  it.each([
    ['a translation to Vietnamese', ['There must be a name.', inVietnamese], 'Phải có tên.', 'There must be a name.'],
    ['a translation to English', ['Phải có tên.', inEnglish], 'Phải có tên.', 'A name must be there!'],
    ['both', ['Es muss ein Name da sein', inEnglish, inVietnamese], 'Phải có tên.', 'A name must be there!'],
    ['one to another language', ['A name.', translation('de', { valueString: 'Name' })], 'A name.', 'A name.'],
    ['another extension', ['A name.', translation('vi', { valueString: 'Tên' }, 'urn:a')], 'A name.', 'A name.'],
    ['a translation without content', ['A name.', translation('vi', {})], 'A name.', 'A name.'],
    ['no translation', ['A name'], 'A name.', 'A name.'],
    ['an end in brackets', [' A name (a real one.) '], 'A name (a real one.)', 'A name (a real one.)'],
    ['no text', [undefined], '', ''],
  ] as const)('are taken from its profile: %s', (_what, [human, ...extension], vi, en) => {
    expect(humanOf(human, ...extension)).toEqual({ vi, en });
  });
});
