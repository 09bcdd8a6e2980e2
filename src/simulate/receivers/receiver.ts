import { createServer } from 'node:http';
import type { Resource } from '@medplum/fhirtypes';
import type { EpochMs } from '../../types/submission.ts';
import type { Effect } from '../effect.ts';
import { createReceiverAccount } from './account.ts';
import type { FaultKind, FaultOptions } from './fault.ts';
import { createFaultSwitch } from './fault-switch.ts';
import { openJournal } from './journal.ts';
import { type Commit, createRepository } from './repository.ts';
import { buildRoutes } from './routes.ts';
import { openPort } from './switchable-port.ts';
import { createTransactionService, type ReceiverStats, receiptOf } from './transaction-service.ts';

export interface ReceiverOptions {
  /** `province` gives its receipt as Bundle.id, `nation` in the header X-Receipt-Id. */
  readonly name: 'province' | 'nation';
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: () => EpochMs;
  /** The receiver's own rules: a text for each one that a resource breaks. Default: none. */
  readonly validate?: (resource: Resource) => readonly string[];
  /** Append-only file that keeps effects and resources over a restart. Default: memory only. */
  readonly effectsFile?: string;
  /** Knows nothing of Idempotency-Key, as many servers. Default false. */
  readonly keyBlind?: boolean;
}

export interface Receiver {
  /** FHIR base URL, `http://127.0.0.1:PORT/fhir`. */
  readonly url: string;
  /** Where its own account of a day is asked for (docs/reconciliation.md). */
  readonly reconciliationUrl: string;
  readonly port: number;
  /** What took effect up to now, in order. */
  effects(): readonly Effect[];
  stats(): ReceiverStats;
  /** Switches a fault on, or all off (null). Connections that a port fault held are cut. */
  setFault(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a simulated FHIR R4 receiver: takes transaction Bundles at `POST /fhir` and `POST /`, keeps resources with
 * versions, answers by Idempotency-Key, counts effects, fails on demand. Also `GET /fhir/{Type}/{id}`,
 * `GET /reconciliation/{day}`, `GET /_effects` and `POST /_fault`. Listens on 127.0.0.1 only.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const repository = createRepository();
  const journal = options.effectsFile === undefined ? undefined : openJournal(options.effectsFile);
  const account = createReceiverAccount();
  function keep(commit: Commit): Effect {
    const effect = repository.apply(commit);
    account.note(commit.record ?? null, commit.sha256, receiptOf(options.name, effect));
    return effect;
  }
  for (const commit of journal?.commits ?? []) keep(commit);
  const service = createTransactionService({ ...options, repository, keep, journal });
  const faults = createFaultSwitch((state) => port.setState(state));
  const port = await openPort(createServer(buildRoutes({ repository, service, account, faults })), options.port);
  return {
    url: `http://127.0.0.1:${port.port}/fhir`,
    reconciliationUrl: `http://127.0.0.1:${port.port}/reconciliation`,
    port: port.port,
    effects: () => [...repository.effects],
    stats: service.stats,
    setFault: faults.set,
    async close() {
      await port.setState('closed');
      journal?.close();
    },
  };
}
