import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMasked, maskCode } from '../../../src/fhir/mask-code.ts';

describe('codes are shown as they are', () => {
  it.each([
    ['K01'],
    ['K16.1'],
    ['18.0001.0010_GB'],
    ['N07.01.240.4102.174.0029'],
    ['QLĐB-123-45'],
    ['893110123456'],
    ['8930000000001'],
    ['A00.1†'],
    ['NVQS'],
    ['01'],
  ])('%s', (code) => {
    expect(maskCode(code)).toBe(code);
    expect(isMasked(maskCode(code))).toBe(false);
  });
});

describe('what may be about a person is shown as its shape', () => {
  it.each([
    ['Nguyễn Văn A', '~x x x'],
    ['NGUYENVANA', '~x'],
    ['001000000001', '~999999999999'],
    ['0912345678', '~9999999999'],
    ['19900215', '~99999999'],
    ['DN4010000000001', '~x9999999999999'],
    ['Lê B, 1990', '~x x, 9999'],
    ['viêm\thọng\n', '~x x '],
    ['<b>', '~<x>'],
    ['☺', '~?'],
  ])('%j', (text, shape) => {
    expect(maskCode(text)).toBe(shape);
    expect(isMasked(shape)).toBe(true);
  });

  it('whatever is sent: short, and without a word or a long number of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const shown = maskCode(text);
        expect(shown.length).toBeLessThanOrEqual(41 * 2);
        if (isMasked(shown)) expect(shown).toMatch(/^~[x9 !-/:-@[-`{-~?]*$/);
        else expect(shown).toBe(text);
      }),
    );
  });
});
