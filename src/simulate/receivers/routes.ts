import type { Express } from 'express';
import type { ReceiverAccount } from './account.ts';
import { createReceiverApp, type ExchangeParts, handleCall } from './exchange-routes.ts';
import type { FaultSwitch } from './fault-switch.ts';
import { type Answer, answerJson, answerRejection, type Rejection } from './outcome.ts';
import type { Repository } from './repository.ts';
import { sendAnswer } from './send-answer.ts';
import type { TransactionService } from './transaction-service.ts';

const FHIR_MEDIA_TYPES = ['application/fhir+json', 'application/json'];
const NOT_FOUND = answerRejection({ status: 404, code: 'not-found', text: 'no such resource' });
const NOT_FHIR = answerRejection({ status: 415, code: 'not-supported', text: 'expected application/fhir+json' });

export interface RouteDeps {
  readonly repository: Repository;
  readonly service: TransactionService;
  readonly account: ReceiverAccount;
  readonly faults: FaultSwitch;
}

/** The receiver's HTTP side. */
export function buildRoutes({ repository, service, account, faults }: RouteDeps): Express {
  const parts: ExchangeParts = {
    faults,
    fail: failWith,
    count: service.count,
    effects: () => repository.effects,
    stats: service.stats,
  };
  const takeTransaction = handleCall(parts, {
    refuse: (request) => (request.is(FHIR_MEDIA_TYPES) === false ? NOT_FHIR : undefined),
    answer: (request, bytes) => service.transact(request.get('idempotency-key'), bytes, request.get('lt-record')),
  });
  return createReceiverApp(parts, (app) => {
    app.post(['/', '/fhir'], takeTransaction);
    app.get('/reconciliation/:day', (request, response) => {
      const { prefix = '', facility = null } = request.query as {
        readonly prefix?: string;
        readonly facility?: string;
      };
      sendAnswer(response, answerJson(200, account.answer(request.params.day, prefix, facility)));
    });
    app.get('/fhir/:type/:id', (request, response) => {
      const resource = repository.read(`${request.params.type}/${request.params.id}`);
      sendAnswer(response, resource === undefined ? NOT_FOUND : answerJson(200, resource));
    });
  });
}

/** An OperationOutcome. */
function failWith(status: number): Answer {
  return answerRejection({ status, ...(FAILURES[status] ?? { code: 'exception', text: 'simulated fault' }) });
}

const FAILURES: Readonly<Record<number, Omit<Rejection, 'status'>>> = {
  413: { code: 'too-long', text: 'body too large' },
  429: { code: 'throttled', text: 'simulated fault' },
};
