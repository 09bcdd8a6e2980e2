import { describe, expect, it } from '@jest/globals';
import { amountAt, objectAt, parseObject, textAt } from '../../../../src/forward/destinations/answer-json.ts';

describe('JSON of an answer', () => {
  it.each([[null], [''], ['<html>'], ['[]'], ['7'], ['null'], ['"x"'], ['{']])('%j is no object', (body) => {
    expect(parseObject(body)).toEqual({});
  });

  it('reads members by their type alone, own ones only', () => {
    const body = parseObject('{"a":{"b":"x"},"n":7,"z":0,"l":[1],"__proto__":{"t":"y"}}');
    expect(textAt(objectAt(body, 'a'), 'b')).toBe('x');
    expect([textAt(body, 'n'), textAt(body, 'toString'), textAt(body, 'none')]).toEqual(['', '', '']);
    expect([objectAt(body, 'l'), objectAt(body, 'n'), objectAt(body, 'constructor')]).toEqual([{}, {}, {}]);
    expect([amountAt(body, 'n'), amountAt(body, 'z'), amountAt(body, 'a')]).toEqual([7, undefined, undefined]);
    expect(textAt(body, 't')).toBe('');
  });
});
