import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { generateKeyPair } from '../../src/authenticate/keys.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { createLine } from '../../src/line.ts';
import { checkEffects } from '../../src/simulate/check-effects.ts';
import { createLedger, type Ledger } from '../../src/simulate/demo/ledger.ts';
import { createSender, type Sender } from '../../src/simulate/demo/sender.ts';
import { createHospital, type Hospital, type Sent } from '../../src/simulate/hospitals/hospital.ts';
import { createRandom } from '../../src/simulate/hospitals/random.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { freePort } from '../support/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

const ROUNDS = 6;
const SENDERS = 3;
/** Changed by hand to look for other moments; a failure prints it. */
const SEED = 'kill-gateway-1';

let folder: string;
let receivers: Receiver[];
let gateway: GatewayProcess | undefined;
let senders: readonly [string, Sender][] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lt-kill-'));
  receivers = await Promise.all([
    startReceiver({ name: 'province', port: 0, clock: Date.now }),
    startReceiver({ name: 'nation', port: 0, clock: Date.now, keyBlind: true }),
  ]);
});

afterEach(async () => {
  await gateway?.kill();
  await Promise.all(senders.map(([, sender]) => sender.close()));
  await Promise.all(receivers.map((receiver) => receiver.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** Sends until told to stop; what got no answer is sent again, byte for byte, as a hospital's program does. */
async function sendOn(
  hospital: Hospital,
  facility: string,
  sender: Sender,
  ledger: Ledger,
  isOver: () => boolean,
): Promise<void> {
  for (let count = 0; !isOver(); count++) {
    const first = count % 2 === 0 ? hospital.claimEnvelope() : hospital.fhirBundle();
    await sendUntilAnswered(first, facility, sender, ledger);
    if (count % 5 === 4) await sendUntilAnswered(hospital.resend(first, 'corrected'), facility, sender, ledger);
  }
}

/** A gateway that starts beside other tests on a busy machine takes some seconds: 2,000 times 25 ms are patience enough. */
const ATTEMPTS = 2_000;

async function sendUntilAnswered(sent: Sent, facility: string, sender: Sender, ledger: Ledger): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const answer = await sender.send(sent);
      if (answer.status < 500) return ledger.note(facility, sent, answer);
    } catch {
      // No answer: the gateway is down, and what became of the submission is not known.
    }
    await sleep(25);
  }
  throw new Error(`no answer after ${ATTEMPTS} attempts`);
}

describe('R1: kill -9 at random moments under load', () => {
  it(`${ROUNDS} kills: nothing acknowledged is lost, nothing doubled, order kept (seed ${SEED})`, async () => {
    const dataDir = join(folder, 'data');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const destinations = receivers.map((receiver, index) => ({ id: `d${index}`, url: receiver.url }));
    const settings = { dataDir, port, destinations, publicUrl: url };
    senders = await register(dataDir, url);
    const ledger = createLedger(await createLine(loadConfig({}, () => '').limits));
    const random = createRandom(SEED);

    gateway = await startGatewayProcess(settings);
    let over = false;
    const work = senders.map(([facility, sender], index) => {
      const hospital = createHospital({ facility, seed: `${SEED}-${index}`, clock: Date.now });
      return sendOn(hospital, facility, sender, ledger, () => over);
    });
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(300 + random.integer(0, 900));
      await gateway.kill();
      gateway = await startGatewayProcess(settings);
    }
    over = true;
    await Promise.all(work);
    await drained(gateway);
    expect(await gateway.terminate()).toBe(0);

    expect(ledger.accepted.length).toBeGreaterThan(ROUNDS);
    for (const receiver of receivers) {
      const { lost, doubled, phantom, reordered } = checkEffects(ledger.accepted, receiver.effects());
      expect({ lost, doubled, phantom, reordered }).toEqual({ lost: [], doubled: [], phantom: [], reordered: [] });
    }
  }, 300_000);
});

async function register(dataDir: string, url: string): Promise<[string, Sender][]> {
  const store = await openSqliteStore({ dataDir, exclusive: false, clock: Date.now, newId: () => newId() });
  const senders: [string, Sender][] = [];
  for (let index = 1; index <= SENDERS; index++) {
    const facility = `9900${index}`;
    const { privateKey, publicKey } = await generateKeyPair();
    const plain = {
      cohort: 'hospital',
      ownership: '',
      level: '',
      commune: '',
      openFrom: null,
      openTo: null,
      scope: [],
      announced: null,
      statistics: {},
    } as const;
    await store.putFacility({ ...plain, code: facility, name: facility });
    await store.putKeys(facility, [publicKey]);
    senders.push([facility, createSender({ url, facility, privateKey, clock: Date.now, newId: () => newId() })]);
  }
  await store.close();
  return senders;
}

/** Waits until the queue gauges, as an operator sees them, hold nothing that is still to go. */
async function drained({ adminUrl }: GatewayProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const text = await (await fetch(`${adminUrl}/metrics`)).text();
    const open = text
      .split('\n')
      .filter((line) => /^lienthong_queue_depth\{.*state="(queued|sending|unknown)"/.test(line));
    if (open.every((line) => line.endsWith(' 0'))) return;
    await sleep(50);
  }
  throw new Error('the queue did not drain');
}
