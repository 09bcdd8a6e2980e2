import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import express from 'express';
import type { JWK } from 'jose';
import { createBearerVerifier } from '../../src/authenticate/bearer.ts';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import { createTokenEndpoint } from '../../src/authenticate/token-endpoint.ts';
import { toOperationOutcome } from '../../src/fhir/operation-outcome.ts';
import type { Receipt, RecordReceipt } from '../../src/types/receipt.ts';
import { FACILITY, RULES } from './token-fixture.ts';

/** What happens to one request instead of an ordinary answer. */
type Disturbance = 'reset' | { readonly status: number; readonly retryAfter?: string };

/** Something that answers like the gateway, with its real sign-in, an in-memory memory of bytes, and faults by order. */
export interface CliGateway {
  readonly url: string;
  /** Taken one by one by the next requests to `/submissions`. */
  readonly disturbances: Disturbance[];
  /** Taken one by one by the next requests to `/auth/token`. */
  readonly tokenDisturbances: Disturbance[];
  /** Bytes and media types as received by requests that were answered. */
  readonly received: { readonly type: string | undefined; readonly bytes: Buffer }[];
  /** Access tokens given. */
  readonly tokens: string[];
  close(): Promise<void>;
}

const OUTCOME_OK = toOperationOutcome([], '');
const OUTCOME_REFUSED = toOperationOutcome(
  [RULES.issue('LT-A028', { place: 'XML1[1].MA_LK', with: { claim: 'MA_LK' } })],
  'https://lienthong.example/fhir/CodeSystem/rule',
);

function makeRecord(key: string): RecordReceipt {
  if (key.startsWith('BAD')) return { key, state: 'refused', outcome: OUTCOME_REFUSED, resources: 0, deliveries: [] };
  const province = { destination: 'province', attempts: 1, deliveredAt: '2026-11-22T08:00:05+07:00', receipt: 'B-1' };
  const deliveries = [
    { ...province, state: 'delivered' } as const,
    { destination: 'nation', state: 'queued', attempts: 0 } as const,
  ];
  return { key, state: 'accepted', outcome: OUTCOME_OK, resources: 57, deliveries };
}

/** A body is a list of record keys between blanks and signs; `BAD…` ones are refused, a `WHOLE` body as a whole. */
function makeReceipt(bytes: Buffer): Receipt {
  const keys = bytes.toString().match(/[A-Z]+\d+/g) ?? [];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const state = keys.every((key) => key.startsWith('BAD')) ? 'refused' : 'accepted';
  const records = keys.map(makeRecord);
  const receivedAt = '2026-11-22T08:00:00+07:00';
  return { id: randomUUID(), facility: FACILITY, format: 'claim-xml', sha256, receivedAt, state, records };
}

/** Starts it on loopback for one facility (99001) with this public key. */
export async function startCliGateway(publicKey: JWK): Promise<CliGateway> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey: signingKey } = await generateKeyPair();
  const jtis = new Set<string>();
  const gateway = { disturbances: [] as Disturbance[], tokenDisturbances: [] as Disturbance[], tokens: [] as string[] };
  const received: { type: string | undefined; bytes: Buffer }[] = [];
  const byHash = new Map<string, Receipt>();
  const deps = { rules: RULES, publicUrl: url, signingKey, clock: Date.now };
  const facilityExists = async (code: string) => code === FACILITY;
  const verify = createBearerVerifier({ ...deps, facilityExists });
  const tokenEndpoint = createTokenEndpoint({
    ...deps,
    accessTokenSeconds: 300,
    facilityExists,
    keysOf: async () => [publicKey],
    rememberJti: async (issuer, jti) => jtis.size < jtis.add(`${issuer} ${jti}`).size,
    recordSignIn: async () => void gateway.tokens.push('issued'),
    newId: randomUUID,
  });

  const submit = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await buffer(request);
    received.push({ type: request.headers['content-type'], bytes });
    if (bytes.includes('WHOLE')) return sendJson(response, 400, OUTCOME_REFUSED);
    const receipt = makeReceipt(bytes);
    const known = byHash.get(receipt.sha256);
    if (known !== undefined) {
      response.setHeader('Idempotency-Replayed', 'true');
      return sendJson(response, 200, known);
    }
    byHash.set(receipt.sha256, receipt);
    sendJson(response, receipt.state === 'refused' ? 422 : 201, receipt);
  };
  const findOne = ({ params }: express.Request, response: ServerResponse): void => {
    const receipt = [...byHash.values()].find(({ id }) => id === params['id']);
    sendJson(response, receipt === undefined ? 404 : 200, receipt ?? OUTCOME_REFUSED);
  };
  const findOfEncounter = ({ query }: express.Request, response: ServerResponse): void => {
    const receipts = [...byHash.values()];
    sendJson(
      response,
      200,
      receipts.filter(({ records }) => records.some(({ key }) => key === query['encounter'])),
    );
  };

  const app = express();
  app.post('/auth/token', disturbed(gateway.tokenDisturbances), tokenEndpoint);
  app.use('/submissions', disturbed(gateway.disturbances), async (request, response, next) => {
    if ((await verify(request.headersDistinct)).ok) next();
    else sendJson(response, 401, OUTCOME_REFUSED);
  });
  app.post('/submissions', submit);
  app.get('/submissions', findOfEncounter);
  app.get('/submissions/:id', findOne);
  server.on('request', app);
  return {
    ...gateway,
    url,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function disturbed(disturbances: Disturbance[]): express.RequestHandler {
  return (request, response, next) => {
    const disturbance = disturbances.shift();
    if (disturbance === undefined) return next();
    if (disturbance === 'reset') return void request.socket.destroy();
    request.resume();
    if (disturbance.retryAfter !== undefined) response.setHeader('Retry-After', disturbance.retryAfter);
    sendJson(response, disturbance.status, {});
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
