import type { Fault, FaultKind, FaultOptions, Misbehaviour, RequestSort } from './fault.ts';
import { EXCHANGE_FAULTS } from './faults/registry.ts';
import type { SwitchablePort } from './switchable-port.ts';

/** The fault of one receiver: none, or one at a time. */
export interface FaultSwitch {
  /** What it does to the next request of a sort; null lets that pass. */
  misbehaviour(sort: RequestSort): Misbehaviour | null;
  /** Switches a fault on, or all off (null). Connections that a port fault held are cut. */
  set(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
}

/** Starts without a fault. `setState` is that of the receiver's port, for `down` and `half-open`. */
export function createFaultSwitch(setState: SwitchablePort['setState']): FaultSwitch {
  let on: { readonly fault: Fault; readonly at: RequestSort } | null = null;
  return {
    misbehaviour: (sort) => (on?.at === sort ? on.fault() : null),
    async set(kind, options = {}) {
      const isPortFault = kind === 'down' || kind === 'half-open';
      on = kind === null || isPortFault ? null : { fault: EXCHANGE_FAULTS[kind](options), at: options.at ?? 'data' };
      if (kind === 'down') await setState('closed');
      else await setState(kind === 'half-open' ? 'silent' : 'open');
    },
  };
}
