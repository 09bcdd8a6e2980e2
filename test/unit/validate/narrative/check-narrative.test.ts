import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { checkNarrative, isSafeNarrative } from '../../../../src/validate/narrative/check-narrative.ts';

interface NarrativeCase {
  readonly name: string;
  readonly div: string;
  readonly ids?: readonly string[];
  readonly language?: string;
  readonly finds: readonly string[];
}

const inDiv = (content: string) =>
  content.startsWith('<div xmlns') || content.startsWith('<!') || /^<(div>|h:div|p xmlns)/.test(content)
    ? content
    : `<div xmlns="http://www.w3.org/1999/xhtml">${content}</div>`;

const cases = (
  parse(readFileSync(join(PATHS.root, 'test/cases/validate/narrative/narratives.yaml'), 'utf8')) as NarrativeCase[]
).map((each) => [each.name, { ...each, div: inDiv(each.div) }] as const);

/** Rules that make a narrative unsafe: txt-1. */
const UNSAFE = ['LT-V100', 'LT-V101', 'LT-V102', 'LT-V103', 'LT-V105', 'LT-V106', 'LT-V111'];

function rulesBroken({ div, ids, language }: NarrativeCase): readonly string[] {
  const found: string[] = [];
  checkNarrative(div, (rule) => found.push(rule), { language, hasId: (id) => ids?.includes(id) ?? false });
  return [...new Set(found)].toSorted();
}

describe('test/cases/validate/narrative/narratives.yaml', () => {
  it.each(cases)('%s', (_name, narrative) => {
    expect(rulesBroken(narrative)).toEqual(narrative.finds);
  });

  it.each(cases)('htmlChecks(): %s', (_name, { div, finds }) => {
    expect(isSafeNarrative(div)).toBe(!finds.some((rule) => UNSAFE.includes(rule)));
  });
});

describe('checkNarrative', () => {
  it('names elements and attributes, and nothing else that was sent', () => {
    const found: unknown[] = [];
    const div = inDiv('<script>a</script><p onclick="b">c</p><w%C9 d="e"/>').replace('%C9', 'x'.repeat(40));
    checkNarrative(div, (rule, words) => found.push([rule, words]));
    expect(found).toEqual([
      ['LT-V102', { element: 'script' }],
      ['LT-V103', { element: 'p', attribute: 'onclick' }],
      ['LT-V102', { element: '?' }],
    ]);
  });

  it('says each fault once, and not without end', () => {
    const found: string[] = [];
    const many = Array.from({ length: 50 }, (_, at) => `<x${at}/><x${at}/>`).join('');
    checkNarrative(inDiv(`a${many}`), (_rule, words) => found.push(String(words?.['element'])));
    expect(found).toEqual(Array.from({ length: 20 }, (_, at) => `x${at}`));
  });

  it('is not made safe by other faults before', () => {
    const names = ['ul', 'ol', 'table', 'div', 'pre'].flatMap((outer) =>
      ['b', 'i', 'em', 'tt', 'q'].map((inner) => [inner, outer]),
    );
    const many = names
      .map(([inner, outer]) => `<${inner}><${outer}></${outer}></${inner}><${outer}>a</${outer}><li><${inner}/></li>`)
      .join('');
    expect(isSafeNarrative(inDiv(`a${many}`))).toBe(true);
    expect(isSafeNarrative(inDiv(`a${many}<script/>`))).toBe(false);
  });

  it('takes 500 levels and refuses more', () => {
    const nested = (levels: number) => inDiv(`a${'<div>'.repeat(levels - 1)}${'</div>'.repeat(levels - 1)}`);
    expect(isSafeNarrative(nested(500))).toBe(true);
    expect(isSafeNarrative(nested(501))).toBe(false);
  });

  it('takes links for good when nobody says what the resource holds', () => {
    const found: string[] = [];
    checkNarrative(inDiv('<a href="#x">a</a>'), (rule) => found.push(rule));
    expect(found).toEqual([]);
  });
});
