import { describe } from '@jest/globals';
import { describeAccepting } from './store/accepting.ts';
import { describeArriving } from './store/arriving.ts';
import { describeCorrecting } from './store/correcting.ts';
import { describeIsolation } from './store/isolation.ts';
import { describeJudging } from './store/judging.ts';
import { describeMeasuring } from './store/measuring.ts';
import { describeNoticing } from './store/noticing.ts';
import type { OpenStore } from './store/opened-store.ts';
import { describeOperating } from './store/operating.ts';
import { describePatients } from './store/patients.ts';
import { describeQueue } from './store/queue.ts';
import { describeReconciling } from './store/reconciling.ts';
import { describeRegistry } from './store/registry.ts';
import { describeReleasing } from './store/releasing.ts';
import { describeResending } from './store/resending.ts';
import { describeRetaining } from './store/retaining.ts';
import { describeSending } from './store/sending.ts';
import { describeSettling } from './store/settling.ts';
import { describeSharing } from './store/sharing.ts';
import { describeStopping } from './store/stopping.ts';
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
    describeSettling(open);
    describeSending(open);
    describeStopping(open);
    describeSharing(open);
    describeNoticing(open);
    describeReleasing(open);
    describeReconciling(open);
    describeRetaining(open);
    describeRegistry(open);
    describeMeasuring(open);
    describeJudging(open);
    describeWorklist(open);
    describePatients(open);
    describeIsolation(open);
  });
}
