import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { createFhirDecoder } from '../../../src/decode/fhir-json.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import type { FhirRecord } from '../../../src/types/source-record.ts';
import { drain, findingsOf, RULES } from '../../support/claim-envelope.ts';

const systems = loadIdentifierSystems(PATHS.identifiers);
const limits = { maxDepth: 20, maxNodes: 2_000, maxNames: 50, maxStringLength: 300, maxBundleEntries: 5 };
const decode = createFhirDecoder({ rules: RULES, limits, systems });
const { maLk, maCskcb } = systems.systems as { maLk: string; maCskcb: string };

function read(content: object | string) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const { records, end } = drain(decode(Buffer.from(text, 'utf8')));
  return { records: records as readonly FhirRecord[], end };
}

const bundle = (type: string, resources: readonly object[], more: object = {}) => ({
  resourceType: 'Bundle',
  type,
  entry: resources.map((resource) => ({ resource })),
  ...more,
});
const patient = { resourceType: 'Patient', id: 'p1' };
const encounter = (more: object = {}) => ({ resourceType: 'Encounter', id: 'e1', ...more });
const at = (code: string) => ({ serviceProvider: { identifier: { system: maCskcb, value: code } } });
const assignedBy = (code: string) => ({
  identifier: { value: 'B1', assigner: { identifier: { system: maCskcb, value: code } } },
});

describe('one record', () => {
  it.each(['transaction', 'message', 'document', 'collection'])('a %s', (type) => {
    const { records, end } = read(bundle(type, [patient, encounter()]));
    expect(records).toMatchObject([{ format: 'fhir-json', position: 1, key: 'e1', facility: null, issues: [] }]);
    expect(records[0]?.bundle.entry).toHaveLength(2);
    expect(end).toEqual({ format: 'fhir-json', facility: null, issues: [] });
  });
});

describe('a batch', () => {
  const { records } = read(
    bundle('batch', [patient, encounter(), { resourceType: 'Encounter', id: 'e2' }], assignedBy('99001')),
  );

  it('is a record per entry, in a Bundle of its own', () => {
    expect(records.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(records.map(({ bundle: { type, entry } }) => [type, entry?.length])).toEqual([
      ['batch', 1],
      ['batch', 1],
      ['batch', 1],
    ]);
    expect(records[1]?.bundle.entry?.[0]?.resource).toEqual(encounter());
    expect(records.map(({ facility }) => facility)).toEqual(['99001', '99001', '99001']);
  });

  it('has a key per entry: of the Encounter, else the hash of the entry', () => {
    expect(records.map(({ key }) => key)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'e1', 'e2']);
    const again = read(bundle('batch', [encounter(), patient])).records;
    expect(again[1]?.key).toBe(records[0]?.key);
  });

  it('leads to the places of the text as sent', () => {
    const text = JSON.stringify(bundle('batch', [patient, encounter()]), null, 1);
    const [, second] = read(text).records;
    const line = text.slice(0, text.indexOf('"e1"')).split('\n').length;
    expect(second?.placeOf?.('Bundle.entry[1].resource.id')).toBe(`line ${line}, column 11`);
  });
});

