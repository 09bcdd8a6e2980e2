import { toLocalDay } from '../../src/fhir/local-time.ts';
import type { ProgrammeFigure } from '../../src/types/programme.ts';
import { isOfCareKind, type ProgrammeEvent } from './programme-histories.ts';

/** What the oracle says of an indicator. */
export type OracleFigure = Pick<
  ProgrammeFigure,
  'id' | 'numerator' | 'denominator' | 'untold' | 'byFacility' | 'byCommune'
>;

interface Question {
  readonly from: string;
  readonly to: string;
  readonly total: number | null;
  /** Population by commune. */
  readonly communes: Readonly<Record<string, number>>;
  /** Open facilities that announced driver checks. */
  readonly announced: readonly string[];
}

/** A record as known at the end of the period: what the newest version says, and since when there is any. */
interface Known {
  readonly newest: ProgrammeEvent;
  readonly since: number;
  readonly received: number;
}

/**
 * Every indicator, slowly and from the whole list: no state, no days, no sums of sums. The order of events is the order of their
 * versions; what was accepted after the period is not there.
 */
export function programmeOracle(events: readonly ProgrammeEvent[], asked: Question): readonly OracleFigure[] {
  const acceptedAt = (one: ProgrammeEvent) => one.releasedAt ?? one.receivedAt;
  const there = events.filter((one) => toLocalDay(acceptedAt(one)) <= asked.to);
  const known: Known[] = [];
  for (const id of new Set(there.map((one) => `${one.facility} ${one.key}`))) {
    const versions = there.filter((one) => `${one.facility} ${one.key}` === id);
    known.push({
      newest: versions[versions.length - 1] as ProgrammeEvent,
      since: Math.min(...versions.map(acceptedAt)),
      received: Math.min(...versions.map(({ receivedAt }) => receivedAt)),
    });
  }
  const isInPeriod = (since: number) => toLocalDay(since) >= asked.from && toLocalDay(since) <= asked.to;
  const inPeriod = known.filter(({ since }) => isInPeriod(since));
  const encounters = knownEncounters(known, there).filter(({ since }) => isInPeriod(since));

  const ofRecords = (id: ProgrammeFigure['id'], kind: ProgrammeEvent['kind']): OracleFigure => {
    const all = inPeriod.filter(({ newest }) => newest.kind === kind);
    const judged = all.filter(({ newest }) => newest.told.due !== undefined);
    const onTime = judged.filter(({ newest, received }) => received <= (newest.told.due as number));
    return {
      id,
      ...overFacilities(onTime.map(facilityOf), judged.map(facilityOf)),
      untold: all.length - judged.length,
    };
  };
  const ofEncounters = (id: ProgrammeFigure['id'], of: (one: Encounter) => boolean): OracleFigure => {
    const told = encounters.filter(of);
    return {
      id,
      ...overFacilities(
        told.map(({ facility }) => facility),
        encounters.map(({ facility }) => facility),
      ),
      untold: 0,
    };
  };
  const codes = inPeriod.flatMap(({ newest }) =>
    Array.from({ length: newest.told.prescriptions ?? 0 }, () => newest.facility),
  );
  const withDrugs = encounters.filter(({ isOutpatient, hasDrugs }) => isOutpatient && hasDrugs);
  const checking = new Set(inPeriod.filter(({ newest }) => newest.told.driver).map(facilityOf));

  return [
    residents(
      'health-book',
      known.filter(({ newest }) => newest.kind === 'health-book'),
      asked,
    ),
    {
      id: 'e-prescription',
      ...overFacilities(
        codes,
        withDrugs.map(({ facility }) => facility),
      ),
      untold: 0,
    },
    {
      id: 'driver-check',
      numerator: asked.announced.filter((facility) => checking.has(facility)).length,
      denominator: asked.announced.length,
      untold: 0,
      byFacility: asked.announced
        .toSorted()
        .map((facility) => fraction({ facility }, checking.has(facility) ? 1 : 0, 1)),
      byCommune: [],
    },
    ofRecords('birth-certificate', 'birth-certificate'),
    ofRecords('death-notice', 'death-notice'),
    ofRecords('health-check', 'health-check'),
    ofEncounters('identity', ({ identified }) => identified),
    ofEncounters('telehealth', ({ isRemote }) => isRemote),
    residents(
      'immunisation',
      known.filter(({ newest }) => newest.told.doses !== undefined),
      asked,
    ),
  ];
}

