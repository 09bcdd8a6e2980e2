import type { ClinicalImpression, Composition } from '@medplum/fhirtypes';
import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { CareContext } from './care-context.ts';
import { concept, LOINC } from './coding.ts';

/** A ClinicalImpression for each progress note. */
export function addNotes({ bundle, encounter, subject, visit, doctor }: CareContext): void {
  encounter.notes.forEach(({ at, text }, index) => {
    const note: Omit<ClinicalImpression, 'id'> = {
      resourceType: 'ClinicalImpression',
      status: 'completed',
      subject,
      encounter: visit,
      effectiveDateTime: toLocalInstant(at),
      assessor: doctor,
      summary: text,
    };
    bundle.add<ClinicalImpression>(note, encounter.key, `note-${index}`);
  });
}

/** The discharge summary of those who were admitted. @source https://hl7.org/fhir/R4/composition.html */
export function addDischargeSummary(context: CareContext): void {
  const { bundle, encounter, subject, visit, doctor } = context;
  if (encounter.admittedAt === null) return;
  const { illness, endedAt } = encounter;
  const summary: Omit<Composition, 'id'> = {
    resourceType: 'Composition',
    status: 'final',
    type: concept(LOINC, '18842-5', 'Tóm tắt hồ sơ bệnh án'),
    subject,
    encounter: visit,
    date: toLocalInstant(endedAt),
    author: [doctor],
    title: 'Tóm tắt hồ sơ bệnh án',
    section: [
      section('10164-2', 'Quá trình bệnh lý', illness.complaint),
      section('11535-2', 'Chẩn đoán ra viện', illness.main.text),
      section('8648-8', 'Phương pháp điều trị', illness.treatment),
    ],
  };
  bundle.add<Composition>(summary, encounter.key, 'discharge-summary');
}

function section(code: string, title: string, text: string) {
  const div = `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>`;
  return { title, code: concept(LOINC, code), text: { status: 'generated' as const, div } };
}
