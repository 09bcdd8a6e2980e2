import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readDestinations } from '../../../../src/config/destinations/read-destinations.ts';
import { recordHeader } from '../../../../src/fhir/record-reference.ts';
import { type AttemptOutcome, type Destination, isMessage } from '../../../../src/forward/destination.ts';
import { createFhirDestination } from '../../../../src/forward/destinations/fhir.ts';
import type { FaultKind, FaultOptions } from '../../../../src/simulate/receivers/fault.ts';
import { type Receiver, startReceiver } from '../../../../src/simulate/receivers/receiver.ts';
import type { LeasedDelivery } from '../../../../src/types/delivery.ts';
import type { FhirDestinationConfig } from '../../../../src/types/destination-config.ts';
import { careRecord } from '../../../support/care-record.ts';
import { leasedDelivery } from '../../../support/leased-delivery.ts';
import { selfSignedCertificate } from '../../../support/self-signed-certificate.ts';

const NOW = Date.UTC(2026, 10, 22, 1, 0, 0);
const clock = () => NOW;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function delivery(recordId = 'rv-1'): LeasedDelivery {
  return leasedDelivery({ id: `d-${recordId}`, recordId, resources: careRecord('P1', 'LK1') });
}

function destinationAt(url: string, overrides: Partial<FhirDestinationConfig> = {}): Destination {
  const [config] = readDestinations([{ id: 'province', kind: 'fhir', url, timeoutMs: 5_000 }]);
  const destination = createFhirDestination({ ...(config as FhirDestinationConfig), ...overrides }, { clock });
  cleanups.push(() => destination.close());
  return destination;
}

/** Makes a message and sends it. */
async function deliver(destination: Destination, leased: LeasedDelivery): Promise<AttemptOutcome> {
  const message = await destination.compose(leased);
  if (!isMessage(message)) throw new Error('a transaction can always be made');
  return destination.send(message, leased);
}

async function receiver(name: 'province' | 'nation' = 'province'): Promise<Receiver> {
  const started = await startReceiver({ name, port: 0, clock });
  cleanups.push(() => started.close());
  return started;
}

