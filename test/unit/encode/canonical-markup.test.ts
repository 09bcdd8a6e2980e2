import { describe, expect, it } from '@jest/globals';
import { isCanonicalMarkup } from '../../../src/encode/xml/canonical-markup.ts';

describe('markup in the one form in which it is kept', () => {
  it.each([
    '',
    'chữ',
    'a &amp; b &lt; c &gt; d&#13;',
    '<x/>',
    '<x>1</x>chữ<y><z a="1" b="&quot;&#10;"/></y>',
    '<ds:Sig-1 xmlns:ds="u">\n<Ơ/>\n</ds:Sig-1>',
  ])('%j', (text) => expect(isCanonicalMarkup(text)).toBe(true));

  it.each([
    ['not balanced', '<x>'],
    ['not opened', '</x>'],
    ['crossed', '<x><y></x></y>'],
    ['an empty element in two tags', '<x></x>'],
    ['an entity', '<x>&nbsp;</x>'],
    ['a bare ampersand', '<x>a & b</x>'],
    ['a bare quote in an attribute', '<x a="""/>'],
    ['another quote', "<x a='1'/>"],
    ['space in a tag', '<x />'],
    ['an attribute twice', '<x a="1" a="2"/>'],
    ['a comment', '<!-- x -->'],
    ['an instruction', '<?x y?>'],
    ['CDATA', '<![CDATA[x]]>'],
    ['no name', '<1/>'],
    ['no attribute name', '<x 1="1"/>'],
    ['a control character', '<x>\u0001</x>'],
    ['a carriage return', '<x>\r</x>'],
    ['too deep', `${'<a>'.repeat(33)}1${'</a>'.repeat(33)}`],
  ])('is not what is %s', (_name, text) => expect(isCanonicalMarkup(text)).toBe(false));

  it('is told in one pass, also of hostile text', () => {
    for (const text of [
      '<'.repeat(500_000),
      '&amp'.repeat(200_000),
      `<x${' a="'.repeat(200_000)}`,
      '<a>'.repeat(300_000),
    ]) {
      const start = process.cpuUsage();
      expect(isCanonicalMarkup(text)).toBe(false);
      expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
    }
  });
});
