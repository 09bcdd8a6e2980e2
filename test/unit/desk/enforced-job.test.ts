import { describe, expect, it } from '@jest/globals';
import { createEnforcedJob } from '../../../src/desk/enforced-job.ts';
import type { Judgement } from '../../../src/types/measure.ts';
import type { Policy, PolicyInForce } from '../../../src/types/policy.ts';
import { eventually } from '../../support/eventually.ts';

const ENFORCED: PolicyInForce = {
  id: 'p/enforced',
  phase: 'enforced',
  actionOf: () => 'refuse',
  apply: (issue) => issue,
};
const POLICY: Policy = { version: 'p', turns: [], named: [], on: () => ENFORCED, enforced: ENFORCED };
const judgement: Judgement = {
  facility: '99001',
  at: Date.parse('2026-11-16T12:00:00+07:00'),
  format: 'claim-xml',
  state: 'accepted',
  policy: 'p',
  broken: [],
};

function jobOver(judgements: (from: number, until: number) => AsyncIterable<Judgement>) {
  const failures: unknown[] = [];
  const onFailure = (cause: unknown) => failures.push(cause);
  const job = createEnforcedJob({ store: { judgements }, rules: [], policy: POLICY, clock: () => 42, onFailure });
  return { job, failures };
}

describe('counting what would be refused', () => {
  it('says how far it is, does one count at a time, and keeps the last', async () => {
    let goOn = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const asked: (readonly [number, number])[] = [];
    const { job } = jobOver(async function* (from, until) {
      asked.push([from, until]);
      yield judgement;
      await waiting;
    });
    expect(job.state()).toEqual({ running: null, hasFailed: false, result: null });
    job.start('2026-11-13', '2026-11-19');
    job.start('2026-01-01', '2026-01-02');
    await eventually('the first is counted', async () => job.state().running?.records === 1);
    expect(job.state().running).toMatchObject({ day: '2026-11-16', done: expect.closeTo(0.5, 5) });
    goOn();
    await eventually('it ended', async () => job.state().running === null);
    expect(job.state().result).toMatchObject({ from: '2026-11-13', to: '2026-11-19', records: 1, countedAt: 42 });
    expect(asked).toEqual([[Date.parse('2026-11-13T00:00:00+07:00'), Date.parse('2026-11-19T23:59:59.999+07:00')]]);
  });

  it('tells that it did not end when the store does not answer, and may be begun again', async () => {
    let isDown = true;
    const { job, failures } = jobOver(async function* () {
      if (isDown) throw new Error('store down');
      yield judgement;
    });
    job.start('2026-11-13', '2026-11-19');
    await eventually('it failed', async () => job.state().hasFailed);
    expect([job.state().running, failures.length]).toEqual([null, 1]);
    isDown = false;
    job.start('2026-11-13', '2026-11-19');
    await eventually('it ended', async () => job.state().result !== null);
    expect(job.state().hasFailed).toBe(false);
  });
});
