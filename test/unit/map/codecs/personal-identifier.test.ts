import { describe, expect, it } from '@jest/globals';
import { personalIdentifierCodec } from '../../../../src/map/codecs/personal-identifier.ts';
import { createPrimitives } from '../../../../src/map/codecs/primitive.ts';
import { EMPTY_ROW, Episode } from '../../../../src/map/episode.ts';
import { SYSTEMS } from '../../../support/claim-mapping.ts';

const codec = personalIdentifierCodec(SYSTEMS, createPrimitives(SYSTEMS));
const scope = { episode: new Episode({ facility: '99001', key: 'K1', format: 'document-xml' }), row: EMPTY_ROW };

describe('the number of an identity paper', () => {
  it.each([
    ['a personal number', '000000000001', 'cccd'],
    ['an old identity card', '000000001', 'cmnd'],
    ['a passport', 'B1234567', 'personalIdText'],
    ['anything else', ' số giả; 1', 'personalIdText'],
  ])('%s', (_name, text, system) => {
    const person: Record<string, unknown> = {};
    expect(codec.write({ parent: person, name: 'paper' }, text, scope)).toBe('exact');
    expect(person['paper']).toMatchObject({ system: SYSTEMS.systems[system], value: text });
    expect(codec.read({ parent: person, name: 'paper' })).toBe(text);
  });

  it('stands beside what else is told of the paper', () => {
    const paper: Record<string, unknown> = {
      use: 'official',
      type: { coding: [{ code: '1' }] },
      period: { start: '2021' },
    };
    codec.write({ parent: paper, name: '' }, '000000000001', scope);
    expect(paper).toMatchObject({ use: 'official', period: { start: '2021' }, value: '000000000001' });
    expect(paper['type']).toEqual({ coding: [expect.objectContaining({ code: 'NI' }), { code: '1' }] });
    expect(codec.read({ parent: paper, name: '' })).toBe('000000000001');
  });

  it('is not there', () => {
    expect(codec.read({ parent: {}, name: 'paper' })).toBeUndefined();
    expect(codec.read({ parent: { use: 'official' }, name: '' })).toBeUndefined();
  });
});
