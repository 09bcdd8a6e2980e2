import type { Patient, Resource } from '@medplum/fhirtypes';
import { codeSystemOf, type IdentifierSystems } from '../fhir/identifier-systems.ts';
import { personOf } from '../fhir/person.ts';
import { objectsAt, textAt } from '../map/unchecked-element.ts';
import type { DeadlineRule } from '../types/destination-config.ts';
import type { MappedRecord } from '../types/mapped-record.ts';
import type { ProgrammeEvidence } from '../types/programme.ts';
import type { EpochMs, RecordKind } from '../types/submission.ts';
import { careEventOf } from './deadline/care-event.ts';
import { deadlineOf } from './deadline/deadline-of.ts';
import type { WorkingCalendar } from './deadline/working-calendar.ts';

/** What a record tells of the further indicators; see `ProgrammeEvidence`. Pure. */
export type TellProgrammes = (kind: RecordKind, mapped: MappedRecord) => ProgrammeEvidence;

/**
 * Hours within which papers and checks have to be here.
 * @source TT 22/2025/TT-BYT, TT 25/2025/TT-BYT, NĐ 301/2026 (4 working hours); QĐ 1551/QĐ-BYT as amended by QĐ 2062/QĐ-BYT (24 hours)
 */
const TIMES: Partial<Readonly<Record<RecordKind, DeadlineRule>>> = {
  'birth-certificate': { records: ['birth-certificate'], hours: 4, of: 'working' },
  'death-notice': { records: ['death-notice'], hours: 4, of: 'working' },
  'health-check': { records: ['health-check'], hours: 24, of: 'clock' },
};

/** v3-ActCode of care without a bed. */
const OUTPATIENT: ReadonlySet<string> = new Set(['AMB', 'HH', 'FLD']);
const TELEHEALTH = 'VR';
const COMMUNE = /^\d{5}$/;
/** Care that was not given, or not yet. */
const NO_CARE: ReadonlySet<string> = new Set(['planned', 'cancelled', 'entered-in-error']);
/** Orders that never held. */
const NO_ORDER: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error', 'draft']);

/**
 * Reads what was mapped, whatever the form was. The person is told only of health books and vaccinations: nothing else is counted
 * by person, so nothing else needs to know.
 */
export function createProgrammeTelling(systems: IdentifierSystems, calendar: WorkingCalendar): TellProgrammes {
  const prescriptionCode = systems.systems['maDonThuoc'] ?? '';
  const checkType = codeSystemOf(systems, 'KSK_TYPE');
  const communeUrl = `${systems.base}/StructureDefinition/commune`;

  return (kind, mapped) => {
    const { resources } = mapped;
    const ofType = (type: Resource['resourceType']) => resources.filter(({ resourceType }) => resourceType === type);
    const doses = ofType('Immunization').filter((dose) => textAt(dose, 'status') === 'completed').length;
    const isDriver = kind === 'health-check' && resources.some((each) => isDriversCheck(each, checkType));
    const prescriptions = countCodes(resources, prescriptionCode);
    const hasDrugs = ofType('MedicationRequest').some((order) => !NO_ORDER.has(textAt(order, 'status') ?? ''));
    const patient = kind === 'health-book' || doses > 0 ? patientOf(mapped) : undefined;
    return withoutAbsent({
      care: mapped.evidence === null ? undefined : careOf(ofType('Encounter')),
      drugs: hasDrugs || undefined,
      prescriptions: prescriptions || undefined,
      driver: isDriver || undefined,
      due: dueOf(kind, mapped, calendar),
      doses: doses || undefined,
      person: patient && personIn(patient),
      commune: patient && communeOf(patient, communeUrl),
    });
  };
}

type Told = { readonly [Name in keyof ProgrammeEvidence]: ProgrammeEvidence[Name] | undefined };

function withoutAbsent(told: Told): ProgrammeEvidence {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function careOf(told: readonly Resource[]): ProgrammeEvidence['care'] {
  const encounters = told.filter((encounter) => !NO_CARE.has(textAt(encounter, 'status') ?? ''));
  if (encounters.length === 0) return undefined;
  const codes = encounters.map((encounter) => textAt(encounter, 'class', 'code') ?? '');
  if (codes.includes(TELEHEALTH)) return 'telehealth';
  return codes.some((code) => OUTPATIENT.has(code)) ? 'outpatient' : 'other';
}

/** Each code once: it is the same in capital letters. */
function countCodes(resources: readonly Resource[], system: string): number {
  const codes = new Set<string>();
  for (const resource of resources) {
    for (const identifier of [...objectsAt(resource, 'identifier'), ...objectsAt(resource, 'groupIdentifier')]) {
      if (identifier['system'] !== system) continue;
      const code = textAt(identifier, 'value');
      if (code !== undefined && code !== '') codes.add(code.toLowerCase());
    }
  }
  return codes.size;
}

function isDriversCheck(resource: Resource, system: string): boolean {
  const codings = objectsAt(resource, 'category').flatMap((category) => objectsAt(category, 'coding'));
  return codings.some((coding) => coding['system'] === system && coding['code'] === 'Driver');
}

/** Of a check that tells no end, from its beginning: whoever keeps that time kept the other too. */
function dueOf(kind: RecordKind, mapped: MappedRecord, calendar: WorkingCalendar): EpochMs | undefined {
  const rule = TIMES[kind];
  if (rule === undefined) return undefined;
  const event = careEventOf(kind, mapped) ?? (kind === 'health-check' ? beginningOf(mapped) : undefined);
  return event === undefined ? undefined : deadlineOf(rule, event, calendar);
}

function beginningOf({ resources }: MappedRecord): EpochMs | undefined {
  const starts = resources
    .filter(({ resourceType }) => resourceType === 'Encounter')
    .map((encounter) => textAt(encounter, 'period', 'start') ?? '')
    .filter((text) => text.includes('T'))
    .map((text) => Date.parse(text));
  const known = starts.filter((start) => !Number.isNaN(start));
  return known.length === 0 ? undefined : Math.max(...known);
}

function patientOf({ resources, patient }: MappedRecord): Resource | undefined {
  return resources.find(({ resourceType, id }) => resourceType === 'Patient' && `Patient/${id}` === patient);
}

/** The resources of a Bundle need not be of the right shape: what is not is read as absent. */
function personIn(patient: Resource): ProgrammeEvidence['person'] {
  const identifier = objectsAt(patient, 'identifier').map((each) => ({
    system: textAt(each, 'system') ?? '',
    value: textAt(each, 'value') ?? '',
  }));
  const told: Patient = { resourceType: 'Patient', identifier, birthDate: textAt(patient, 'birthDate') ?? '' };
  return personOf(told);
}

/** Of the permanent address before others; a code of five digits. */
function communeOf(patient: Resource, url: string): string | undefined {
  const addresses = objectsAt(patient, 'address');
  const ordered = [...addresses.filter(({ use }) => use === 'home'), ...addresses.filter(({ use }) => use !== 'home')];
  const codes = ordered
    .flatMap((address) => objectsAt(address, 'extension'))
    .filter((extension) => extension['url'] === url)
    .map((extension) => textAt(extension, 'valueCoding', 'code') ?? '');
  return codes.find((code) => COMMUNE.test(code));
}