const facilityOf = ({ newest }: Known) => newest.facility;

interface Encounter {
  readonly facility: string;
  readonly since: number;
  readonly identified: boolean;
  readonly isOutpatient: boolean;
  readonly hasDrugs: boolean;
  readonly isRemote: boolean;
}

function knownEncounters(known: readonly Known[], there: readonly ProgrammeEvent[]): readonly Encounter[] {
  const telling = known.filter(({ newest }) => isOfCareKind(newest.kind) && newest.told.care !== undefined);
  const names = new Set(telling.map(({ newest }) => `${newest.facility} ${newest.encounter}`));
  return [...names].map((name) => {
    const records = telling.filter(({ newest }) => `${newest.facility} ${newest.encounter}` === name);
    const naming = there.filter((one) =>
      records.some(({ newest }) => one.key === newest.key && `${one.facility} ${one.encounter}` === name),
    );
    return {
      facility: name.slice(0, name.indexOf(' ')),
      since: Math.min(...naming.map((one) => one.releasedAt ?? one.receivedAt)),
      identified: records.some(({ newest }) => newest.identity),
      isOutpatient: records.some(({ newest }) => newest.told.care !== 'other'),
      hasDrugs: records.some(({ newest }) => newest.told.drugs),
      isRemote: records.some(({ newest }) => newest.told.care === 'telehealth'),
    };
  });
}

/** Each person once, in the commune that the newest of her records tells; one of another commune than those asked is not counted. */
function residents(id: ProgrammeFigure['id'], telling: readonly Known[], asked: Question): OracleFigure {
  const named = telling.filter(({ newest }) => newest.told.subject !== undefined);
  const people = new Set(named.map(({ newest }) => newest.told.subject as string));
  const homes = new Map<string, string>();
  for (const person of people) {
    const own = named.filter(({ newest }) => newest.told.subject === person && newest.told.commune !== undefined);
    const when = ({ newest }: Known) => newest.releasedAt ?? newest.receivedAt;
    const newest = own.toSorted(
      (a, b) =>
        when(b) - when(a) ||
        (a.newest.facility < b.newest.facility ? -1 : 1) * Number(a.newest.facility !== b.newest.facility) ||
        (a.newest.key < b.newest.key ? -1 : 1),
    )[0];
    homes.set(person, newest?.newest.told.commune ?? '');
  }
  const codes = Object.keys(asked.communes);
  const here = [...people].filter((person) => {
    const home = homes.get(person) as string;
    return codes.length === 0 || home === '' || codes.includes(home);
  });
  const shown =
    codes.length > 0 ? codes : [...new Set(here.map((person) => homes.get(person) as string))].filter(Boolean);
  const facilities = [...new Set(named.map(facilityOf))].toSorted();
  return {
    id,
    numerator: here.length,
    denominator: asked.total,
    untold: telling.length - named.length,
    byFacility: facilities.map((facility) => {
      const own = named.filter(({ newest }) => newest.facility === facility);
      return fraction({ facility }, new Set(own.map(({ newest }) => newest.told.subject)).size, null);
    }),
    byCommune: shown.toSorted().map((commune) => {
      const living = here.filter((person) => homes.get(person) === commune).length;
      return fraction({ commune }, living, asked.communes[commune] ?? null);
    }),
  };
}

function overFacilities(numerator: readonly string[], denominator: readonly string[]) {
  const facilities = [...new Set([...numerator, ...denominator])].toSorted();
  const count = (of: readonly string[], facility: string) => of.filter((one) => one === facility).length;
  return {
    numerator: numerator.length,
    denominator: denominator.length,
    byFacility: facilities.map((facility) =>
      fraction({ facility }, count(numerator, facility), count(denominator, facility)),
    ),
    byCommune: [],
  };
}

function fraction<Of extends object>(of: Of, numerator: number, denominator: number | null) {
  return { ...of, numerator, denominator, share: denominator ? numerator / denominator : null };
}
