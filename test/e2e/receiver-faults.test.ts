import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../src/simulate/receivers/fault.ts';
import { eventually } from '../support/eventually.ts';
import { type ModeRun, RECORDS, startModeRun } from '../support/mode-run.ts';
import { RECEIVER_MODES } from '../support/receiver-modes.ts';
import { stopTestRelays } from '../support/relay.ts';
import { PASSWORD, type SecretFiles, secretFiles } from '../support/secret-files.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

const CLEAN = { lost: [], doubled: [], phantom: [], reordered: [] };

/** How a first attempt ends that meets the fault: `error` as the mode says, null where it may be either. */
const FAULTS: readonly (readonly [FaultKind, FaultOptions, 'retry' | 'unknown' | 'error' | null])[] = [
  ['http-500', {}, 'error'],
  ['http-503', { retryAfterSeconds: 1 }, 'retry'],
  ['http-429', { retryAfterSeconds: 1 }, 'retry'],
  ['redirect', {}, 'retry'],
  ['timeout', {}, 'unknown'],
  ['hang', {}, 'unknown'],
  ['drip', {}, 'unknown'],
  ['half-open', {}, 'unknown'],
  ['reset-before-reading', {}, 'unknown'],
  ['reset-after-commit', {}, 'unknown'],
  ['html-200', {}, 'unknown'],
  ['outcome-200', {}, 'error'],
  ['huge', {}, 'unknown'],
  // A connection that was kept open may be cut just as it is used again.
  ['down', {}, null],
  ['flaky', { probability: 0.6, seed: 'modes' }, null],
];
const SIGN_IN_FAULTS: readonly FaultKind[] = ['http-500', 'http-429', 'reset-after-commit', 'html-200', 'timeout'];

let secrets: SecretFiles;
let temporary: TemporaryStore;
let runs: readonly ModeRun[] = [];

beforeAll(async () => {
  secrets = await secretFiles('');
  temporary = await openTemporaryStore();
  const { store } = temporary;
  runs = await Promise.all(RECEIVER_MODES.map((mode, place) => startModeRun(mode, place, { store, secrets })));
  for (const { forward } of runs) forward();
});
afterAll(async () => {
  await stopTestRelays();
  await Promise.all(runs.map(({ receiver }) => receiver.close()));
  await temporary.cleanup();
  await secrets.remove();
});

/** Every mode at once, so that they wait side by side; what goes wrong is named by its mode. */
async function inEveryMode(test: (run: ModeRun) => Promise<void>): Promise<void> {
  await Promise.all(
    runs.map((run) =>
      test(run).catch((error: Error) => {
        throw new Error(`${run.mode.name}: ${error.message}`, { cause: error });
      }),
    ),
  );
}

async function expectEachOnce({ settled, report, accepted, receiver }: ModeRun): Promise<void> {
  await settled();
  expect(report()).toEqual({ delivered: accepted(), ...CLEAN });
  expect(receiver.stats().redirectsFollowed).toBe(0);
}

/** What may be in effect is never made anew: it is asked for or sent again as it is, or left to a person. */
async function expectSameMessage({ mode, attemptsOf }: ModeRun, recordKey: string): Promise<void> {
  const [first, ...later] = await attemptsOf(recordKey);
  expect(first?.message).not.toBeNull();
  if (mode.settledBy === 'person') expect(later[0]).toMatchObject({ outcome: 'parked', message: null });
  else expect(later.at(-1)?.outcome).toBe('delivered');
  const sent = later.flatMap(({ message }) => message?.sha256 ?? []);
  expect(new Set(sent)).toEqual(new Set(sent.length === 0 ? [] : [first?.message?.sha256]));
}

describe('every kind that signs in, in every way in which it settles what is unknown', () => {
  it('gets what comes', () =>
    inEveryMode(async (run) => {
      await run.accept();
      await expectEachOnce(run);
    }));

  it.each(FAULTS)('%s: each record once in effect after healing', (fault, options, expected) =>
    inEveryMode(async (run) => {
      const { receiver, mode } = run;
      await receiver.setFault(fault, options);
      const first = await run.accept();
      await run.failed(2);
      await receiver.setFault(null);
      await expectEachOnce(run);
      if (expected === null) return;
      const end = expected === 'error' ? mode.errorIs : expected;
      const [attempt] = await run.attemptsOf(first);
      // On a busy machine any exchange may take too long, and then nobody knows.
      expect(attempt?.outcome).toBe(attempt?.reason === 'timeout' ? 'unknown' : end);
      if (attempt?.outcome === 'unknown') await expectSameMessage(run, first);
    }),
  );

  it.each(SIGN_IN_FAULTS)('%s of the sign-in call: nothing is sent, all is delivered after healing', (fault) =>
    inEveryMode(async (run) => {
      run.receiver.expireTokens();
      await run.receiver.setFault(fault, { at: 'sign-in' });
      const first = await run.accept();
      await run.failed(1);
      expect(run.receiver.effects()).toHaveLength(run.accepted() - RECORDS);
      await run.receiver.setFault(null);
      run.letMinutesPass();
      await expectEachOnce(run);
      expect((await run.attemptsOf(first))[0]?.outcome).toBe('retry');
    }),
  );

  it('a password that is not taken: nothing is sent until it is mended', () =>
    inEveryMode(async (run) => {
      run.setPassword('another');
      run.receiver.expireTokens();
      const signIns = run.receiver.signIns();
      await run.accept();
      await eventually('it was asked for', () => run.receiver.signIns() > signIns);
      await run.failed(1);
      expect(run.receiver.effects()).toHaveLength(run.accepted() - RECORDS);
      run.setPassword(PASSWORD);
      run.letMinutesPass();
      await expectEachOnce(run);
    }));

  it('a gateway that is stopped in the middle of an exchange: the next one carries on', () =>
    inEveryMode(async (run) => {
      await run.receiver.setFault('timeout');
      const first = await run.accept();
      await run.failed(1);
      await run.stop();
      expect((await run.attemptsOf(first))[0]?.outcome).toBe('unknown');
      await run.receiver.setFault(null);
      run.forward();
      await expectEachOnce(run);
      await expectSameMessage(run, first);
    }));

  it('TLS that fails: nothing is sent until the address is mended', () =>
    inEveryMode(async (run) => {
      await run.stop();
      run.forward(run.receiver.url.replace('http:', 'https:'));
      const first = await run.accept();
      await run.failed(1);
      await run.stop();
      const [attempt] = await run.attemptsOf(first);
      expect(attempt).toMatchObject({ outcome: 'retry', reason: expect.stringMatching(/tls$|timeout$/) });
      expect(run.receiver.effects()).toHaveLength(run.accepted() - RECORDS);
      run.forward();
      await expectEachOnce(run);
    }));
});
