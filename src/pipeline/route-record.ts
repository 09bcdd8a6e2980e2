import { recordsOwedTo, takesFacility } from '../config/destinations/kinds.ts';
import type { OwedDelivery } from '../types/delivery.ts';
import type { DestinationConfig } from '../types/destination-config.ts';
import type { EpochMs, FacilityCode, RecordKind } from '../types/submission.ts';
import { permitsDisclosure } from './consent.ts';
import { careEventOf } from './deadline/care-event.ts';
import { deadlineOf } from './deadline/deadline-of.ts';
import type { WorkingCalendar } from './deadline/working-calendar.ts';
import type { JudgedRecord } from './judge-records.ts';
import { mayLeave } from './may-leave.ts';
import { kindOfRecord } from './record-kind.ts';

/** Which destinations a record version is owed to, and by when. Nobody is asked: the record and the configuration decide. */
export type RouteRecord = (
  facility: FacilityCode,
  record: JudgedRecord,
  receivedAt: EpochMs,
) => readonly OwedDelivery[];

/** What of a destination's filter a kind of record decides alone. */
type Routes = ReadonlyMap<RecordKind, readonly DestinationConfig[]>;

/** Routing by the filters and deadlines of the configured destinations, in their order. */
export function createRouting(destinations: readonly DestinationConfig[], calendar: WorkingCalendar): RouteRecord {
  const routes = routesOf(destinations);
  return (facility, { source, mapped }, receivedAt) => {
    const kind = kindOfRecord(source);
    const goals = (routes.get(kind) ?? []).filter(
      (destination) =>
        takesFacility(destination, facility) &&
        mayLeave(mapped.resources, destination.filter.labels) &&
        (destination.filter.consent === 'not-asked' || permitsDisclosure(mapped, receivedAt)),
    );
    const due = goals.map(({ deadlines }) => deadlines.find(({ records }) => records.includes(kind)));
    // Looked for only where a deadline hangs on it: most records are due at no time.
    const event = due.some((rule) => rule !== undefined) ? (careEventOf(kind, mapped) ?? receivedAt) : receivedAt;
    return goals.map(({ id }, index) => {
      const rule = due[index];
      return { destination: id, deadline: rule === undefined ? null : deadlineOf(rule, event, calendar) };
    });
  };
}

function routesOf(destinations: readonly DestinationConfig[]): Routes {
  const routes = new Map<RecordKind, DestinationConfig[]>();
  for (const destination of destinations) {
    for (const kind of recordsOwedTo(destination)) routes.set(kind, [...(routes.get(kind) ?? []), destination]);
  }
  return routes;
}
