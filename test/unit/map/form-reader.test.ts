import { describe, expect, it } from '@jest/globals';
import { claimRecord, mapClaim } from '../../support/claim-mapping.ts';
import { mapForm, rebuild } from '../../support/form-tables.ts';

type Node = Record<string, unknown>;
const copyOf = (resources: readonly unknown[]) => JSON.parse(JSON.stringify(resources)) as Node[];
const ROW = { MA_LK: 'LK1', STT: '1', HO_TEN: 'NGUYỄN VĂN THỬ', NGAY_SINH: '19800101', NGAY_RA: '202607051000' };

describe('a form is rebuilt from FHIR that was worked on', () => {
  const mapped = () => copyOf(mapClaim(claimRecord({ XML1: [ROW] })).resources);
  const fieldsOf = (resources: readonly Node[]) =>
    Object.fromEntries(rebuild(resources).forms[0]?.record.tables.get('XML1')?.rows[0]?.fields ?? []);

  it('a corrected value counts, not the text of the sender beside the old one', () => {
    expect(fieldsOf(mapped())['NGAY_SINH']).toBe('19800101');
    const corrected = mapped().map((resource) =>
      resource['resourceType'] === 'Patient' ? { ...resource, birthDate: '1981-02-03' } : resource,
    );
    expect(fieldsOf(corrected)['NGAY_SINH']).toBe('198102030000');
  });

  it('in any order of resources, and without what the store left out', () => {
    const left = mapped()
      .filter(({ resourceType }) => resourceType !== 'DocumentReference')
      .reverse();
    expect(rebuild(left).forms).toMatchObject([{ isReturned: true, record: { format: 'claim-xml', key: 'LK1' } }]);
    expect(fieldsOf(left)).toMatchObject({ MA_LK: 'LK1', HO_TEN: 'NGUYỄN VĂN THỬ', MA_BN: '' });
  });

  it('a health check without its source document is a health check', () => {
    const record = {
      ...claimRecord({ 'KSK.XML2': [{ MA_LK: 'LK1', NGAY_VAO: '202607010815' }] }),
      format: 'health-check-xml' as const,
    };
    const left = copyOf(mapForm(record).resources).filter(({ resourceType }) => resourceType !== 'DocumentReference');
    expect(rebuild(left).forms.map((form) => [form.record.format, [...form.record.tables.keys()]])).toEqual([
      ['health-check-xml', ['KSK.XML2']],
    ]);
  });
});
