import { describe, expect, it } from '@jest/globals';
import type { Appointment, Composition, Encounter, Resource, ServiceRequest } from '@medplum/fhirtypes';
import { claimRecord, mapClaim } from '../../../support/claim-mapping.ts';
import { readFieldHomes, rowOf } from '../../../support/field-homes.ts';
import { comparable, thereAndBack } from '../../../support/form-tables.ts';

const REFERRAL = rowOf(readFieldHomes('xml13-referral-letter.yaml'));
const SLIP = rowOf(readFieldHomes('xml14-revisit-slip.yaml'));
const XML1 = {
  MA_LK: 'LK1',
  MA_BN: 'BN1',
  CHAN_DOAN_RV: 'Viêm phổi',
  MA_BENH_CHINH: 'J18.9',
  NGAY_TAI_KHAM: '20260719',
};

function pick<T extends Resource>(resources: readonly Resource[], type: T['resourceType']): T[] {
  return resources.filter((resource): resource is T => resource.resourceType === type);
}

function expectBack(record: ReturnType<typeof claimRecord>): void {
  const again = thereAndBack(record);
  expect(again && comparable(again)).toEqual(comparable(record));
}

describe('XML13, the referral letter', () => {
  const record = claimRecord({ XML1: [XML1], XML13: [REFERRAL] });
  const { resources } = mapClaim(record);
  const [letter] = pick<Composition>(resources, 'Composition');
  const [referral] = pick<ServiceRequest>(resources, 'ServiceRequest');
  const [encounter] = pick<Encounter>(resources, 'Encounter');

  it('is a document about the referral, with its reason and where to', () => {
    expect(referral).toMatchObject({
      intent: 'order',
      category: [{ coding: [{ system: 'http://snomed.info/sct', code: '3457005' }] }],
      reasonCode: [{ coding: [{ code: '1' }] }],
      performer: [{ identifier: { value: '99003' } }],
    });
    const entries = letter?.section?.flatMap(({ entry = [] }) => entry.map(({ reference }) => reference));
    expect(entries).toContain(`ServiceRequest/${referral?.id}`);
    expect(referral?.supportingInfo).toEqual([{ reference: `Composition/${letter?.id}` }]);
  });

  it('does not confuse the letter that goes out with the one that came in', () => {
    expect(encounter?.basedOn).toEqual([{ identifier: { value: 'G1' } }]);
    expect(referral?.identifier?.[0]?.value).toBe('CT1');
    expect(letter?.identifier?.value).toBe('H1');
    expect(encounter?.hospitalization).toMatchObject({
      origin: { identifier: { value: '99002' } },
      destination: { identifier: { value: '99003' } },
    });
  });

  it('has an escort who takes part in the encounter', () => {
    expect(encounter?.participant).toMatchObject([{ type: [{ coding: [{ code: 'ESC' }] }] }]);
  });

  it.each([
    { PP_DIEUTRI: 'Kháng sinh', PP_DIEU_TRI: 'Kháng sinh' },
    { PP_DIEUTRI: 'Kháng sinh', PP_DIEU_TRI: '' },
    { PP_DIEUTRI: '', PP_DIEU_TRI: 'Kháng sinh' },
  ])('keeps PP_DIEUTRI and PP_DIEU_TRI apart: %j', (fields) => {
    expectBack(claimRecord({ XML1: [XML1], XML13: [{ ...REFERRAL, ...fields }] }));
  });
});

describe('XML14, the slip for a re-visit', () => {
  it('has an appointment beside that of NGAY_TAI_KHAM, each told by its own form', () => {
    const record = claimRecord({ XML1: [XML1], XML14: [SLIP] });
    const days = pick<Appointment>(mapClaim(record).resources, 'Appointment').map(
      ({ status, requestedPeriod }) => `${status} ${requestedPeriod?.[0]?.start}`,
    );
    expect(days.sort()).toEqual(['proposed 2026-07-19', 'proposed 2026-07-20T08:00:00+07:00']);
    expectBack(record);
  });

  it('is a document that leads to it', () => {
    const { resources } = mapClaim(claimRecord({ XML14: [SLIP] }));
    const [slip] = pick<Composition>(resources, 'Composition');
    const [appointment] = pick<Appointment>(resources, 'Appointment');
    expect(slip?.section?.[0]?.entry).toEqual([{ reference: `Appointment/${appointment?.id}` }]);
    expect(appointment).toMatchObject({ identifier: [{ value: 'HK1' }], reasonCode: [{ text: 'Viêm phổi' }] });
  });

  it('without a day has none made up', () => {
    const record = claimRecord({ XML1: [{ MA_LK: 'LK1', MA_BN: 'BN1' }], XML14: [{ ...SLIP, NGAY_HEN_KL: '' }] });
    const [appointment] = pick<Appointment>(mapClaim(record).resources, 'Appointment');
    expect(appointment?.requestedPeriod).toEqual([{ extension: [expect.objectContaining({ valueCode: 'unknown' })] }]);
    expectBack(record);
  });
});
