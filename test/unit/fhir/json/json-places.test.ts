import { describe, expect, it } from '@jest/globals';
import { JsonPlaces } from '../../../../src/fhir/json/json-places.ts';

const TEXT = `{ "resourceType": "Bundle",
  "entry": [
    { "resource": { "status": "final, \\"so]}\\" to speak", "valueQuantity": { "value": 5.6 } } },
    { "resource": { "name": [ { "text": "Nguyễn 😀", "given": ["A", "B"] } ], "active": true } }
  ],
  "total": 2 }`;
const places = new JsonPlaces(Buffer.from(TEXT, 'utf8'));
const lines = TEXT.split('\n');

describe('offsetOf and pathAt', () => {
  it.each([
    ['resourceType', 1, '"Bundle"'],
    ['entry', 2, '[\n'],
    ['entry[0].resource.status', 3, '"final'],
    ['entry[0].resource.valueQuantity.value', 3, '5.6'],
    ['entry[1].resource.name[0].text', 4, '"Nguyễn'],
    ['entry[1].resource.name[0].given[1]', 4, '"B"'],
    ['entry[1].resource.active', 4, 'true'],
    ['total', 6, '2 }'],
  ])('%s', (path, line, text) => {
    const offset = places.offsetOf(path);
    expect(Buffer.from(TEXT).toString('utf8', offset)).toMatch(text);
    expect(places.pathAt(offset)).toBe(path);
    const column = [...((lines[line - 1] ?? '').split(text.trimEnd())[0] as string)].length + 1;
    expect(places.position(offset)).toEqual({ line, column });
    expect(places.place(offset)).toBe(`line ${line}, column ${column}`);
  });

  it.each([
    ['a choice element by its FHIRPath name', 'entry[0].resource.value', 'entry[0].resource.valueQuantity'],
    ['what is missing: its parent', 'entry[0].resource.code.coding', 'entry[0].resource'],
    ['an index too far: the list', 'entry[7]', 'entry'],
    ['a step into a text: the text', 'total.x', 'total'],
    ['nothing: the root', '', ''],
    ['an index of an object', 'entry[0].resource[2]', 'entry[0].resource'],
  ])('%s', (_name, path, found) => {
    expect(places.pathAt(places.offsetOf(path))).toBe(found);
  });

  it('between two values stands their parent', () => {
    expect(places.pathAt(Buffer.from(TEXT).indexOf('"total"'))).toBe('');
  });
});

it('columns are right far into a long line', () => {
  const long = `[${'"ệ😀",'.repeat(3_000)}0]`;
  const offset = Buffer.byteLength(long) - 2;
  expect(new JsonPlaces(Buffer.from(long)).position(offset)).toEqual({ line: 1, column: 2 + 5 * 3_000 });
});