describe('the key', () => {
  const identified = {
    identifier: [
      { system: 'urn:other', value: 'X1' },
      { system: maLk, value: 'LK1' },
    ],
  };
  it.each<[string, object, string | RegExp]>([
    ['Bundle.identifier', bundle('document', [encounter(identified)], { identifier: { value: 'B1' } }), 'B1'],
    ['MA_LK of the Encounter', bundle('document', [patient, encounter(identified)]), 'LK1'],
    ['another identifier of it', bundle('document', [encounter({ identifier: [{ value: 'X1' }] })]), 'X1'],
    [
      'the identifier of a Composition',
      bundle('document', [{ resourceType: 'Composition', identifier: { value: 'C1' } }]),
      'C1',
    ],
    ['the id', bundle('document', [encounter({ identifier: 'broken' })]), 'e1'],
    ['the hash, when there is nothing', bundle('document', [patient, { resourceType: 'Encounter' }]), /^[0-9a-f]{64}$/],
    [
      'the hash, when entries hold nothing',
      { ...bundle('document', []), entry: [{}, { resource: null }] },
      /^[0-9a-f]{64}$/,
    ],
    [
      'not a text that is too long',
      bundle('document', [encounter()], { identifier: { value: 'x'.repeat(256) } }),
      'e1',
    ],
    [
      'not a text with control characters',
      bundle('document', [encounter()], { identifier: { value: 'a\u0000b' } }),
      'e1',
    ],
    ['not a number', bundle('document', [encounter()], { identifier: { value: 7 } }), 'e1'],
  ])('%s', (_name, content, key) => {
    expect(read(content).records[0]?.key).toMatch(key);
  });

  it('of idempotency is Bundle.identifier', () => {
    expect(read(bundle('batch', [patient], { identifier: { value: ' B1 ' } })).end.idempotencyKey).toBe('B1');
    expect(read(bundle('batch', [patient])).end).not.toHaveProperty('idempotencyKey');
  });
});

describe('the facility', () => {
  it.each<[string, object, string | null, string | null]>([
    ['Bundle.identifier.assigner', bundle('document', [patient], assignedBy('99001')), '99001', '99001'],
    ['Encounter.serviceProvider', bundle('document', [patient, encounter(at('99001'))]), '99001', null],
    ['both the same', bundle('document', [encounter(at('99001'))], assignedBy('99001')), '99001', '99001'],
    [
      'of another system is none',
      bundle('document', [encounter({ serviceProvider: { identifier: { system: 'urn:x', value: '1' } } })]),
      null,
      null,
    ],
    [
      'without a system is none',
      bundle('document', [encounter({ serviceProvider: { identifier: { value: '99001' } } })]),
      null,
      null,
    ],
    [
      'the Organization that Encounter.serviceProvider refers to',
      bundle('document', [
        { resourceType: 'Organization', id: 'o1', identifier: [{ system: maCskcb, value: '99002' }] },
        encounter({ serviceProvider: { reference: 'Organization/o1' } }),
      ]),
      '99002',
      null,
    ],
    [
      'Composition.custodian',
      bundle('document', [
        { resourceType: 'Composition', id: 'c1', custodian: { identifier: { system: maCskcb, value: '99002' } } },
      ]),
      '99002',
      null,
    ],
    ['broken is none', bundle('document', [encounter({ serviceProvider: 'x' })], { identifier: [] }), null, null],
  ])('%s', (_name, content, ofRecord, ofEnvelope) => {
    const { records, end } = read(content);
    expect(records[0]).toMatchObject({ facility: ofRecord, issues: [] });
    expect(end.facility).toBe(ofEnvelope);
  });

  it('two of them: the record is refused, and both are named', () => {
    const [record] = read(bundle('document', [encounter(at('99001')), encounter(at('99002'))])).records;
    expect(findingsOf(record?.issues ?? [])).toEqual(['LT-D074']);
    expect(record?.issues[0]?.rule.action).toBe('refuse');
    expect(record?.issues[0]?.text.en).toContain('99001 and 99002');
  });
});

