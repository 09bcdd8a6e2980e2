import { isCalendarDay, toLocalDay } from '../../fhir/local-time.ts';
import type { DestinationDesk } from '../../types/destination-desk.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import { type ActRoutesDeps, createActRoutes } from './act-routes.ts';
import { HELD_STATES } from './delivery-state.ts';
import { renderDestination } from './destination-page.ts';
import { renderComparison, renderHeldList } from './held-page.ts';
import { renderDestinations } from './overview-page.ts';

export interface DestinationRoutesDeps extends ActRoutesDeps {
  readonly destinations: DestinationDesk;
  readonly clock: () => EpochMs;
}

/** Held deliveries on one page. */
const PAGE = 50;
const UUID = /^[0-9a-f-]{36}$/;
const REASON = /^[\x21-\x7e]{1,100}$/;

/**
 * `GET /destinations`, `GET /destinations/:id`, `GET /destinations/:id/held` (`?state=&reason=&after=`),
 * `GET /destinations/:id/days/:day` (asks the destination for its own account), and what a person does (act-routes.ts).
 */
export function createDestinationRoutes(deps: DestinationRoutesDeps): readonly ConsoleRoute[] {
  const { destinations, clock } = deps;
  const get = (path: string, answer: (request: PageRequest) => Promise<PageAnswer>): ConsoleRoute => ({
    method: 'get',
    path,
    place: 'destinations',
    answer,
  });

  return [
    get('/destinations', async ({ view }) => ({
      kind: 'page',
      title: view.say('destinations'),
      main: renderDestinations(await destinations.all(), clock(), view),
      live: ['deliveries'],
    })),
    get('/destinations/:id', async ({ view, params, author }) => {
      const detail = await destinations.one(String(params['id']));
      if (detail === undefined) return { kind: 'missing' };
      const main = renderDestination(detail, { now: clock(), author }, view);
      return { kind: 'page', title: detail.now.id, crumbs: [], main, live: ['deliveries'] };
    }),
    get('/destinations/:id/held', async ({ view, params, query, author }) => {
      const destination = String(params['id']);
      const state = HELD_STATES.find((each) => each === query['state']) ?? 'parked';
      const reason = REASON.test(query['reason'] ?? '') ? (query['reason'] ?? null) : null;
      const after = UUID.test(query['after'] ?? '') ? query['after'] : undefined;
      const filter = { destination, state, reason: reason ?? undefined, after, limit: PAGE + 1 };
      const found = await destinations.held(filter);
      const rows = found.slice(0, PAGE);
      const base = `/destinations/${encodeURIComponent(destination)}`;
      const asked = { state, ...(reason === null ? {} : { reason }) };
      const path = `${base}/held?${new URLSearchParams(asked).toString()}`;
      const last = rows.at(-1);
      const next = found.length > PAGE && last !== undefined ? `${path}&after=${last.id}` : null;
      return {
        kind: 'page',
        title: view.say('destinationHeldTitle'),
        crumbs: [{ label: destination, path: base }],
        main: renderHeldList({ destination, state, reason, rows, next, path, now: clock(), author }, view),
      };
    }),
    get('/destinations/:id/days/:day', async ({ view, params }) => {
      const { id = '', day = '' } = params;
      if (!isCalendarDay(day) || day > toLocalDay(clock())) return { kind: 'missing' };
      const compared = await destinations.compare(id, day);
      if (compared === undefined) return { kind: 'missing' };
      return {
        kind: 'page',
        title: view.say('destinationCompared', { day: view.day(day) }),
        crumbs: [{ label: id, path: `/destinations/${encodeURIComponent(id)}` }],
        main: renderComparison(compared, view),
      };
    }),
    ...createActRoutes(deps),
  ];
}
