import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome, OperationOutcomeIssue, StructureDefinition } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator, type Validator } from '../../../src/validate/validator.ts';

const FOREIGN = 'https://example.org/StructureDefinition/named-patient';

/** A profile of somebody else: in English, with a translation of one constraint. */
const foreignProfile = {
  resourceType: 'StructureDefinition',
  url: FOREIGN,
  name: 'NamedPatient',
  status: 'draft',
  language: 'en',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: {
    element: [
      {
        id: 'Patient',
        path: 'Patient',
        constraint: [
          {
            key: 'ex-1',
            severity: 'error',
            human: 'A patient has a name',
            _human: {
              extension: [
                {
                  url: 'http://hl7.org/fhir/StructureDefinition/translation',
                  extension: [
                    { url: 'lang', valueCode: 'vi' },
                    { url: 'content', valueString: 'Người bệnh phải có tên' },
                  ],
                },
              ],
            },
            expression: 'name.exists()',
          },
          { key: 'pat-1', severity: 'warning', human: 'A patient has a gender', expression: 'gender.exists()' },
        ],
      },
    ],
  },
} as unknown as StructureDefinition;

const LOINC = 'http://loinc.org';
const quantity = { value: 1, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' };
const code = { coding: [{ system: LOINC, code: '2339-0' }] };

const REMEDY = {
  vi: 'Sửa nội dung tại vị trí này cho thỏa ràng buộc của FHIR hoặc của profile.',
  en: 'Correct what stands here so that the constraint of FHIR or of the profile holds.',
};

let validator: Validator;
beforeAll(async () => {
  validator = await createValidator({ packages: [PATHS.profiles] });
});

/** What an outcome says of a constraint: Vietnamese and English. */
function textsOf({ issue }: OperationOutcome, key: string): readonly (string | undefined)[] {
  const details = issue.find((one) => one.details?.coding?.[1]?.code === key)?.details as
    | (NonNullable<OperationOutcomeIssue['details']> & {
        readonly _text: { readonly extension: [{ readonly extension: [unknown, { readonly valueString: string }] }] };
      })
    | undefined;
  return [details?.text, details?._text.extension[0].extension[1].valueString];
}

describe('a constraint that does not hold is told in Vietnamese and English', () => {
  it.each([
    [
      'pat-1',
      { resourceType: 'Patient', contact: [{ gender: 'male' }] },
      'Không thỏa ràng buộc pat-1: Patient.contact phải có ít nhất một trong các phần tử name, telecom, address, organization.',
      'The constraint pat-1 does not hold: Patient.contact must have at least one of name, telecom, address and organization.',
    ],
    [
      'per-1',
      { resourceType: 'Patient', name: [{ text: 'A', period: { start: '2026-02-01', end: '2026-01-01' } }] },
      'Không thỏa ràng buộc per-1: Có cả start và end thì start không được sau end.',
      'The constraint per-1 does not hold: If both are present, start must not be after end.',
    ],
    [
      'obs-7',
      {
        resourceType: 'Observation',
        status: 'final',
        code,
        valueQuantity: quantity,
        component: [{ code, valueQuantity: quantity }],
      },
      'Không thỏa ràng buộc obs-7: component có cùng mã với Observation.code thì Observation không được có value[x] nữa.',
      'The constraint obs-7 does not hold: When a component has the same code as Observation.code, the Observation must not have a value[x].',
    ],
    [
      'dom-3',
      { resourceType: 'Patient', contained: [{ resourceType: 'Organization', id: 'a', name: 'A' }] },
      'Không thỏa ràng buộc dom-3: Tài nguyên trong contained phải được tham chiếu từ nơi khác trong tài nguyên chứa nó, hoặc phải tham chiếu tới tài nguyên chứa nó.',
      'The constraint dom-3 does not hold: A contained resource must be referred to from elsewhere in the resource, or must refer to the resource that contains it.',
    ],
    [
      'bdl-7',
      {
        resourceType: 'Bundle',
        type: 'collection',
        entry: [1, 2].map(() => ({
          fullUrl: 'urn:uuid:9d2d7a0c-6a5e-4d5b-8a11-6a1f0f6f3a01',
          resource: { resourceType: 'Patient' },
        })),
      },
      'Không thỏa ràng buộc bdl-7: Trong Bundle, fullUrl không được trùng nhau; các entry cùng fullUrl phải có meta.versionId khác nhau (trừ Bundle history).',
      'The constraint bdl-7 does not hold: fullUrl must be unique in a Bundle, or entries with the same fullUrl must have different meta.versionId (except in a history).',
    ],
    [
      'lt-con-1',
      {
        resourceType: 'Consent',
        meta: { profile: ['https://lienthong.example/fhir/StructureDefinition/lt-consent'] },
      },
      'Không thỏa ràng buộc lt-con-1: Phải có bằng chứng của sự đồng ý: văn bản nguồn (source[x]) hoặc lần xác minh (verification).',
      'The constraint lt-con-1 does not hold: There must be evidence of the consent: a source document (source[x]) or a verification.',
    ],
  ])('%s', (key, resource, vi, en) => {
    expect(textsOf(validator.validate(resource), key)).toEqual([`${vi} ${REMEDY.vi}`, `${en} ${REMEDY.en}`]);
  });

  it('of a profile of others by its translation, and without one as it is', () => {
    const outcome = validator.validate(
      { resourceType: 'Patient', meta: { profile: [FOREIGN] } },
      { resources: [foreignProfile] },
    );
    expect(textsOf(outcome, 'ex-1')).toEqual([
      `Không thỏa ràng buộc ex-1: Người bệnh phải có tên. ${REMEDY.vi}`,
      `The constraint ex-1 does not hold: A patient has a name. ${REMEDY.en}`,
    ]);
    expect(textsOf(outcome, 'pat-1')).toEqual([
      'Nên thỏa ràng buộc pat-1: A patient has a gender. Xem lại nội dung tại vị trí này.',
      'The constraint pat-1 should hold: A patient has a gender. Look again at what stands here.',
    ]);
  });
});