describe('unreadable as a whole', () => {
  const GOOD = JSON.stringify(bundle('document', [encounter()]));
  it.each<[string, object | string, string]>([
    ['not JSON', '{"a":', 'LT-D060 line 1, column 6'],
    ['data after the end', `${GOOD}]`, 'LT-D060 line 1, column 106'],
    ['a byte order mark', `\ufeff${GOOD}`, 'LT-D061 line 1, column 1'],
    ['duplicate names', GOOD.replace('"id"', '"id":"e0","id"'), 'LT-D062 line 1, column 103'],
    ['nested too deeply', GOOD.replace('"e1"', '['.repeat(30) + ']'.repeat(30)), 'LT-D063 line 1, column 114'],
    ['too many values', GOOD.replace('"e1"', `[${'1,'.repeat(3_000)}1]`), 'LT-D064 line 1, column 4083'],
    [
      'too many names',
      { ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`n${i}`, i])) },
      'LT-D065 line 1, column 437',
    ],
    ['too long a text', GOOD.replace('e1', 'x'.repeat(301)), 'LT-D066 line 1, column 98'],
    ['a lone surrogate', GOOD.replace('e1', '\\ud800'), 'LT-D067 line 1, column 99'],
    ['no resource', { a: 1 }, 'LT-D070'],
    ['another resource', patient, 'LT-D070'],
    ['a Bundle of search results', bundle('searchset', [patient]), 'LT-D071'],
    ['a Bundle without type', { resourceType: 'Bundle', entry: [{}] }, 'LT-D071'],
    ['a type that is no text', { resourceType: 'Bundle', type: ['batch'], entry: [{}] }, 'LT-D071'],
    [
      'more entries than are taken',
      bundle(
        'batch',
        Array.from({ length: 6 }, () => patient),
      ),
      'LT-D072',
    ],
    ['no entry', { resourceType: 'Bundle', type: 'batch' }, 'LT-D073'],
    ['an empty list of entries', bundle('transaction', []), 'LT-D073'],
    ['entries that are no objects', { resourceType: 'Bundle', type: 'batch', entry: [null] }, 'LT-D073'],
    ['an entry that is no list', { resourceType: 'Bundle', type: 'batch', entry: {} }, 'LT-D073'],
  ])('%s', (_name, content, finding) => {
    const { records, end } = read(content);
    expect(records).toEqual([]);
    expect(findingsOf(end.issues)).toEqual([finding]);
    expect(end.issues[0]?.rule).toMatchObject({ severity: 'fatal', action: 'refuse', status: expect.any(Number) });
    expect(end.issues[0]?.text.vi + (end.issues[0]?.text.en ?? '')).not.toMatch(/[{}]/);
  });

  it('not UTF-8', () => {
    const { end } = drain(decode(Buffer.from(GOOD.replace('e1', 'é'), 'latin1')));
    expect(findingsOf(end.issues)).toEqual(['LT-D003 line 1, column 1']);
  });

  it('a duplicate name is told with the element that holds it', () => {
    const { end } = read('{"entry":[{"resource":{"id":"1","id":"2"}}]}');
    expect(end.issues[0]?.expression).toBe('Bundle.entry[0].resource');
  });
});

describe('numbers', () => {
  const observation = (value: string) =>
    `{"resource":{"resourceType":"Observation","valueQuantity":{"value":${value}}}}`;
  const text = (type: string, ...values: readonly string[]) =>
    `{"resourceType":"Bundle","type":"${type}",\n"entry":[${values.map(observation).join(',\n')}]}`;

  it('that keep their value but not their form are a warning, at the first place', () => {
    const [record] = read(text('collection', '5.6', '1.10', '2.50')).records;
    expect(record?.issues).toHaveLength(1);
    expect(record?.issues[0]).toMatchObject({
      rule: { id: 'LT-D068', action: 'accept' },
      place: 'line 3, column 68',
      expression: 'Bundle.entry[1].resource.valueQuantity.value',
    });
    expect(record?.issues[0]?.text.en).toContain('2 places');
  });

  it('that would change refuse the record', () => {
    const [record] = read(text('collection', '0.12345678901234567890')).records;
    expect(record?.issues).toMatchObject([{ rule: { id: 'LT-D069', action: 'refuse' } }]);
  });

  it('of a batch stand with their entry only', () => {
    const { records } = read(text('batch', '1.10', '5.6', '1e400'));
    expect(records.map(({ issues }) => issues.map(({ rule, place }) => `${rule.id} ${place}`))).toEqual([
      ['LT-D068 line 2, column 77'],
      [],
      ['LT-D069 line 4, column 68'],
    ]);
  });
});

it('placeOf knows nothing outside the Bundle', () => {
  const [record] = read(bundle('document', [encounter()])).records;
  expect(record?.placeOf?.('Bundle.type')).toBe('line 1, column 33');
  expect(record?.placeOf?.('Encounter.id')).toBeUndefined();
});
