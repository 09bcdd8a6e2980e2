import type { PostgresServer } from '../../support/postgres-server.ts';
import type { FaultWorld } from './fault-world.ts';
import type { LoopVolume } from './loop-volume.ts';

export type StoreKind = 'sqlite' | 'postgres';

/** What a scenario works on. */
export interface Stage {
  readonly world: FaultWorld;
  readonly rounds: number;
  /** In `npm test`: waits are as short as they can be. */
  readonly isShort: boolean;
  /** Of scenarios that ask for one: holds the store's data as `data`. */
  readonly volume: LoopVolume | undefined;
  /** Undefined: the store is SQLite. */
  readonly database: PostgresServer | undefined;
}

/** One fault of the list in docs/reliability.md. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** When nothing else is asked for. */
  readonly rounds: number;
  /** In `npm test`. Of a store that is absent it takes too long for that, or more rights than a test may ask for. */
  readonly shortRounds?: Readonly<Partial<Record<StoreKind, number>>>;
  /** Stores on which it makes sense. */
  readonly stores: readonly StoreKind[];
  /** Gateways on one store. Default 1. */
  readonly replicas?: number;
  /** Hospitals. Default 6. */
  readonly senders?: number;
  /** The data lie on a volume of their own, whose power can be cut and which can be full. */
  readonly needsVolume?: readonly StoreKind[];
  /** Settings of PostgreSQL. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Has to lose something: the proof that losing can be seen. */
  readonly isControl?: true;
  /** Why it cannot run on this machine. */
  readonly unable?: (store: StoreKind) => string | undefined;
  /** Gives what there is to tell beside the verdict; throws when it does not hold. */
  run(stage: Stage): Promise<string>;
}
