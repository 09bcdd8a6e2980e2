import type {
  AllergyIntolerance,
  CodeableConcept,
  Condition,
  DiagnosticReport,
  Encounter,
  FamilyMemberHistory,
  Immunization,
  Medication,
  MedicationRequest,
  MedicationStatement,
  Observation,
  Procedure,
  Resource,
} from '@medplum/fhirtypes';
import { meaningOf, newestOfEach } from './newest.ts';
import { type Lookup, type Section, sectionOf } from './section.ts';
import { codesOf, dayOf, resultOf, wordOf } from './wording.ts';

type Prescribed = MedicationRequest | MedicationStatement;

/**
 * The sections of the summary in the order of the International Patient Summary: three that always stand, then what there is.
 * @source https://hl7.org/fhir/uv/ips/STU1.1/StructureDefinition-Composition-uv-ips.html
 */
export const SECTIONS: readonly Section[] = [
  sectionOf<AllergyIntolerance>({
    code: '48765-2',
    title: 'Dị ứng',
    required: true,
    type: 'AllergyIntolerance',
    columns: ['Tác nhân', 'Ghi chú', 'Tình trạng', 'Ngày ghi nhận'],
    meaning: ({ code }) => meaningOf(code),
    cells: (allergy, lookup) => [
      wordOf(allergy.code),
      noteOf(allergy),
      statusOf(allergy.clinicalStatus),
      day(allergy, lookup),
    ],
  }),
  medications(),
  sectionOf<Condition>({
    code: '11450-4',
    title: 'Bệnh tật và các vấn đề sức khỏe',
    required: true,
    type: 'Condition',
    columns: ['Bệnh, vấn đề', 'Mã', 'Tình trạng', 'Ghi chú', 'Ngày'],
    meaning: ({ code }) => meaningOf(code),
    cells: (condition, lookup) => [
      wordOf(condition.code),
      codesOf(condition.code),
      statusOf(condition.clinicalStatus),
      noteOf(condition),
      day(condition, lookup),
    ],
  }),
  sectionOf<Immunization>({
    code: '11369-6',
    title: 'Tiêm chủng',
    type: 'Immunization',
    columns: ['Vắc xin', 'Mũi', 'Tình trạng', 'Ngày'],
    meaning: (dose, lookup) => joined([meaningOf(dose.vaccineCode), lookup.when(dose), doseOf(dose)]),
    cells: (dose, lookup) => [
      wordOf(dose.vaccineCode),
      doseOf(dose),
      DOSE_STATUS[dose.status ?? ''] ?? '',
      day(dose, lookup),
    ],
  }),
  sectionOf<Procedure>({
    code: '47519-4',
    title: 'Phẫu thuật, thủ thuật',
    type: 'Procedure',
    belongs: ({ status }) => status !== 'not-done',
    columns: ['Tên', 'Mã', 'Ngày'],
    meaning: (procedure, lookup) => joined([meaningOf(procedure.code), lookup.when(procedure)]),
    cells: (procedure, lookup) => [wordOf(procedure.code), codesOf(procedure.code), day(procedure, lookup)],
  }),
  results(),
  observations('8716-3', 'Sinh hiệu, chỉ số cơ thể', ['vital-signs']),
  observations('29762-2', 'Lối sống và yếu tố nguy cơ', ['social-history']),
  observations('29545-1', 'Khám thực thể', ['exam']),
  sectionOf<FamilyMemberHistory>({
    code: '10157-6',
    title: 'Tiền sử gia đình',
    type: 'FamilyMemberHistory',
    columns: ['Người mắc', 'Bệnh, dị ứng'],
    cells: ({ relationship, condition = [] }) => [
      wordOf(relationship),
      condition.map(({ code }) => wordOf(code)).join(', '),
    ],
  }),
  sectionOf<Encounter>({
    code: '46240-8',
    title: 'Các lần khám bệnh, chữa bệnh',
    type: 'Encounter',
    columns: ['Từ ngày', 'Đến ngày', 'Loại hình', 'Lý do', 'Nơi khám'],
    cells: ({ period, type = [], reasonCode = [], serviceProvider }, { find }) => [
      dayOf(period?.start),
      dayOf(period?.end),
      type.map(wordOf).join(', '),
      reasonCode.map(wordOf).join(', '),
      nameOf(find(serviceProvider?.reference)),
    ],
  }),
];

