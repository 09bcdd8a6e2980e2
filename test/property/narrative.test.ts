import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkNarrative, isSafeNarrative } from '../../src/validate/narrative/check-narrative.ts';

const OPEN = '<div xmlns="http://www.w3.org/1999/xhtml">';

/** Content that R4 allows: phrases around text, in paragraphs, in blocks. */
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((characters) =>
  characters
    .replace(/[^!-\uffff]|[\uFFFE\uFFFF]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;'),
);
const paragraph = fc
  .tuple(fc.constantFrom('p', 'h1', 'h6', 'pre', 'address'), text, fc.subarray(['b', 'i', 'code', 'span'] as const))
  .map(([name, content, phrases]) => {
    const inner = phrases.reduceRight((inside, phrase) => `<${phrase} class="c">${inside}</${phrase}>`, content);
    return `<${name}>${inner}<br/></${name}>`;
  });
const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'block' },
    paragraph,
    fc.array(tie('block'), { maxLength: 3, depthIdentifier: 'block' }).map((inner) => `<div>${inner.join('')}</div>`),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((inner) => `<ul>${inner.map((each) => `<li>${each}</li>`).join('')}</ul>`),
    tie('block').map((inner) => `<table><tr><td>${inner}</td></tr></table>`),
  ),
}));
const narrative = fc.array(block, { maxLength: 4 }).map((blocks) => `${OPEN}a${blocks.join('')}</div>`);

function rulesBroken(div: string): readonly string[] {
  const found: string[] = [];
  checkNarrative(div, (rule) => found.push(rule), { language: 'vi', hasId: () => false });
  return found.filter((rule) => rule !== 'LT-V116');
}

describe('checkNarrative', () => {
  it('finds nothing in what R4 allows', () => {
    fc.assert(
      fc.property(narrative, (div) => expect(rulesBroken(div)).toEqual([])),
      { numRuns: 300 },
    );
  });

  it('finds what is put into it', () => {
    const faults = [
      '<script/>',
      '<p onclick="a"/>',
      '<p>',
      '</p>',
      '&nbsp;',
      '& ',
      '< ',
      '<!DOCTYPE a>',
      '<a href="javascript:b"/>',
    ];
    fc.assert(
      fc.property(narrative, fc.constantFrom(...faults), (div, fault) => {
        const broken = div.replace(/<\/div>$/, `${fault}</div>`);
        expect(rulesBroken(broken)).not.toEqual([]);
        expect(isSafeNarrative(broken)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, and finds a fault wherever the end is cut off', () => {
    fc.assert(
      fc.property(narrative, fc.nat(), (div, at) => {
        expect(rulesBroken(div.slice(0, at % div.length))).toContain('LT-V100');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever it is given', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '</',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      ';',
      '#',
      '"',
      "'",
      '=',
      ' ',
      'a',
      'div',
      ':',
      'xmlns',
      '\u0000',
    );
    const soup = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, fc.boolean(), (content, isInside) => {
        const div = isInside ? `${OPEN}${content}</div>` : content;
        expect(typeof isSafeNarrative(div)).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });
});
