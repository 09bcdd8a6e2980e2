import { expect, it } from '@jest/globals';
import { sortSlices } from '../../../src/map/sort-slices.ts';

const declared = { 'item[A]': { linkId: 'A' }, 'item[B]': { linkId: 'B' }, 'item[C]': { linkId: 'C' } };

function sorted(sent: readonly string[], list = 'item'): string {
  const elements = sent.map((linkId) => ({ linkId }));
  const object = { item: [...elements] };
  const slices = new Map(elements.map((element) => [`item[${element.linkId}]`, element]));
  sortSlices({ object, resource: object, slices }, list, declared);
  return object.item.map(({ linkId }) => linkId).join('');
}

it.each([
  ['', ''],
  ['ABC', 'ABC'],
  ['CBA', 'ABC'],
  ['CA', 'AC'],
  // Another table's own come first, in their order.
  ['CZAY', 'ZYAC'],
])('%s comes out as %s', (sent, wanted) => {
  expect(sorted([...sent])).toBe(wanted);
});

it('leaves another list alone', () => {
  expect(sorted(['C', 'A'], 'other')).toBe('CA');
});