async function serve(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

async function serveHttp(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await serve(createHttpServer(listener))}`;
}

describe('FHIR destination and a receiver in order', () => {
  it.each([
    ['province', 'province-00000001'],
    ['nation', 'VN/00000001'],
  ] as const)('delivers to %s and keeps its receipt', async (name, receipt) => {
    const { url, effects } = await receiver(name);
    expect(await deliver(destinationAt(url), delivery())).toEqual({ kind: 'delivered', httpStatus: 200, receipt });
    expect(effects()).toMatchObject([{ key: expect.stringMatching(/^rv-1-[0-9a-f]{16}$/), order: 1, changed: 2 }]);
  });

  it('may repeat a delivery: the same receipt, one effect', async () => {
    const { url, effects, stats } = await receiver();
    const destination = destinationAt(url);
    const first = await deliver(destination, delivery());
    expect(await deliver(destination, { ...delivery(), attempt: 2, fence: 2 })).toEqual(first);
    expect(effects()).toHaveLength(1);
    expect(stats()).toMatchObject({ replayed: 1 });
  });

  it('sends what a receiver lost under another key, the same at each attempt', async () => {
    const { url, stats } = await receiver();
    const destination = destinationAt(url);
    const keyOf = async (changes: Partial<LeasedDelivery>) => {
      const message = await destination.compose({ ...delivery(), ...changes });
      return isMessage(message) ? message.key : undefined;
    };
    const first = await keyOf({});
    expect(await keyOf({ attempt: 2, deliveredBy: 1 })).toBe(`${first}-1`);
    expect(await keyOf({ attempt: 3, deliveredBy: 1 })).toBe(`${first}-1`);
    expect(await keyOf({ attempt: 5, deliveredBy: 4 })).toBe(`${first}-4`);
    await deliver(destination, delivery());
    expect(await deliver(destination, { ...delivery(), attempt: 2, deliveredBy: 1 })).toMatchObject({
      kind: 'delivered',
    });
    expect(stats()).toMatchObject({ replayed: 0 });
  });

  it('sends a kept message byte for byte, whatever the record holds by now', async () => {
    const { url, effects, stats } = await receiver();
    const message = await destinationAt(url).compose(delivery());
    if (!isMessage(message)) throw new Error('a transaction can always be made');
    const later = { ...delivery(), resources: [], attempt: 2, unsettled: message };
    const kept = { ...message, bytes: Buffer.from(message.bytes) };
    expect(await destinationAt(url).send(kept, later)).toMatchObject({ kind: 'delivered' });
    expect(await destinationAt(url).send(kept, later)).toMatchObject({ kind: 'delivered' });
    expect(effects()).toHaveLength(1);
    expect(stats()).toMatchObject({ replayed: 1 });
  });

  it('may repeat a delivery whose shared content has changed since: taken, and no second effect of the record', async () => {
    const { url, effects } = await receiver();
    const destination = destinationAt(url);
    await deliver(destination, delivery());
    const newer = careRecord('P1', 'LK1').map((resource) =>
      resource.resourceType === 'Patient' ? { ...resource, active: true } : resource,
    );
    expect(await deliver(destination, { ...delivery(), resources: newer })).toMatchObject({ kind: 'delivered' });
    expect(effects().map(({ changed }) => changed)).toEqual([2, 0]);
    const patient = await fetch(`${url}/Patient/99001-P1`);
    expect(await patient.json()).toMatchObject({ active: true });
  });

  it('tells a refused content from a missing reference', async () => {
    const { url } = await receiver();
    const destination = destinationAt(url);
    const [observation, encounter, patient] = careRecord('P1', 'LK1');
    if (observation === undefined || encounter === undefined || patient === undefined)
      throw new Error('three resources');
    const orphan = { ...delivery(), resources: [observation, encounter] };
    expect(await deliver(destination, orphan)).toMatchObject({ kind: 'transient', reason: 'http-422' });
    const twice = { ...delivery('rv-2'), resources: [patient, patient] };
    expect(await deliver(destination, twice)).toMatchObject({ kind: 'refused', reason: 'http-400' });
  });
});

describe('FHIR destination and the faults of a receiver', () => {
  const faults: [FaultKind, FaultOptions, object][] = [
    ['http-500', {}, { kind: 'transient', reason: 'http-500', httpStatus: 500 }],
    ['http-503', { retryAfterSeconds: 7 }, { kind: 'transient', reason: 'http-503', retryAfterMs: 7_000 }],
    ['http-429', { retryAfterSeconds: 9 }, { kind: 'transient', reason: 'http-429', retryAfterMs: 9_000 }],
    ['redirect', {}, { kind: 'misconfigured', reason: 'http-307' }],
    ['timeout', {}, { kind: 'unknown', reason: 'timeout' }],
    ['hang', {}, { kind: 'unknown', reason: 'timeout' }],
    ['drip', { intervalMs: 20 }, { kind: 'unknown', reason: 'timeout' }],
    ['half-open', {}, { kind: 'unknown', reason: 'timeout' }],
    ['reset-before-reading', {}, { kind: 'unknown', reason: 'reset' }],
    ['reset-after-commit', {}, { kind: 'unknown', reason: 'reset' }],
    ['html-200', {}, { kind: 'unknown', reason: 'not-a-transaction-response' }],
    ['outcome-200', {}, { kind: 'unknown', reason: 'operation-outcome-in-200' }],
    ['huge', {}, { kind: 'unknown', reason: 'answer-too-large' }],
    ['down', {}, { kind: 'transient', reason: 'connect-refused' }],
    ['flaky', { probability: 1, seed: '7' }, { kind: expect.stringMatching(/transient|unknown/) }],
  ];

  it.each(faults)('%s is seen for what it is, and the next attempt succeeds', async (kind, options, expected) => {
    const { url, effects, setFault, stats } = await receiver();
    const destination = destinationAt(url, { timeoutMs: 600 });
    await setFault(kind, options);
    expect(await deliver(destination, delivery())).toMatchObject(expected);
    await setFault(null);
    expect(await deliver(destination, delivery())).toMatchObject({ kind: 'delivered' });
    expect(effects()).toHaveLength(1);
    expect(stats().redirectsFollowed).toBe(0);
  });
});

describe('FHIR destination and its configuration', () => {
  it('calls a certificate that it cannot verify, or no TLS at all, a fault of configuration', async () => {
    const secure = createHttpsServer(selfSignedCertificate('127.0.0.1'), (_request, response) => response.end());
    const untrusted = `https://127.0.0.1:${await serve(secure)}`;
    expect(await deliver(destinationAt(untrusted), delivery())).toEqual({ kind: 'misconfigured', reason: 'tls' });
    const plain = await serveHttp((_request, response) => response.end());
    const wrongScheme = plain.replace('http:', 'https:');
    expect(await deliver(destinationAt(wrongScheme), delivery())).toEqual({ kind: 'misconfigured', reason: 'tls' });
  });

  it('sends the headers that the receiver needs, and the token of the file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'lt-token-'));
    cleanups.push(() => rm(directory, { recursive: true }));
    const tokenFile = join(directory, 'token');
    const seen: Pick<IncomingMessage, 'url' | 'method' | 'headers'>[] = [];
    const base = await serveHttp(({ url, method, headers }, response) => {
      seen.push({ url, method, headers } as (typeof seen)[number]);
      response.writeHead(401).end();
    });
    const destination = destinationAt(`${base}/kho/fhir?v=4`, { tokenFile });
    const unreadable = { kind: 'misconfigured', reason: 'token-unreadable' };
    expect(await deliver(destination, delivery())).toEqual(unreadable);
    await writeFile(tokenFile, 'two words\n');
    expect(await deliver(destination, delivery())).toEqual(unreadable);
    await writeFile(tokenFile, 'first.token\n');
    expect(await deliver(destination, delivery())).toMatchObject({ kind: 'misconfigured', reason: 'http-401' });
    await writeFile(tokenFile, 'second.token\n');
    await deliver(destination, delivery());
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first.token', 'Bearer second.token']);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/kho/fhir?v=4',
      headers: {
        'idempotency-key': expect.stringMatching(/^rv-1-/),
        'content-type': 'application/fhir+json',
        prefer: 'return=minimal',
      },
    });
    expect(seen[0]?.headers).not.toHaveProperty('lt-record');
  });

  it('names the record to a receiver that gives its own account', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const url = await serveHttp(({ headers }, response) => {
      seen.push(headers);
      response.end();
    });
    await deliver(destinationAt(url, { reconciliationUrl: `${url}/reconciliation` }), delivery());
    expect(seen[0]).toMatchObject(recordHeader(delivery()));
  });

  it('cuts the exchanges under way when it is closed', async () => {
    const { url, setFault, stats } = await receiver();
    await setFault('timeout');
    const destination = destinationAt(url, { timeoutMs: 60_000 });
    const attempt = deliver(destination, delivery());
    while (stats().requests === 0) await new Promise(setImmediate);
    await destination.close();
    expect(await attempt).toEqual({ kind: 'unknown', reason: 'stopped' });
    expect(await deliver(destination, delivery())).toEqual({ kind: 'transient', reason: 'stopped' });
  });

  it('lets a fault of our own code be seen as such', async () => {
    const { url } = await receiver();
    const broken = { ...delivery(), resources: undefined } as unknown as LeasedDelivery;
    await expect(deliver(destinationAt(url), broken)).rejects.toThrow(TypeError);
  });
});
