import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { buildCapabilityStatement } from '../../../src/receive/capability-statement.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { claimRecord, mapClaim } from '../../support/claim-mapping.ts';
import { briefOf, errorsOf, readOwn } from '../../support/own-package.ts';
import { runLine } from '../../support/whole-line.ts';

// As strict as other validators are: an extension that nobody defined is an error.
const validator = await createValidator({ packages: [PATHS.profiles] });
const SAMPLES = join(PATHS.root, 'test', 'cases', 'claim-xml');

const errorsIn = (resources: readonly unknown[]) =>
  resources.flatMap((resource) => briefOf(errorsOf(validator.issues(resource))));

describe('what the gateway writes is valid by the package that it publishes', () => {
  it.each(readdirSync(SAMPLES))('%s', async (name) => {
    const { records } = await runLine('00000', readFileSync(join(SAMPLES, name)));
    const resources = records.flatMap(({ mapped }) => mapped.resources);
    expect(resources.length).toBeGreaterThan(0);
    // NGAY_RA lies before NGAY_VAO in the faulty file; nothing else is wrong with what is made of it.
    const isFaulty = name.includes('faulty');
    expect(errorsIn(resources)).toEqual(
      isFaulty ? ['LT-V030 Encounter.period per-1', 'LT-V030 Claim.billablePeriod per-1'] : [],
    );
  });

  it('the limits in its statement of what it can do', () => {
    const statement = buildCapabilityStatement({
      publicUrl: 'http://127.0.0.1:8080',
      version: '0.1.0',
      base: String(readOwn('identifiers.json')['base']),
      limits: parseConfigFile('').limits,
      startedAt: 0,
    });
    const [own, ...others] = statement.extension ?? [];
    expect(others).toEqual([]);
    expect(own?.url).toMatch(/\/gateway-limits$/);
    const definition = readOwn('StructureDefinition-gateway-limits.json');
    const differential = definition['differential'] as StructureDefinition['differential'];
    const defined = differential?.element.flatMap(({ sliceName = [] }) => sliceName);
    expect(own?.extension?.map(({ url }) => url)).toEqual(defined);
    expect(errorsIn([statement]).filter((error) => error.includes('CapabilityStatement.extension'))).toEqual([]);
  });

  it('every kind of element that no form has, and every code that no list has', () => {
    const header = { MA_LK: 'LK1', MA_BN: 'BN1', HO_TEN: 'A', NGAY_VAO: '202607010800', NGAY_RA: '202607020800' };
    const { resources } = mapClaim(
      claimRecord({
        XML1: [{ ...header, MA_LOAI_KCB: '77', KET_QUA_DTRI: '9', MA_LOAI_RV: '9', MA_KHUVUC: 'K9', MA_DANTOC: '77' }],
        XML2: [{ TEN_THUOC: 'A', MA_VENDOR: 'x', PHAM_VI: '7', MA_PTTT: '0', NGUON_CTRA: '8', DUONG_DUNG: '2.17' }],
        XML3: [{ TEN_DICH_VU: 'B', MA_NHOM: '5', PP_VO_CAM: '9', MA_VENDOR: 'y' }],
        XML4: [{ TEN_CHI_SO: 'C', GIA_TRI: '<5', MA_VENDOR: 'z' }],
        XML5: [{ DIEN_BIEN_LS: 'D', MA_VENDOR: 'z' }],
        XML7: [{ MA_LK: 'LK1', SO_LUU_TRU: '1', MA_VENDOR: 'z' }],
      }),
    );
    expect(resources.length).toBeGreaterThan(8);
    expect(errorsIn(resources)).toEqual([]);
  });
});
