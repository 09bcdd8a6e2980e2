import { describe, expect, it } from '@jest/globals';
import { createQueueDesk, type QueueDeskDeps } from '../../../src/desk/queue-desk.ts';
import type { Act } from '../../../src/types/act.ts';
import type { InspectedDelivery } from '../../../src/types/inspection.ts';
import { NOON } from '../../support/store-fixtures.ts';

const BY = 'staff:Mai Lan';
const OWED = { id: 'd-1', destination: 'province', receipt: 'P-7', deliveredAt: NOON - 5 } as InspectedDelivery;

/** A desk over a store that does what it is asked for, unless `isWilling` is false; `log` has what happened, in order. */
function deskOver(isWilling: boolean) {
  const log: string[] = [];
  const acts: Omit<Act, 'id'>[] = [];
  const does = async (what: string) => {
    log.push(what);
    return isWilling;
  };
  const store = {
    appendAudit: async () => void log.push('audit'),
    noteAct: async (act: Omit<Act, 'id'>) => {
      log.push('act');
      acts.push(act);
    },
    deliveriesOf: async () => [OWED],
    deliveries: async () => [{ ...OWED, state: 'parked' }],
    destinationStops: async () => [{ destination: 'province' }],
    moveDeliveries: async () => ((await does('move')) ? 3 : 0),
    releaseRecord: async () => ((await does('release')) ? 'released' : 'superseded'),
    sendAgain: async () => ((await does('again')) ? ['r-1'] : []),
    settleByPerson: () => does('settle'),
    startDestination: () => does('start'),
    stopDestination: async () => void (await does('stop')),
  } as unknown as QueueDeskDeps['store'];
  return { desk: createQueueDesk({ store, notifies: () => false, clock: () => NOON }), log, acts };
}

type Desk = ReturnType<typeof deskOver>['desk'];
const RELEASE = { recordId: 'r-1', facility: '99001', key: 'LK1', reason: 'đúng' };
const SETTLE = { deliveryId: 'd-1', receipt: 'P-1', reason: 'đã hỏi' };
const ALL = { destination: 'province', state: 'refused', reason: 'http-422' };
const DONE: readonly (readonly [name: string, work: (desk: Desk) => Promise<unknown>, act: Partial<Act>])[] = [
  ['release', (desk) => desk.release(RELEASE, BY), { what: 'release', object: 'r-1', reason: 'đúng' }],
  [
    'move',
    (desk) => desk.move({ action: 'park', filters: [{}], told: { id: 'd-1', why: 'chờ' } }, BY),
    { what: 'park', object: 'd-1', reason: 'chờ', told: {} },
  ],
  [
    'move',
    (desk) => desk.move({ action: 'retry', filters: [{}], told: ALL }, BY),
    { what: 'retry', object: 'province', reason: null, told: { count: 3, state: 'refused', held: 'http-422' } },
  ],
  ['settle', (desk) => desk.settle(SETTLE, BY), { what: 'settle', object: 'd-1', told: { receipt: 'P-1' } }],
  [
    'again',
    (desk) => desk.sendAgain({ recordId: 'r-1', destination: 'province', reason: 'mất' }, BY),
    { what: 'send-again', object: 'd-1', reason: 'mất', told: { receipt: 'P-7', deliveredAt: NOON - 5 } },
  ],
  ['start', (desk) => desk.start('province', BY), { what: 'start', object: 'province', reason: null }],
];

describe('the queue desk', () => {
  it('audits each act before it, and keeps it for the pages once it is done', async () => {
    for (const [name, work, act] of DONE) {
      const { desk, log, acts } = deskOver(true);
      await work(desk);
      expect(log).toEqual(['audit', name, 'act']);
      expect(acts).toEqual([expect.objectContaining({ at: NOON, by: BY, ...act })]);
    }
    const { desk, log, acts } = deskOver(true);
    await desk.stop('province', 'bảo trì', BY);
    expect([log, acts[0]?.reason]).toEqual([['audit', 'stop', 'act'], 'bảo trì']);
  });

  it('keeps no act of what was not done', async () => {
    for (const [name, work] of DONE) {
      const { desk, log } = deskOver(false);
      await work(desk);
      expect(log).toEqual(['audit', name]);
    }
  });
});
