import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bindingStrengthOf, readCodeListFiles } from '../../../scripts/profiles/code-list-file.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { ownDefinitions, readOwn } from '../../support/own-package.ts';

const files = readCodeListFiles(join(PATHS.mappings, 'codes'));
const base = String(readOwn('identifiers.json')['base']);
const codeSystems = ownDefinitions('CodeSystem').map(([, one]) => one);
const valueSets = ownDefinitions('ValueSet').map(([, one]) => one);

/** `content` of the versions of a list, and how firmly it is bound. */
const CASES: readonly [list: string, system: string, contents: readonly string[], strength: string][] = [
  ['KET_QUA_DTRI', 'ket-qua-dtri', ['complete'], 'required'],
  ['LOAIHOSO', 'bieu-mau', ['complete'], 'required'],
  ['MA_XU_TRI', 'ma-xu-tri', ['complete', 'complete'], 'extensible'],
  ['MA_LOAI_KCB', 'ma-loai-kcb', ['fragment', 'fragment'], 'extensible'],
  ['MA_KHOA', 'ma-khoa', ['fragment'], 'extensible'],
  ['MA_TAI_NAN', 'ma-tai-nan', ['fragment'], 'extensible'],
  ['MA_DICH_VU', 'ma-dich-vu', ['not-present'], 'preferred'],
  ['ICD10_VN', 'icd10-vn', [], 'preferred'],
];

describe('code systems and value sets of the national lists', () => {
  it.each(CASES)('%s', (list, slug, contents, strength) => {
    const file = files.find((one) => one.list === list);
    if (file === undefined) throw new Error('no such list');
    const made = codeSystems.filter(({ url }) => url === `${base}/CodeSystem/${slug}`);
    expect(made.map(({ content }) => content)).toEqual(contents);
    expect(bindingStrengthOf(file)).toBe(strength);
  });

  it('every list has a value set for each of its versions', () => {
    expect(valueSets).toHaveLength(files.flatMap(({ versions }) => versions).length);
  });

  it('a list that may lack codes is never bound as required', () => {
    const bound = ownDefinitions('StructureDefinition').flatMap(([, one]) => [
      ...JSON.stringify(one).matchAll(/"strength":"required","valueSet":"([^"]+)"/g),
    ]);
    const systems = bound.map(([, valueSet = '']) => valueSet.replace('/ValueSet/', '/CodeSystem/'));
    expect(systems.length).toBeGreaterThan(3);
    const incomplete = codeSystems.filter(({ content }) => content !== 'complete').map(({ url }) => url);
    expect(systems.filter((system) => incomplete.includes(system))).toEqual([]);
  });

  it('a list that changed has a version for each period, with its days', () => {
    const versions = codeSystems.filter(({ url }) => url === `${base}/CodeSystem/ma-loai-kcb`);
    const told = versions.map(({ id, version, extension }) => [
      id,
      version,
      (extension as { valuePeriod: object }[])[0],
    ]);
    expect(told).toEqual([
      ['ma-loai-kcb-2026-07-31', '2026-07-31', expect.objectContaining({ valuePeriod: { end: '2026-07-31' } })],
      ['ma-loai-kcb', '2026-08-01', expect.objectContaining({ valuePeriod: { start: '2026-08-01' } })],
    ]);
  });

  it('keeps codes as they are written', () => {
    const { concept } = readOwn('CodeSystem-ma-doituong-kcb-2025-10-16.json') as { concept: { code: string }[] };
    expect(concept.map(({ code }) => code)).toEqual(expect.arrayContaining(['1.1', '1.10', '2']));
  });
});
