import { describe } from '@jest/globals';
import { describeAccepting } from './store/accepting.ts';
import { describeArriving } from './store/arriving.ts';
import { describeCorrecting } from './store/correcting.ts';
import { describeIsolation } from './store/isolation.ts';
import { describeJudging } from './store/judging.ts';
import { describeMeasuring } from './store/measuring.ts';
import type { OpenStore } from './store/opened-store.ts';
import { describeOperating } from './store/operating.ts';
import { describePatients } from './store/patients.ts';
import { describeQueue } from './store/queue.ts';
import { describeRegistry } from './store/registry.ts';
import { describeResending } from './store/resending.ts';
import { describeWorklist } from './store/worklist.ts';

/** What every adapter of the Store port keeps to. */
export function describeStore(name: string, open: OpenStore): void {
  describe(name, () => {
    describeAccepting(open);
    describeResending(open);
    describeCorrecting(open);
    describeQueue(open);
    describeArriving(open);
    describeOperating(open);
    describeRegistry(open);
    describeMeasuring(open);
    describeJudging(open);
    describeWorklist(open);
    describePatients(open);
    describeIsolation(open);
  });
}
