import { afterEach, describe, expect, it } from '@jest/globals';
import type { Observation } from '@medplum/fhirtypes';
import { readDestinations } from '../../../src/config/destinations/read-destinations.ts';
import { startReceiver } from '../../../src/simulate/receivers/receiver.ts';
import { careRecord } from '../../support/care-record.ts';
import { composed, configuredDestination, sendNew } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { closeLocalServers, serveLocally } from '../../support/local-server.ts';
import { NOW } from '../../support/secret-files.ts';

/** As many rows as one record may have (docs/limits.md). */
const ROWS = 10_000;

const record = () => {
  const rows = Array.from(
    { length: ROWS },
    (_, n): Observation => ({
      resourceType: 'Observation',
      id: `99001-o${n}`,
      status: 'final',
      code: { text: `${n}` },
    }),
  );
  return fhirDelivery({ resources: [...careRecord('P1', 'LK1'), ...rows] });
};

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  await closeLocalServers();
});

function destinationAt(url: string) {
  const [{ timeoutMs } = { timeoutMs: 0 }] = readDestinations([{ id: 'province', kind: 'fhir', url }]);
  const destination = configuredDestination({ id: 'province', kind: 'fhir', url, timeoutMs }, () => NOW);
  cleanups.push(() => destination.close());
  return destination;
}

/** What servers in use say of one entry: its place, its version, and an OperationOutcome with a text. */
function verbose(n: number) {
  const text = `Successfully created resource "Observation/99001-o${n}/_history/1". Took 3ms.`;
  const issue = [{ severity: 'information', code: 'informational', details: { text }, diagnostics: 'x'.repeat(800) }];
  const location = `Observation/99001-o${n}/_history/1`;
  const outcome = { resourceType: 'OperationOutcome', issue };
  return { response: { status: '201 Created', location, etag: 'W/"1"', lastModified: '2026-11-22', outcome } };
}

describe('a record with as many rows as there may be', () => {
  it('is delivered to the simulated receiver', async () => {
    const receiver = await startReceiver({ name: 'province', port: 0, clock: () => NOW });
    cleanups.push(receiver.close);
    expect(await sendNew(destinationAt(receiver.url), record())).toMatchObject({ kind: 'delivered' });
    expect(receiver.effects()).toMatchObject([{ changed: ROWS + 2 }]);
  });

  it('is delivered to a server that says much of every entry', async () => {
    const entry = Array.from({ length: ROWS + 3 }, (_, n) => verbose(n));
    const body = JSON.stringify({ resourceType: 'Bundle', id: 'r-1', type: 'transaction-response', entry });
    expect(body.length).toBeGreaterThan(8_388_608);
    const url = await serveLocally((request, response) => {
      request.resume().once('end', () => response.writeHead(200).end(body));
    });
    const destination = destinationAt(url);
    const delivery = record();
    const message = await composed(destination, delivery);
    expect(await destination.send(message, delivery)).toEqual({ kind: 'delivered', httpStatus: 200, receipt: 'r-1' });
    // A message that was kept tells by itself how many entries it has.
    const kept = { ...message, bytes: Buffer.from(message.bytes) };
    expect(await destination.send(kept, { ...delivery, unsettled: kept })).toMatchObject({ kind: 'delivered' });
  });

  it('but no answer is as long as it likes', async () => {
    const url = await serveLocally((request, response) => {
      request.resume().once('end', () => response.writeHead(200).write(Buffer.alloc(1_200_000, ' ')));
    });
    expect(await sendNew(destinationAt(url), fhirDelivery())).toEqual({ kind: 'unknown', reason: 'answer-too-large' });
  });
});
