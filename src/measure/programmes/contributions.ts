import { toLocalDay } from '../../fhir/local-time.ts';
import type { ProgrammeHolding } from '../../types/programme.ts';
import type { RecordKind } from '../../types/submission.ts';
import type { Counts } from './counts.ts';
import type { KnownRecord } from './record-history.ts';

/** What something adds, and the day on which it was first accepted: there it counts. */
export interface Contribution {
  readonly day: string;
  readonly counts: Readonly<Counts>;
}

/** Kinds whose records have to be here by an instant, with the name under which they are counted. */
const DUE: Partial<Readonly<Record<RecordKind, string>>> = {
  'birth-certificate': 'births',
  'death-notice': 'deaths',
  'health-check': 'checks',
};

/**
 * What an encounter adds: itself, whether anything of it has a well-formed number, whether drugs were ordered in care without a bed,
 * whether it was at a distance. Undefined when none of the records tells of it as an encounter.
 */
export function encounterContribution(encounter: string, records: readonly KnownRecord[]): Contribution | undefined {
  const telling = records.filter(
    ({ newest }) => newest.ofCare && newest.encounter === encounter && newest.told.care !== undefined,
  );
  if (telling.length === 0) return undefined;
  const told = telling.map(({ newest }) => newest.told);
  const naming = telling.flatMap(({ versions }) => versions.filter((version) => version.encounter === encounter));
  const isOutpatient = told.some(({ care }) => care !== 'other');
  return {
    day: toLocalDay(Math.min(...naming.map(({ acceptedAt }) => acceptedAt))),
    counts: {
      encounters: 1,
      ...(telling.some(({ newest }) => newest.identity) && { identified: 1 }),
      ...(isOutpatient && told.some(({ drugs }) => drugs === true) && { withDrugs: 1 }),
      ...(told.some(({ care }) => care === 'telehealth') && { telehealth: 1 }),
    },
  };
}

/** What a record adds by itself: prescriptions, papers and checks with whether they were here in time. */
export function recordContribution({ newest, since, receivedAt }: KnownRecord): Contribution {
  const { kind, told } = newest;
  const name = DUE[kind];
  const counts: Counts = {};
  if (told.prescriptions !== undefined) counts['prescriptions'] = told.prescriptions;
  if (told.driver === true) counts['driverChecks'] = 1;
  if (name !== undefined) {
    counts[told.due === undefined ? `${name}Untold` : name] = 1;
    if (told.due !== undefined && receivedAt <= told.due) counts[`${name}OnTime`] = 1;
  }
  return { day: toLocalDay(since), counts };
}

/** Of which residents a record tells, and what it tells of residents that it does not name. */
export interface ResidentContribution {
  readonly holdings: readonly ProgrammeHolding[];
  readonly counts: Readonly<Counts>;
}

/** A health book and a vaccination are counted by person; the doses are counted too. */
export function residentContribution({ newest }: KnownRecord): ResidentContribution {
  const { kind, told, facility, key, acceptedAt } = newest;
  const holdings: ProgrammeHolding[] = [];
  const counts: Counts = {};
  const tells = [
    ...(kind === 'health-book' ? (['book'] as const) : []),
    ...(told.doses === undefined ? [] : (['vaccination'] as const)),
  ];
  for (const what of tells) {
    if (told.subject === undefined) counts[`${what}Untold`] = 1;
    else holdings.push({ what, subject: told.subject, facility, key, commune: told.commune ?? '', acceptedAt });
  }
  if (told.doses !== undefined) counts['doses'] = told.doses;
  return { holdings, counts };
}
