import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { isProtected, protectingLabels } from '../../../../src/fhir/protected.ts';
import { visibleTo } from '../../../../src/forward/confidentiality.ts';
import type { FormRecord } from '../../../../src/types/source-record.ts';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, resourcesOf, rowOf } from '../../../support/field-homes.ts';
import { leasedDelivery } from '../../../support/leased-delivery.ts';

/** Says of the person all that the protected forms repeat. */
const XML1 = [
  {
    MA_LK: 'LK1',
    MA_BN: 'BN1',
    HO_TEN: 'NGUYỄN VĂN THỬ NGHIỆM',
    SO_CCCD: '000000000001',
    NGAY_SINH: '198001010000',
    GIOI_TINH: '1',
    DIA_CHI: 'Số 0 Đường Thử Nghiệm',
    MA_THE_BHYT: 'XX0000000000001',
    NGAY_VAO: '202607010800',
    NGAY_RA: '202607011000',
  },
];
const XML6 = [rowOf(readFieldHomes('xml6-hiv-care.yaml'))];
const XML15 = [rowOf(readFieldHomes('xml15-tuberculosis.yaml'))];
/** The same facts said otherwise, elements that no form has, and a faulty code. */
const ODD = XML6.map((row) => ({
  ...row,
  DIA_CHI: 'Nơi khác',
  SO_CCCD: '',
  GIOI_TINH: '2',
  TEN_LA: 'x',
  MA_LOAI_BN: '99',
}));

const fileOf = (table: string, rows: number) => ({ kind: table, table, rows, content: 'base64' as const });

/** A record as a file brings it: with what stood around its tables. */
function sent(tables: Parameters<typeof claimRecord>[0]): FormRecord {
  const record = claimRecord(tables);
  const files = Object.entries(tables).map(([table, rows]) => fileOf(table, rows.length));
  return { ...record, envelope: { ...record.envelope, files } };
}

const openOf = (record: FormRecord) => mapClaim(record).resources.filter((resource) => !isProtected(resource));
const referencesOf = (resources: readonly Resource[]) =>
  [...JSON.stringify(resources).matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference);

describe('what tells of HIV or tuberculosis is told to nobody', () => {
  it.each([
    ['XML6', { XML6 }, 15],
    ['XML15', { XML15 }, 7],
    ['both', { XML6, XML15 }, 22],
    ['XML6, oddly filled', { XML6: ODD }, 15],
  ])('%s: every resource of it carries the label', (_name, tables, least) => {
    const open = new Set(openOf(sent({ XML1 })).map(({ resourceType, id }) => `${resourceType}/${id}`));
    const own = mapClaim(sent({ XML1, ...tables })).resources.filter(
      ({ resourceType, id }) => !open.has(`${resourceType}/${id}`),
    );
    expect(own.length).toBeGreaterThanOrEqual(least);
    expect(own.filter((resource) => !isProtected(resource))).toEqual([]);
  });

  it.each([
    ['XML6', { XML6 }],
    ['XML15', { XML15 }],
    ['both', { XML6, XML15 }],
    ['XML6, oddly filled', { XML6: ODD }],
  ])('%s: what is open is the same, to the letter, as if the form had not come', (_name, tables) => {
    expect(openOf(sent({ XML1, ...tables }))).toEqual(openOf(sent({ XML1 })));
  });

  it.each([
    ['XML6', { XML6 }],
    ['XML15', { XML15 }],
  ])('%s alone: no open resource names the form or points into it', (name, tables) => {
    const { resources } = mapClaim(sent(tables));
    const open = resources.filter((resource) => !isProtected(resource));
    const hidden = new Set(resources.filter(isProtected).map(({ resourceType, id }) => `${resourceType}/${id}`));
    expect(hidden.size).toBeGreaterThan(5);
    expect(referencesOf(open).filter((reference) => hidden.has(String(reference)))).toEqual([]);
    expect(JSON.stringify(open)).not.toMatch(new RegExp(`HIV|ARV|[Ll]ao\\b|${name}|${name.toLowerCase()}\\b`));
  });

  it('a destination gets what is open, and no more', () => {
    const { resources } = mapClaim(sent({ XML1, XML6, XML15 }));
    const delivery = leasedDelivery({ resources });
    expect(visibleTo([], delivery).resources).toEqual(openOf(sent({ XML1 })));
  });

  it('one to which the configuration lets restricted facts leave gets all that came', () => {
    const { resources } = mapClaim(sent({ XML1, XML6, XML15 }));
    const labels = new Set(resources.flatMap(protectingLabels));
    expect(visibleTo([...labels], leasedDelivery({ resources })).resources).toEqual(resources);
  });

  it('people, facility and visit are those of XML1, so the label is on none of them', () => {
    const { resources } = mapClaim(sent({ XML1, XML6, XML15 }));
    for (const type of ['Patient', 'Encounter', 'Organization'] as const) {
      expect(resourcesOf(resources, type).map(isProtected)).toEqual([false]);
    }
  });
});
