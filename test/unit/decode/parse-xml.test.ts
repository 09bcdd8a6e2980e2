import { describe, expect, it } from '@jest/globals';
import { createXmlReader, type XmlReader } from '../../../src/decode/parse-xml.ts';

function read(
  chunks: readonly string[],
  maxDepth = 5,
): { readonly events: readonly string[]; readonly reader: XmlReader } {
  const events: string[] = [];
  const handler = {
    open: (name: string) => events.push(`<${name}>`) < 20,
    text: (text: string) => void events.push(text),
    close: (name: string) => void events.push(`</${name}>`),
  };
  const reader = createXmlReader(handler, { maxDepth });
  for (const chunk of chunks) reader.write(chunk);
  reader.end();
  return { events, reader };
}

const xml = (text: string, maxDepth?: number) => read([text], maxDepth).reader;

describe('well-formed XML', () => {
  it.each([
    ['elements and text', '<a><b>x</b></a>'],
    ['a declaration', '<?xml version="1.0" encoding="utf-8"?>\n<a><b>x</b></a>'],
    ['a comment and an instruction', '<!-- c --><?p i?><a><b>x</b></a>\n<!-- c -->'],
    ['CDATA', '<a><b><![CDATA[x]]></b></a>'],
    ['a character reference', '<a><b>&#120;</b></a>'],
    ['attributes', '<a p="1" q="2"><b r="&lt;">x</b></a>'],
  ])('%s', (_name, text) => {
    const { events, reader } = read([text]);
    expect(reader.fault).toBeNull();
    expect(events.filter((event) => event.trim() !== '').join('')).toBe('<a><b>x</b></a>');
  });

  it('may be cut anywhere into chunks', () => {
    const text = '<?xml version="1.0"?><a>một &amp; hai<b><![CDATA[<ba>]]></b></a>';
    const whole = read([text]).events.join('');
    expect(whole).toBe('<a>một & hai<b><ba></b></a>');
    for (let cut = 1; cut < text.length; cut += 1) {
      expect(read([text.slice(0, cut), text.slice(cut)]).events.join('')).toBe(whole);
    }
  });

  it('tells the encoding that the declaration names', () => {
    expect(xml('<?xml version="1.0" encoding="windows-1258"?><a/>').encoding).toBe('windows-1258');
    expect(xml('<a/>').encoding).toBeNull();
  });
});

describe('refused', () => {
  it.each([
    ['no element', '', 'syntax', 1, 1],
    ['text only', 'abc', 'syntax', 1, 3],
    ['a tag that is not closed', '<a><b></a>', 'syntax', 1, 10],
    ['a closing tag too many', '<a></a></b>', 'syntax', 1, 11],
    ['a second root', '<a/><b/>', 'syntax', 1, 7],
    ['a name of more than 1,000 characters', `<${'a'.repeat(1_001)}/>`, 'syntax', 1, 1_004],
    ['text after the root', '<a/>\nrest', 'syntax', 2, 4],
    ['text before the root', 'x<a/>', 'syntax', 1, 2],
    ['a bare ampersand', '<a>\n R & D;</a>', 'syntax', 2, 7],
    ['a bare less-than', '<a>1 < 2</a>', 'syntax', 1, 7],
    ['an entity that nobody defined', '<a>&nbsp;</a>', 'syntax', 1, 9],
    ['an entity named like a member of Object.prototype', '<a>&constructor;</a>', 'syntax', 1, 16],
    [']]> in text', '<a>]]></a>', 'syntax', 1, 6],
    ['an attribute twice', '<a p="1" p="2"/>', 'syntax', 1, 16],
    ['an attribute without quotes', '<a p=1/>', 'syntax', 1, 6],
    ['< in an attribute', '<a p="<"/>', 'syntax', 1, 7],
    ['a control character in an attribute', '<a p="\u0001"/>', 'syntax', 1, 7],
    ['a control character in a name', '<a\u0001b/>', 'syntax', 1, 3],
    ['a declaration after the start', '<a/><?xml version="1.0"?>', 'syntax', 1, 10],
    ['the end missing', '<a>\n<b>x', 'truncated', 2, 4],
    ['the end missing inside a tag', '<a><b', 'truncated', 1, 5],
    ['DOCTYPE', '<!DOCTYPE a><a/>', 'doctype', 1, 12],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'doctype', 1, 30],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>', 'doctype', 1, 45],
    ['six levels where five are allowed', '<a><a><a><a><a><a/></a></a></a></a></a>', 'depth', 1, 19],
    ['more elements than the handler wants', `<a>${'<b/>'.repeat(20)}</a>`, 'elements', 1, 43],
  ])('%s', (_name, text, reason, line, column) => {
    expect(xml(text).fault).toEqual({ reason, line, column });
  });

  it('a long way to the root', () => {
    expect(xml(`<!--${'x'.repeat(60_000)}--><a/>`).fault).toBeNull();
    expect(read(Array.from({ length: 70 }, () => `<!--${'x'.repeat(1_000)}-->`)).reader.fault).toMatchObject({
      reason: 'syntax',
    });
    expect(xml(`<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(10_000)}`).fault).toMatchObject({ reason: 'syntax' });
  });

  it('hands nothing on after the fault', () => {
    const { events } = read(['<a>&nbsp;<b>later</b></a>', '<c/>']);
    expect(events).toEqual(['<a>']);
  });

  it('takes five levels when five are allowed', () => {
    expect(xml('<a><a><a><a><a/></a></a></a></a>').fault).toBeNull();
  });

  it('keeps the first fault', () => {
    expect(xml('<a>&nbsp;</b>').fault).toEqual({ reason: 'syntax', line: 1, column: 9 });
  });
});

describe('characters that XML forbids', () => {
  it.each([
    ['a control character', 'một\u000bhai', 'một\ufffdhai'],
    ['in CDATA', '<![CDATA[a\u0001b]]>', 'a\ufffdb'],
    ['a reference to one, decimal', 'a&#11;b', 'a\ufffdb'],
    ['a reference to one, hexadecimal', 'a&#x1F;b', 'a\ufffdb'],
    ['U+FFFF', 'a\uffffb', 'a\ufffdb'],
  ])('%s is replaced, and reading goes on', (_name, text, kept) => {
    const { events, reader } = read([`<a>${text}</a>`]);
    expect(reader.fault).toBeNull();
    expect(events.slice(1, -1).join('')).toBe(kept);
    expect(reader.illegalCharacters).toMatchObject({ count: 1, line: 1 });
  });

  it('are counted, and the first place is told', () => {
    const { illegalCharacters } = xml('<a>\nx\u0001\u0002</a>');
    expect(illegalCharacters).toEqual({ count: 2, line: 2, column: 2 });
  });

  it('more than a thousand of them are no text', () => {
    expect(xml(`<a>${'\u0001'.repeat(1_000)}</a>`)).toMatchObject({ fault: null, illegalCharacters: { count: 1_000 } });
    expect(xml(`<a>${'\u0001'.repeat(1_001)}</a>`).fault).toEqual({ reason: 'syntax', line: 1, column: 1_004 });
  });

  it('tab, line feed, carriage return, U+0085 and emoji are no such characters', () => {
    const { events, reader } = read(['<a>\t\n\r\u0085\u{1f600}</a>']);
    expect(reader.illegalCharacters).toBeNull();
    expect(events[1]).toBe('\t\n\n\u0085\u{1f600}');
  });
});
