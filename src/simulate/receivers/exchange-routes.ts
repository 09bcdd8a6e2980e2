import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { Effect } from '../effect.ts';
import type { Exchange, FaultOptions, RequestSort } from './fault.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { isExchangeFaultKind } from './faults/registry.ts';
import type { Answer } from './outcome.ts';
import { sendAnswer } from './send-answer.ts';

const MAX_BODY_BYTES = 64 * 1_048_576;

/** What every receiver over HTTP has, whatever its protocol. */
export interface ExchangeParts {
  readonly faults: FaultSwitch;
  /** How the protocol says, with a status, that the receiver failed: also for a body that is too long (413) and for a bug (500). */
  readonly fail: Exchange['fail'];
  readonly count: (what: 'requests' | 'faults' | 'redirectsFollowed') => void;
  readonly effects: () => readonly Effect[];
  readonly stats: () => object;
}

/** What a protocol does with one call. */
export interface Call {
  /** Default `data`: only those are counted as requests. */
  readonly sort?: RequestSort;
  /** Asked before the body is read; undefined goes on. */
  readonly refuse?: (request: Request) => Answer | undefined;
  /** Applies what is asked for, and answers. */
  readonly answer: (request: Request, bytes: Buffer) => Answer;
}

/** Handles one call under the fault that is on. */
export function handleCall({ faults, fail, count }: ExchangeParts, call: Call): RequestHandler {
  const { sort = 'data', refuse = () => undefined, answer } = call;
  return async (request: Request, response: Response) => {
    if (sort === 'data') count('requests');
    const met = faults.misbehaviour(sort);
    if (met !== null) count('faults');
    if (met?.when === 'before-reading') return met.act(request);
    const refusal = refuse(request);
    if (refusal !== undefined) return sendAnswer(response, refusal);
    const bytes = await readBody(request);
    if (bytes === undefined) return sendAnswer(response, fail(413));
    const commit = () => answer(request, bytes);
    if (met?.when === 'answering') return met.act({ response, commit, fail });
    sendAnswer(response, commit());
  };
}

/**
 * A receiver's HTTP side without its own calls, which `addCalls` adds: `GET /_effects`, `POST /_fault`, and `POST /moved`,
 * which counts who follows a redirect. `down` and `half-open` cannot be switched here: nothing would be left to switch
 * them off.
 */
export function createReceiverApp(parts: ExchangeParts, addCalls: (app: Express) => void): Express {
  const { faults, fail, count, effects, stats } = parts;

  async function switchFault(request: Request, response: Response): Promise<void> {
    const { kind, ...options } = (request.body ?? {}) as { kind?: unknown } & FaultOptions;
    if (kind !== null && !isExchangeFaultKind(kind)) {
      response.status(400).json({ error: 'unknown kind of fault' });
      return;
    }
    await faults.set(kind, options);
    response.status(204).end();
  }

  /** Without it Express answers with a stack trace. A request that broke off has nobody left to answer. */
  const answerError: ErrorRequestHandler = (_error, _request, response, _next) => {
    if (response.headersSent || response.destroyed) return;
    sendAnswer(response, fail(500));
  };

  // Letters count: that they do is what paths are settings for.
  const app = express().disable('x-powered-by').disable('etag').enable('case sensitive routing');
  addCalls(app);
  app.post('/moved', (_request, response) => {
    count('redirectsFollowed');
    response.status(204).end();
  });
  app.get('/_effects', (_request, response) => {
    response.json({ effects: effects(), stats: stats() });
  });
  app.post('/_fault', express.json(), switchFault);
  app.use(answerError);
  return app;
}

/** Undefined when it is longer than a receiver takes. */
async function readBody(request: Request): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
