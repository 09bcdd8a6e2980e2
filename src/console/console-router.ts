import { gzipSync } from 'node:zlib';
import { type Request, type Response, Router } from 'express';
import type { CoverageOverview } from '../types/coverage.ts';
import type { Bilingual, Result } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import { loadAssets } from './assets.ts';
import { type OverviewFrame, renderFailure, renderOverview } from './overview-page.ts';
import { renderRefusal } from './refusal-page.ts';
import type { Targets } from './targets.ts';
import { createView } from './view.ts';

export interface ConsoleRouterDeps {
  /** Today's coverage; rejects when the store cannot be read. */
  readonly overview: () => Promise<CoverageOverview>;
  /** Whether a request comes from staff. */
  readonly staff: (request: Request) => Result<Principal>;
  /** As it stands in a sentence: `tỉnh Quảng Ngãi`, `Quảng Ngãi province`. */
  readonly province: Bilingual;
  readonly targets: Targets;
  /** True for facility codes that are not real and are shown as such. */
  readonly isPlaceholder: (code: string) => boolean;
  /** Told why the figures could not be read, for the log. */
  readonly onFailure: (cause: unknown) => void;
}

const ASSETS_PATH = '/console/assets';

/** Everything from this server; no script or style in the markup; in nobody's frame. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

const PAGE_HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** The page's files never change under one address. */
const FOREVER = 'private, max-age=31536000, immutable';

/**
 * The console: `GET /` (`?lang=en` for English) and the files that the page loads, all for staff only; others get the
 * page of the refusal, which says what to configure. Answers 503 with a page that tries again when the figures cannot
 * be read.
 */
export function createConsoleRouter(deps: ConsoleRouterDeps): Router {
  const { version, files } = loadAssets();
  const assets = `${ASSETS_PATH}/${version}`;
  const router = Router({ caseSensitive: true });

  const forStaff = (path: string, show: (request: Request, response: Response) => Promise<void>) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      const caller = deps.staff(request);
      if (caller.ok) {
        await show(request, response);
      } else {
        const { status, headers = {} } = caller.refusal;
        sendPage(request, response.status(status).set(headers), renderRefusal(caller.refusal));
      }
    });
  };

  forStaff('/', async (request, response) => {
    const view = createView(request.query['lang'] === 'en' ? 'en' : 'vi');
    const frame: OverviewFrame = { ...deps, assets, province: deps.province[view.language] };
    try {
      sendPage(request, response, renderOverview(await deps.overview(), frame, view));
    } catch (error) {
      deps.onFailure(error);
      sendPage(request, response.status(503), renderFailure(frame, view));
    }
  });

  forStaff(`${assets}/:name`, async (request, response) => {
    const asset = files.get(String(request.params['name']));
    if (asset === undefined) {
      response.status(404).end();
      return;
    }
    response.set({ ...PAGE_HEADERS, 'Cache-Control': FOREVER }).type(asset.type);
    sendCompressed(request, response, asset.bytes, asset.gzip);
  });
  return router;
}

function sendPage(request: Request, response: Response, page: string): void {
  const bytes = Buffer.from(page);
  response.set(PAGE_HEADERS).type('text/html; charset=utf-8');
  sendCompressed(request, response, bytes, gzipSync(bytes, { level: 4 }));
}

function sendCompressed(request: Request, response: Response, bytes: Buffer, gzip: Buffer | null): void {
  response.vary('Accept-Encoding');
  if (gzip === null || request.acceptsEncodings('gzip') === false) response.end(bytes);
  else response.set('Content-Encoding', 'gzip').end(gzip);
}
