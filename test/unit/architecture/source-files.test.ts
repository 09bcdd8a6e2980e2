import { describe, expect, it } from '@jest/globals';
import { findInCode, stripCommentsAndStrings } from '../../support/source-files.ts';

describe('stripCommentsAndStrings', () => {
  it.each([
    ["a('x // y') // any", "a('') "],
    ['/* any\n */ b', '\n b'],
    ['const q = /[\'"/]any/;', 'const q = /x/;'],
    ['text.replace(/\\/\\*/g, "x")', 'text.replace(/x/g, "")'],
    ['a / b / c', 'a / b / c'],
    ["'it\\'s' + any", "'' + any"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
    ['`a ${any} b`', '`a ${any} b`'],
  ])('%s', (source, code) => expect(stripCommentsAndStrings(source)).toBe(code));
});

describe('findInCode', () => {
  it('names file and line', () => {
    const file = { path: 'src/x.ts', text: '', code: 'a\nconsole.log' };
    expect(findInCode([file], /console\./)).toEqual(['src/x.ts:2']);
  });
});
