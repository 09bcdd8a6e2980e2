import { createHash, randomBytes } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { deriveLogicalId } from '../../src/fhir/logical-id.ts';
import type { SubmissionToStore } from '../../src/types/intake.ts';

/** Codes of the placeholder facilities that send. */
export const FACILITIES = Array.from({ length: 200 }, (_, index) => `99${String(index).padStart(3, '0')}`);
/** Where every record is owed. */
export const DESTINATIONS = ['province', 'nation'] as const;

const CLAIM_ROWS = 84;
const TYPES = ['Observation', 'MedicationRequest', 'Procedure', 'ServiceRequest', 'ChargeItem', 'Condition'] as const;

function claimBytes(): Buffer {
  const rows = Array.from({ length: CLAIM_ROWS }, (_, row) => {
    const code = randomBytes(6).toString('hex');
    return `<CHI_TIET_DVKT><STT>${row}</STT><MA_DICH_VU>${code}</MA_DICH_VU><TEN_DICH_VU>Định lượng Glucose [Máu]</TEN_DICH_VU>
      <SO_LUONG>1</SO_LUONG><DON_GIA_BV>21500</DON_GIA_BV><NGAY_YL>202611220812</NGAY_YL><MA_BAC_SI>${code}</MA_BAC_SI>
      <KET_QUA/><MA_MAY/><DON_VI_DO/><TYLE_TT>100</TYLE_TT><T_BHTT>17200</T_BHTT><MA_KHOA>K03</MA_KHOA></CHI_TIET_DVKT>`;
  });
  return Buffer.from(`<NOIDUNGFILE>${Buffer.from(rows.join('')).toString('base64')}</NOIDUNGFILE>`);
}

function resourcesOf(facility: string, key: string, count: number): Resource[] {
  return Array.from({ length: count }, (_, row) => ({
    resourceType: TYPES[row % TYPES.length] as 'Observation',
    id: deriveLogicalId(facility, key, 'XML3', String(row)),
    identifier: [{ system: 'https://lienthong.example/fhir/NamingSystem/ma-lk', value: `${key}-${row}` }],
    status: 'final',
    code: {
      coding: [
        { system: 'https://lienthong.example/fhir/CodeSystem/dvkt', code: `23.${row}.1494`, display: 'Glucose' },
      ],
      text: 'Định lượng Glucose [Máu]',
    },
    subject: { reference: `Patient/${facility}-${key}` },
    encounter: { reference: `Encounter/${facility}-${key}` },
    effectiveDateTime: '2026-11-22T08:12:00+07:00',
    performer: [{ reference: `Practitioner/${facility}-00${row % 7}` }],
    valueQuantity: { value: row + 0.5, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    extension: [
      {
        url: 'https://lienthong.example/fhir/StructureDefinition/claim-price',
        valueString: randomBytes(4).toString('hex'),
      },
    ],
  }));
}

/** One claim of ~40 KB (base64 tables) mapped to so many resources, of a patient of its own. */
export function buildSubmission(number: number, resources: number): SubmissionToStore {
  const facility = FACILITIES[number % FACILITIES.length] as string;
  const key = v7();
  const bytes = claimBytes();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    id: v7(),
    facility,
    idempotencyKey: sha256,
    sha256,
    bytes,
    contentType: 'application/xml',
    channel: 'submissions',
    format: 'claim-xml',
    state: 'accepted',
    receivedAt: Date.now(),
    response: null,
    outcome: null,
    records: [
      {
        id: v7(),
        key,
        kind: 'claim',
        position: 1,
        count: CLAIM_ROWS,
        state: 'accepted',
        outcome: '{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}',
        resources: resourcesOf(facility, key, resources),
        deletes: [],
        replacesEpisode: true,
        patient: `Patient/${facility}-${key}`,
        mapping: 'claim-xml/4750@1',
        policy: 'default@1+0/enforced',
        broken: [],
        unmapped: [],
        owed: DESTINATIONS.map((destination) => ({ destination, deadline: Date.now() + 86_400_000 })),
        evidence: {
          source: 'claim',
          encounter: key,
          endOfCare: Date.now(),
          level: 1,
          sectionsDue: ['administrative', 'orders'],
          sectionsPresent: ['administrative', 'orders'],
          identity: true,
          signed: false,
        },
      },
    ],
  };
}
