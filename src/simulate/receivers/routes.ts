import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import type { FaultKind, FaultOptions, Misbehaviour } from './fault.ts';
import { isExchangeFaultKind } from './faults/registry.ts';
import { answerJson, answerRejection } from './outcome.ts';
import type { Repository } from './repository.ts';
import { sendAnswer } from './send-answer.ts';
import type { TransactionService } from './transaction-service.ts';

const MAX_BODY_BYTES = 64 * 1_048_576;
const FHIR_MEDIA_TYPES = ['application/fhir+json', 'application/json'];
const NOT_FOUND = answerRejection({ status: 404, code: 'not-found', text: 'no such resource' });

export interface RouteDeps {
  readonly repository: Repository;
  readonly service: TransactionService;
  /** What the fault that is switched on does to the next request. */
  readonly misbehaviour: () => Misbehaviour | null;
  readonly setFault: (kind: FaultKind | null, options: FaultOptions) => Promise<void>;
}

/** The receiver's HTTP side. `down` and `half-open` cannot be switched here: nothing would be left to switch them off. */
export function buildRoutes({ repository, service, misbehaviour, setFault }: RouteDeps): Express {
  async function takeTransaction(request: Request, response: Response): Promise<void> {
    service.count('requests');
    const met = misbehaviour();
    if (met !== null) service.count('faults');
    if (met?.when === 'before-reading') return met.act(request);
    if (request.is(FHIR_MEDIA_TYPES) === false) {
      const rejection = { status: 415, code: 'not-supported', text: 'expected application/fhir+json' } as const;
      return sendAnswer(response, answerRejection(rejection));
    }
    const bytes = await readBody(request);
    if (bytes === undefined) {
      return sendAnswer(response, answerRejection({ status: 413, code: 'too-long', text: 'body too large' }));
    }
    const commit = () => service.transact(request.get('idempotency-key'), bytes);
    if (met?.when === 'answering') return met.act({ response, commit });
    sendAnswer(response, commit());
  }

  async function switchFault(request: Request, response: Response): Promise<void> {
    const { kind, ...options } = (request.body ?? {}) as { kind?: unknown } & FaultOptions;
    if (kind !== null && !isExchangeFaultKind(kind)) {
      return sendAnswer(response, answerJson(400, { error: 'unknown kind of fault' }));
    }
    await setFault(kind, options);
    response.status(204).end();
  }

  const app = express().disable('x-powered-by').disable('etag');
  app.post(['/', '/fhir'], takeTransaction);
  app.get('/fhir/:type/:id', (request, response) => {
    const resource = repository.read(`${request.params.type}/${request.params.id}`);
    sendAnswer(response, resource === undefined ? NOT_FOUND : answerJson(200, resource));
  });
  app.post('/moved', (_request, response) => {
    service.count('redirectsFollowed');
    response.status(204).end();
  });
  app.get('/_effects', (_request, response) => {
    response.json({ effects: repository.effects, stats: service.stats() });
  });
  app.post('/_fault', express.json(), switchFault);
  app.use(answerError);
  return app;
}

/** Undefined when it is longer than the receiver takes. */
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

/** Without it Express answers with a stack trace. A request that broke off has nobody left to answer. */
const answerError: ErrorRequestHandler = (_error, _request, response, _next) => {
  if (response.headersSent || response.destroyed) return;
  sendAnswer(response, answerRejection({ status: 500, code: 'exception', text: 'unexpected error' }));
};
