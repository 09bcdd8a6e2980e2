import type { Resource } from '@medplum/fhirtypes';
import { startOfLocalDay } from '../../fhir/local-time.ts';
import type { MappedRecord } from '../../types/mapped-record.ts';
import type { EpochMs, RecordKind } from '../../types/submission.ts';

const DAY_MS = 86_400_000;

/** When the event of a resource was, as it tells itself: end of care, or date of a paper. */
type TellWhen = (resource: Resource) => string | undefined;

const endOfCare: TellWhen = (resource) => (resource.resourceType === 'Encounter' ? resource.period?.end : undefined);
const dateOfPaper: TellWhen = (resource) => (resource.resourceType === 'Composition' ? resource.date : undefined);
const dateOfPrescription: TellWhen = (resource) =>
  resource.resourceType === 'MedicationRequest' || resource.resourceType === 'RequestGroup'
    ? resource.authoredOn
    : undefined;

const TELL_WHEN: Partial<Readonly<Record<RecordKind, TellWhen>>> = {
  document: dateOfPaper,
  'death-notice': dateOfPaper,
  'birth-certificate': dateOfPaper,
  prescription: dateOfPrescription,
};

/**
 * The instant from which the deadline of a record runs: the end of care, or the date of the paper that it is; null when the
 * record tells none. The latest of several; of a day without a time its last millisecond, Asia/Ho_Chi_Minh.
 */
export function careEventOf(kind: RecordKind, { evidence, resources }: MappedRecord): EpochMs | null {
  if (evidence !== null && evidence.endOfCare !== null) return evidence.endOfCare;
  const tellWhen = TELL_WHEN[kind] ?? endOfCare;
  const told = resources.map((resource) => readMoment(tellWhen(resource))).filter((moment) => moment !== null);
  return told.length === 0 ? null : Math.max(...told);
}

function readMoment(text: string | undefined): EpochMs | null {
  if (text === undefined) return null;
  const moment = text.includes('T') ? Date.parse(text) : endOfDay(text);
  return Number.isNaN(moment) ? null : moment;
}

/** NaN for a month or a year: it does not tell when. */
function endOfDay(text: string): EpochMs {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? startOfLocalDay(text) + DAY_MS - 1 : Number.NaN;
}
