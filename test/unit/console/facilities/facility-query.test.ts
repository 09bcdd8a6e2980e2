import { describe, expect, it } from '@jest/globals';
import {
  readFacilityQuery,
  selectFacilities,
  sortLink,
  writeFacilityQuery,
} from '../../../../src/console/facilities/facility-query.ts';
import type { CallReason } from '../../../../src/console/standing.ts';
import type { FacilityStanding } from '../../../../src/types/coverage.ts';
import { standing } from '../../../support/standings.ts';

const STANDINGS = [
  standing({ code: '1', name: 'Bệnh viện Đức Phổ', volume: 0.5 }),
  standing({ code: '2', name: 'Trạm Y tế Ba Tơ', volume: null, silence: 'week', cohort: 'other' }),
  standing({ code: '3', name: 'Bệnh viện Ba Tơ', volume: 0.9, formerNames: ['Bệnh viện huyện'] }),
];
const reasonsOf = ({ silence }: FacilityStanding): readonly CallReason[] => (silence === 'week' ? ['silent'] : []);
const codes = (query: Record<string, string>) =>
  selectFacilities(STANDINGS, readFacilityQuery(query), reasonsOf).map(({ coverage }) => coverage.code);

describe('which facilities are shown', () => {
  it.each([
    [{}, ['1', '2', '3']],
    [{ text: 'duc pho' }, ['1']],
    [{ text: 'ba to benh vien' }, ['3']],
    [{ text: 'huyen' }, ['3']],
    [{ text: '2' }, ['2']],
    [{ cohort: 'other' }, ['2']],
    [{ condition: 'call' }, ['2']],
    [{ condition: 'silent' }, ['2']],
    [{ condition: 'gap' }, []],
    [{ sort: 'volume' }, ['1', '3', '2']],
    [{ sort: 'volume', order: 'desc' }, ['3', '1', '2']],
    [{ sort: 'facility' }, ['3', '1', '2']],
    [{ sort: 'alarm' }, ['2', '1', '3']],
    [{ sort: 'nothing', order: 'sideways' }, ['1', '2', '3']],
  ])('%j', (query, expected) => {
    expect(codes(query)).toEqual(expected);
  });
});

describe('the address of what is shown', () => {
  it('leaves out what asks for nothing', () => {
    expect(writeFacilityQuery(readFacilityQuery({ text: 'ba tơ', stage: '' }))).toBe('text=ba+t%C6%A1');
  });

  it('sorts the way that needs a hand first, and the other way by a second click', () => {
    expect(sortLink(readFacilityQuery({ text: 'a' }), 'volume')).toBe('text=a&sort=volume');
    expect(sortLink(readFacilityQuery({ sort: 'volume' }), 'volume')).toBe('sort=volume&order=desc');
    expect(sortLink(readFacilityQuery({ sort: 'volume', order: 'desc' }), 'volume')).toBe('sort=volume');
    expect(sortLink(readFacilityQuery({ sort: 'alarm' }), 'alarm')).toBe('sort=alarm&order=asc');
  });
});
