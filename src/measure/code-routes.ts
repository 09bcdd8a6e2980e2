import { type Request, Router } from 'express';
import type { WorklistFilter } from '../types/code-worklist.ts';
import type { Store } from '../types/store.ts';
import { answerJson, found, identify, type ReadingDeps, refuse } from './answers.ts';
import { parseCursor, readUnmappedCodes } from './code-worklist.ts';

export interface CodeRouterDeps extends ReadingDeps {
  readonly store: Pick<Store, 'worklist'>;
}

const MAX_LIMIT = 1_000;
const USUAL_LIMIT = 100;

/** What each parameter looks like. */
const FORMS = {
  list: /^[A-Z][A-Z0-9_]{0,63}$/,
  facility: /^[0-9A-Z]{5,13}$/,
  form: /^[A-Za-z0-9._-]{1,64}$/,
  reason: /^(?:not-in-list|list-not-loaded)$/,
};

/**
 * `GET /codes/unmapped` (`?list=&facility=&form=&reason=&limit=&after=`), staff only: codes that no list here holds, most
 * frequent first.
 * Refuses with LT-C003 (403, a token asks), LT-C007 (400, a parameter), and what `authenticate` and `staff` refuse with
 * (401).
 */
export function createCodeRouter(deps: CodeRouterDeps): Router {
  const router = Router({ caseSensitive: true });
  router.get('/codes/unmapped', async (request, response) => {
    response.locals['route'] = '/codes/unmapped';
    answerJson(response, await find(request), deps.systems);
  });

  async function find(request: Request) {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(deps.rules, 'LT-C003');
    const filter = askedFilter(request.query);
    return filter === undefined ? refuse(deps.rules, 'LT-C007') : found(await readUnmappedCodes(deps.store, filter));
  }
  return router;
}

function askedFilter({ limit = String(USUAL_LIMIT), after, ...query }: Request['query']): WorklistFilter | undefined {
  const asked: Partial<Record<keyof typeof FORMS, string>> = {};
  for (const [name, form] of Object.entries(FORMS)) {
    const value = query[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !form.test(value)) return undefined;
    asked[name as keyof typeof FORMS] = value;
  }
  const size = typeof limit === 'string' && /^\d{1,4}$/.test(limit) ? Number(limit) : 0;
  const cursor = typeof after === 'string' ? parseCursor(after) : undefined;
  if (size < 1 || size > MAX_LIMIT || (after !== undefined && cursor === undefined)) return undefined;
  return { ...(asked as Pick<WorklistFilter, keyof typeof FORMS>), limit: size, after: cursor };
}
