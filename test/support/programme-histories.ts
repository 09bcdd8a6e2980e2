import fc from 'fast-check';
import { startOfLocalDay } from '../../src/fhir/local-time.ts';
import type { ProgrammeEvidence } from '../../src/types/programme.ts';
import type { RecordKind } from '../../src/types/submission.ts';

/** One accepted version of a record as it came to be known, in the order in which versions came. */
export interface ProgrammeEvent {
  readonly facility: string;
  readonly key: string;
  readonly encounter: string;
  readonly kind: RecordKind;
  readonly receivedAt: number;
  /** Null: it was accepted when it came. */
  readonly releasedAt: number | null;
  readonly identity: boolean;
  readonly told: ProgrammeEvidence;
}

/** First day of all histories: they go over the edge of a month. */
export const FIRST_DAY = '2026-10-27';
export const DAYS = 9;

const DAY_MS = 86_400_000;
const START = startOfLocalDay(FIRST_DAY);
const OF_CARE: ReadonlySet<RecordKind> = new Set(['claim', 'check-in', 'emr-export', 'fhir']);

/** True for kinds that tell of care. */
export function isOfCareKind(kind: RecordKind): boolean {
  return OF_CARE.has(kind);
}

/** Midnights and the milliseconds beside them, and hours in between. */
const instant = fc
  .tuple(fc.integer({ min: 0, max: DAYS - 1 }), fc.constantFrom(0, 1, DAY_MS / 2, DAY_MS - 1))
  .map(([day, inDay]) => START + day * DAY_MS + inDay);

const told: fc.Arbitrary<ProgrammeEvidence> = fc
  .record({
    care: fc.constantFrom('outpatient' as const, 'telehealth' as const, 'other' as const, undefined),
    drugs: fc.constantFrom(true as const, undefined),
    prescriptions: fc.constantFrom(1, 3, undefined),
    driver: fc.constantFrom(true as const, undefined),
    due: fc.option(instant, { nil: undefined }),
    doses: fc.constantFrom(1, 2, undefined),
    commune: fc.constantFrom('21001', '21002', '99999', undefined),
    subject: fc.constantFrom('person-a', 'person-b', 'person-c', undefined),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));

const kind = fc.constantFrom<RecordKind>(
  'claim',
  'check-in',
  'fhir',
  'health-book',
  'health-check',
  'birth-certificate',
  'death-notice',
  'prescription',
);

const event: fc.Arbitrary<ProgrammeEvent> = fc
  .record({
    facility: fc.constantFrom('99001', '99002', '99003'),
    name: fc.constantFrom('A', 'B', 'C'),
    encounter: fc.constantFrom('E1', 'E2', 'E3'),
    kind,
    receivedAt: instant,
    waited: fc.option(fc.integer({ min: 1, max: 3 * DAY_MS }), { nil: null, freq: 5 }),
    identity: fc.boolean(),
    told,
  })
  .map(({ name, encounter, waited, ...all }) => {
    const isOfCare = isOfCareKind(all.kind);
    // A claim and its check-in are one record; every other kind has keys of its own.
    const key = all.kind === 'claim' || all.kind === 'check-in' ? name : `${all.kind}/${name}`;
    const releasedAt = waited === null ? null : Math.min(all.receivedAt + waited, START + DAYS * DAY_MS - 1);
    return { ...all, key, encounter: isOfCare ? encounter : key, releasedAt };
  });

/** Everything that was ever accepted, in order of receipt: the place of a record's version is its number. */
export const programmeHistory: fc.Arbitrary<readonly ProgrammeEvent[]> = fc
  .array(event, { maxLength: 25 })
  .map((events) => dropReleasedLate(events.toSorted((a, b) => a.receivedAt - b.receivedAt)));

/** What was released after a newer version had been accepted never holds: the store says so and leaves it as it is. */
function dropReleasedLate(events: readonly ProgrammeEvent[]): readonly ProgrammeEvent[] {
  return events.filter((one, index) => {
    const { releasedAt } = one;
    if (releasedAt === null) return true;
    return !events
      .slice(index + 1)
      .some((later) => later.facility === one.facility && later.key === one.key && later.receivedAt <= releasedAt);
  });
}
