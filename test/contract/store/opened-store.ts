import { afterEach, beforeEach } from '@jest/globals';
import type { Store } from '../../../src/types/store.ts';
import type { EpochMs } from '../../../src/types/submission.ts';

/** A fresh store in which facilities 99001 and 99002 are registered. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes it and opens it again on the same data. */
  readonly reopen: () => Promise<Store>;
  /** Another handle on the same data, as a second process has it, whose clock stands elsewhere when told; whoever asks closes it. */
  readonly beside: (now?: EpochMs) => Promise<Store>;
  readonly cleanup: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** Opens a store before each test of a suite and removes it afterwards. */
export function useStore(open: OpenStore): Pick<OpenedStore, 'store' | 'reopen' | 'beside'> {
  let opened: OpenedStore;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.cleanup());
  return {
    get store() {
      return opened.store;
    },
    reopen: () => opened.reopen(),
    beside: (now) => opened.beside(now),
  };
}