/** The newest of each drug that was prescribed or told to be taken. */
function medications(): Section {
  const isDrug = (resource: Resource): resource is Prescribed =>
    resource.resourceType === 'MedicationRequest' || resource.resourceType === 'MedicationStatement';
  const drugOf = (resource: Prescribed, { find }: Lookup): CodeableConcept | undefined =>
    resource.medicationCodeableConcept ??
    (find(resource.medicationReference?.reference) as Medication | undefined)?.code;
  return {
    code: '10160-0',
    title: 'Thuốc',
    required: true,
    columns: ['Thuốc', 'Cách dùng', 'Ngày'],
    choose: (resources, lookup) => {
      const drugs = resources.filter(isDrug).filter(({ status }) => status !== 'cancelled' && status !== 'draft');
      return newestOfEach(drugs, (drug) => meaningOf(drugOf(drug, lookup)), lookup);
    },
    cells: (resource, lookup) => {
      const drug = resource as Prescribed;
      const dosage = (drug.resourceType === 'MedicationRequest' ? drug.dosageInstruction : drug.dosage) ?? [];
      const usage = dosage.map(({ text, patientInstruction }) => joined([text, patientInstruction]));
      return [wordOf(drugOf(drug, lookup)), joined(usage), day(drug, lookup)];
    },
  };
}

/** The newest value of each index, and the newest conclusion of each service. */
function results(): Section {
  const isMeasured = (resource: Resource): resource is Observation =>
    resource.resourceType === 'Observation' && isOfCategory(resource, ['laboratory', 'imaging', 'procedure']);
  const isConcluded = (resource: Resource): resource is DiagnosticReport =>
    resource.resourceType === 'DiagnosticReport' && resource.conclusion !== undefined;
  return {
    code: '30954-2',
    title: 'Kết quả cận lâm sàng',
    columns: ['Chỉ số, dịch vụ', 'Kết quả', 'Kết luận', 'Ngày'],
    choose: (resources, lookup) => {
      const measured = newestOfEach(resources.filter(isMeasured), ({ code }) => meaningOf(code), lookup);
      const concluded = newestOfEach(resources.filter(isConcluded), ({ code }) => meaningOf(code), lookup);
      return [...measured, ...concluded];
    },
    cells: (resource, lookup) => {
      if (resource.resourceType === 'DiagnosticReport') {
        return [wordOf(resource.code), '', resource.conclusion ?? '', day(resource, lookup)];
      }
      const measured = resource as Observation;
      const conclusion = (measured.interpretation ?? []).map(wordOf);
      return [wordOf(measured.code), resultOf(measured), joined(conclusion), day(measured, lookup)];
    },
  };
}

/** The newest observation of each code of some categories. */
function observations(code: string, title: string, categories: readonly string[]): Section {
  return sectionOf<Observation>({
    code,
    title,
    type: 'Observation',
    belongs: (observation) => isOfCategory(observation, categories),
    columns: ['Nội dung', 'Giá trị', 'Ngày'],
    meaning: ({ code: what }) => meaningOf(what),
    cells: (observation, lookup) => [wordOf(observation.code), resultOf(observation), day(observation, lookup)],
  });
}

const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

function isOfCategory({ category = [] }: Observation, codes: readonly string[]): boolean {
  return category.some(({ coding = [] }) =>
    coding.some(({ system, code = '' }) => system === CATEGORY && codes.includes(code)),
  );
}

const STATUS: Readonly<Record<string, string>> = {
  active: 'đang có',
  recurrence: 'tái phát',
  relapse: 'tái phát',
  inactive: 'không còn hoạt động',
  remission: 'thuyên giảm',
  resolved: 'đã khỏi',
};

const DOSE_STATUS: Readonly<Record<string, string>> = { completed: 'đã tiêm', 'not-done': 'chưa tiêm' };

const statusOf = (status: CodeableConcept | undefined) => STATUS[status?.coding?.[0]?.code ?? ''] ?? '';

const noteOf = ({ note = [] }: AllergyIntolerance | Condition) => joined(note.map(({ text }) => text));

const day = (resource: Resource, { when }: Lookup) => dayOf(when(resource));

const joined = (texts: readonly (string | undefined)[]) => texts.filter((text) => text).join('; ');

function doseOf({ protocolApplied = [] }: Immunization): string {
  const [{ doseNumberString, doseNumberPositiveInt } = {}] = protocolApplied;
  return doseNumberString ?? (doseNumberPositiveInt === undefined ? '' : String(doseNumberPositiveInt));
}

function nameOf(resource: Resource | undefined): string {
  return resource?.resourceType === 'Organization' ? (resource.name ?? '') : '';
}
