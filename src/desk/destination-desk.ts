import { toLocalDay } from '../fhir/local-time.ts';
import type { Reconciliation } from '../reconciliation.ts';
import type { DestinationStanding, QueueDepth } from '../types/delivery.ts';
import type { DestinationConfig } from '../types/destination-config.ts';
import type { DestinationDesk, DestinationNow, ReconciledDay } from '../types/destination-desk.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';

export interface DestinationDeskDeps {
  readonly store: Pick<
    Store,
    | 'acts'
    | 'arrivals'
    | 'confirmedDays'
    | 'destinationStops'
    | 'heldDeliveries'
    | 'heldReasons'
    | 'nextDue'
    | 'queueDepths'
  >;
  readonly destinations: readonly DestinationConfig[];
  /** How each destination stands in this process. */
  readonly standings: () => readonly DestinationStanding[];
  readonly reconciliation: Pick<Reconciliation, 'accountable' | 'compare'>;
  readonly clock: () => EpochMs;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days whose reconciliation is shown. */
const DAYS_SHOWN = 14;
/** Acts on a destination that are shown, and read for each held delivery of a list. */
const MAX_ACTS = 20;
/** Differences that a page lists. */
const MAX_LISTED = 200;

const NOTHING: DestinationNow['depth'] = { queued: 0, sending: 0, refused: 0, unknown: 0, parked: 0 };

/** The queue, the relays of this process and reconciliation joined: what staff see of destinations. */
export function createDestinationDesk(deps: DestinationDeskDeps): DestinationDesk {
  const { store, destinations, standings, reconciliation, clock } = deps;
  const kinds = new Map(destinations.map(({ id, kind }) => [id, kind]));

  async function all(): Promise<readonly DestinationNow[]> {
    const now = clock();
    const [depths, stops] = await Promise.all([store.queueDepths(now), store.destinationStops()]);
    const byId = Map.groupBy(depths, ({ destination }) => destination);
    const ids = [...new Set([...kinds.keys(), ...byId.keys()])];
    const [lastHour, lastDay, nextDue] = await Promise.all([
      store.arrivals(ids, now - HOUR_MS),
      store.arrivals(ids, now - DAY_MS),
      store.nextDue(ids),
    ]);
    const standing = new Map(standings().map((each) => [each.destination, each]));
    return ids.map((id) => ({
      id,
      kind: kinds.get(id) ?? null,
      standing: standing.get(id) ?? null,
      stop: stops.find(({ destination }) => destination === id) ?? null,
      ...sumDepths(byId.get(id) ?? []),
      lastHour: lastHour.get(id) ?? 0,
      lastDay: lastDay.get(id) ?? 0,
      nextDueAt: nextDue.get(id) ?? null,
    }));
  }

  async function daysOf(id: string): Promise<readonly ReconciledDay[]> {
    const confirmed = await store.confirmedDays(id);
    const now = clock();
    return Array.from({ length: DAYS_SHOWN }, (_, back) => toLocalDay(now - back * DAY_MS)).map((day) => ({
      day,
      confirmedAt: confirmed.get(day) ?? null,
    }));
  }

  return {
    all,
    async one(id) {
      const now = (await all()).find((each) => each.id === id);
      if (now === undefined) return undefined;
      const [reasons, days, acts] = await Promise.all([store.heldReasons(), daysOf(id), store.acts([id], MAX_ACTS)]);
      return {
        now,
        reasons: reasons.filter(({ destination }) => destination === id),
        days,
        acts,
        isAsked: reconciliation.accountable.includes(id),
      };
    },
    async held(filter) {
      const rows = await store.heldDeliveries(filter);
      const ids = rows.map(({ id }) => id);
      const acts = await store.acts(ids, ids.length * MAX_ACTS);
      return rows.map((row) => ({ ...row, act: acts.find(({ object }) => object === row.id) ?? null }));
    },
    async compare(id, day) {
      const found = await reconciliation.compare(id, { day, facility: null });
      if (found === undefined) return undefined;
      const { state, reason, ours, missing, unknown, differing, differences } = found;
      return {
        ...{ state, reason, count: ours.count, missing, unknown, differing },
        differences: differences
          .slice(0, MAX_LISTED)
          .map(({ kind, facility, key, ours: kept }) => ({ kind, facility, key, recordId: kept?.recordId ?? null })),
      };
    },
  };
}

/** What a gateway still has to send: the others wait for a person. */
const TO_SEND: ReadonlySet<string> = new Set(['queued', 'sending', 'unknown']);

function sumDepths(depths: readonly QueueDepth[]): Pick<DestinationNow, 'depth' | 'oldestQueuedAt' | 'late'> {
  const oldest = depths.filter(({ state }) => TO_SEND.has(state)).flatMap(({ oldestQueuedAt }) => oldestQueuedAt ?? []);
  return {
    depth: { ...NOTHING, ...Object.fromEntries(depths.map(({ state, count }) => [state, count])) },
    oldestQueuedAt: oldest.length === 0 ? null : Math.min(...oldest),
    late: depths.reduce((sum, { late }) => sum + late, 0),
  };
}
