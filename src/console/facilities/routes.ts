import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import { renderEncounters } from './encounters-page.ts';
import { exportFacilities, renderFacilities } from './facilities-page.ts';
import type { FacilityDeps } from './facility-deps.ts';
import { FACILITY_FORMS, takeForm } from './facility-forms.ts';
import { renderFacility } from './facility-page.ts';
import { readFacilityQuery } from './facility-query.ts';

/**
 * `GET /facilities` and `/facilities.csv`: all facilities, narrowed and sorted by the query; `/facilities/:code`: one of
 * them, with forms for notes, scope and announcement; `/facilities/:code/encounters`: what stands behind its figures.
 */
export function createFacilityRoutes(deps: FacilityDeps): readonly ConsoleRoute[] {
  const get = (path: string, answer: (request: PageRequest) => Promise<PageAnswer>): ConsoleRoute => ({
    method: 'get',
    path,
    place: 'facilities',
    answer,
  });
  return [
    get('/facilities', async ({ query, view }) =>
      renderFacilities(await deps.overview(), readFacilityQuery(query), deps, view),
    ),
    get('/facilities.csv', async ({ query, view }) =>
      exportFacilities(await deps.overview(), readFacilityQuery(query), deps, view),
    ),
    get('/facilities/:code', ({ params, author, view }) =>
      renderFacility(deps, { code: params['code'] ?? '', author }, view),
    ),
    get('/facilities/:code/encounters', (request) => renderEncounters(deps, request)),
    ...FACILITY_FORMS.map(
      (form): ConsoleRoute => ({
        method: 'post',
        path: `/facilities/:code/${form.name}`,
        place: 'facilities',
        answer: (request) => takeForm(deps, form, request),
      }),
    ),
  ];
}
