import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { runLine } from '../../support/whole-line.ts';

const FACILITY = '00000';
const sample = (name: string) =>
  runLine(FACILITY, readFileSync(join(PATHS.root, 'test/cases/claim-xml', `synthetic-${name}.xml`)));

/** File of the claim family, the state of its one record, and the faults of the source that hold it back. */
const SAMPLES: readonly [file: string, state: string, faults: readonly string[]][] = [
  ['4750-giamdinhhs', 'accepted', []],
  ['4210-giamdinhhs', 'accepted', []],
  // NGAY_RA lies before NGAY_VAO.
  [
    'faulty-4750-giamdinhhs',
    'quarantined',
    ['LT-B030 XML1[1].NGAY_RA', 'LT-V030 XML1[1].NGAY_VAO', 'LT-V030 XML1[1].NGAY_VAO'],
  ],
  ['4750-inner-xml0', 'accepted', []],
  ['4750-inner-xml1', 'accepted', []],
  // A table alone tells of no care episode: its XML1 is missing.
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].map((number): [string, string, readonly string[]] => [
    `4750-inner-xml${number}`,
    'quarantined',
    ['LT-D039 XML1'],
  ]),
];

describe('every sample of the claim family', () => {
  it.each(SAMPLES)('%s: %s, nothing lost, and its FHIR is valid', (file, state, faults) => {
    const { records } = sample(file);
    expect(records.map(({ verdict }) => verdict.state)).toEqual([state]);
    for (const { mapped, verdict } of records) {
      expect(mapped.resources.length).toBeGreaterThan(0);
      expect(mapped.loss).toEqual([]);
      const errors = verdict.issues.filter(({ rule }) => rule.severity === 'error' || rule.severity === 'fatal');
      expect(errors.map(({ rule, place }) => `${rule.id} ${place}`)).toEqual(faults);
    }
  });

  it.each([2, 3, 4, 5])('XML%i alone makes an episode that is base R4 and claims no profile', (number) => {
    const [record] = sample(`4750-inner-xml${number}`).records;
    const episode = ['Organization', 'Patient', 'Encounter', 'Claim'].map((type) =>
      record?.mapped.resources.find(({ resourceType }) => resourceType === type),
    );
    expect(episode.map((resource) => [resource?.resourceType, resource?.meta])).toEqual([
      ['Organization', undefined],
      ['Patient', undefined],
      ['Encounter', undefined],
      ['Claim', undefined],
    ]);
    // The table names no facility: it is the sender's.
    expect(episode[0]).toMatchObject({ identifier: [{ value: FACILITY }] });
    expect(record?.mapped.replacesEpisode).toBe(false);
  });

  it('the check-in counts as one, replaces nothing, and is kept whole', () => {
    const [record] = sample('4750-inner-xml0').records;
    expect(record?.mapped).toMatchObject({
      key: 'TEST0000000001',
      replacesEpisode: false,
      evidence: { source: 'check-in', encounter: 'TEST0000000001', endOfCare: null, level: 0, identity: true },
    });
    expect(record?.mapped.resources.map(({ resourceType }) => resourceType)).toEqual([
      'Organization',
      'Patient',
      'Encounter',
      'Coverage',
      'ChargeItem',
      'DocumentReference',
    ]);
    expect(record?.verdict.issues.map(({ rule, place }) => `${rule.id} ${place}`)).toEqual(['LT-D023 XML0']);
  });
});
