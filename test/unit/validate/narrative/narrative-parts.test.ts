import { describe, expect, it } from '@jest/globals';
import { languagesOf } from '../../../../src/validate/narrative/languages-of.ts';
import { tellsSources } from '../../../../src/validate/narrative/tells-sources.ts';

const inDiv = (content: string) => `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;

describe('languagesOf', () => {
  it.each([
    [
      '<div xml:lang="vi">a</div><p xml:lang="fr">b</p><div xml:lang="en"><div xml:lang="de">c</div></div>',
      ['vi', 'en'],
    ],
    ['a', []],
  ])('%s', (content, languages) => {
    expect([...languagesOf(inDiv(content))]).toEqual(languages);
  });
});

describe('tellsSources', () => {
  it.each([
    ['<p class="generated">a</p>\n<div class="big original"><p>b</p></div><p class="boilerplate"/>', true],
    ['<p> </p><p class="generated">a</p>', true],
    ['<p class="generated">a</p>b', false],
    ['<p class="generated">a</p><p>b</p>', false],
    ['<p class="generatedly">a</p>', false],
    ['<div><p class="original">a</p></div>', false],
    ['<p class="generated">', false],
  ])('%s: %s', (content, isTold) => {
    expect(tellsSources(inDiv(content))).toBe(isTold);
  });
});
