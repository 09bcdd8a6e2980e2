import { type Request, type Response, Router } from 'express';
import type { Bilingual, Refusal, Result, RuleCatalogue } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import type { EpochMs } from '../types/submission.ts';
import { loadAssets } from './assets.ts';
import { renderPage } from './frame/layout.ts';
import { countingPage, failurePage, missingPage } from './frame/message-page.ts';
import { PLACES } from './frame/navigation.ts';
import { keepCookie, readCookie } from './http/cookies.ts';
import { toPageRequest } from './http/page-request.ts';
import { readForm } from './http/read-form.ts';
import { isSameOrigin } from './http/same-origin.ts';
import { sendAsset, sendFile, sendPage } from './http/send.ts';
import { createEventStream, type EventStreamDeps } from './live/event-stream.ts';
import type { ConsoleRoute, PageAnswer, PageContent, PageRequest } from './page.ts';
import { renderRefusal } from './refusal-page.ts';

export interface ConsoleDeps extends EventStreamDeps {
  /** Routes of all places. */
  readonly routes: readonly ConsoleRoute[];
  /** Whether a request comes from staff. */
  readonly staff: (request: Request) => Result<Principal>;
  readonly rules: RuleCatalogue;
  readonly clock: () => EpochMs;
  /** As it stands in a sentence: `tỉnh Quảng Ngãi`, `Quảng Ngãi province`. */
  readonly province: Bilingual;
  /** True for what is thrown while the figures are counted for the first time. */
  readonly isCounting: (cause: unknown) => boolean;
  /** Told why a page could not be made, for the log. */
  readonly onFailure: (cause: unknown) => void;
}

export interface Console {
  readonly router: Router;
  /** Ends the streams of events, which would keep the gateway from stopping. */
  stop(): void;
}

/** What stands at an address that nothing has. */
const MISSING: ConsoleRoute = {
  method: 'get',
  path: '/',
  place: 'overview',
  answer: async () => ({ kind: 'missing' }),
};

const ASSETS_PATH = '/console/assets';
const EVENTS_PATH = '/console/events';

/**
 * The console's addresses, its files and its stream of news, all for staff only; others get the page of the refusal.
 * `?lang=en` and `?lang=vi` choose the language, which is remembered. A form is taken from the console's own pages only
 * (LT-C070, 403), as text fields of 16 KiB at most (LT-C071, 400). What cannot be read from the store answers 503 with a
 * page that tries again.
 */
export function createConsole(deps: ConsoleDeps): Console {
  const { version, files } = loadAssets();
  const assets = `${ASSETS_PATH}/${version}`;
  const router = Router({ caseSensitive: true });
  const stream = createEventStream(deps);
  const show = createPageSender(deps, assets);

  const forStaff = (
    method: 'get' | 'post',
    path: string,
    handle: (request: Request, response: Response) => unknown,
  ) => {
    router[method](path, async (request, response) => {
      response.locals['route'] = path;
      const caller = deps.staff(request);
      if (caller.ok) await handle(request, response);
      else sendRefusal(request, response, caller.refusal);
    });
  };

  for (const route of deps.routes) {
    forStaff(route.method, route.path, async (request, response) => {
      const form = route.method === 'get' ? {} : await takeForm(request, response, deps.rules);
      if (form !== null) await show(route, toPageRequest(request, response, form), request, response);
    });
  }
  forStaff('get', EVENTS_PATH, (_request, response) => stream.open(response));
  forStaff('get', `${assets}/:name`, (request, response) => {
    const asset = files.get(String(request.params['name']));
    if (asset === undefined) response.status(404).end();
    else sendAsset(request, response, asset);
  });
  // The last of all addresses: whoever looks for a page is told so by one; programs get the gateway's own answer.
  router.get(/^\/(?!(?:fhir|submissions|manifests|auth)(?:\/|$))/, (request, response, next) => {
    const wantsPage = (request.headers.accept ?? '').includes('text/html');
    if (!wantsPage || !deps.staff(request).ok) return next();
    response.locals['route'] = 'unmatched';
    return show(MISSING, toPageRequest(request, response, {}), request, response);
  });
  return { router, stop: stream.stop };
}

/** The fields of a form; null when it was refused, and answered. */
async function takeForm(
  request: Request,
  response: Response,
  rules: RuleCatalogue,
): Promise<Readonly<Record<string, string>> | null> {
  const form = isSameOrigin(request.headers) ? await readForm(request) : undefined;
  if (form) return form;
  response.set('Connection', 'close');
  const [status, rule] = form === undefined ? [403, 'LT-C070'] : [400, 'LT-C071'];
  sendRefusal(request, response, { status, issues: [rules.issue(rule)] });
  return null;
}

function createPageSender({ routes, isCounting, onFailure, province, clock }: ConsoleDeps, assets: string) {
  const places = new Set(routes.map(({ place }) => place));
  return async (route: ConsoleRoute, asked: PageRequest, request: Request, response: Response): Promise<void> => {
    const { view } = asked;
    const send = (page: PageContent, isFailure = false) => {
      const flash = readCookie(request, 'lt-flash') || null;
      if (flash !== null) keepCookie(response, 'lt-flash', null);
      const path = route.method === 'get' ? request.originalUrl : (page.path ?? PLACES[route.place]);
      const frame = { assets, places, current: route.place, path, flash, now: clock(), isFailure };
      const text = renderPage({ ...frame, province: province[view.language] }, page, view);
      sendPage(request, response.status(page.status ?? 200), text);
    };
    try {
      const answer = await route.answer(asked);
      // What answers a form has no address to be asked for again: it stays as it is until the form is sent.
      if (answer.kind === 'page') send(route.method === 'get' ? answer : withoutNews(answer));
      else if (answer.kind === 'missing') send(missingPage(view));
      else sendOther(response, answer);
    } catch (error) {
      if (isCounting(error)) send(countingPage(view), true);
      else {
        onFailure(error);
        send(failurePage(route.method === 'post', view), true);
      }
    }
  };
}

function withoutNews({ live: _, ...page }: PageContent): PageContent {
  return page;
}

function sendOther(response: Response, answer: Exclude<PageAnswer, { kind: 'page' | 'missing' }>): void {
  if (answer.kind === 'file') {
    sendFile(response, answer.type, answer.name, answer.bytes);
    return;
  }
  if (answer.flash !== undefined) keepCookie(response, 'lt-flash', answer.flash);
  response.redirect(303, answer.path);
}

function sendRefusal(request: Request, response: Response, refusal: Refusal): void {
  const { status, headers = {} } = refusal;
  sendPage(request, response.status(status).set(headers), renderRefusal(refusal));
}
