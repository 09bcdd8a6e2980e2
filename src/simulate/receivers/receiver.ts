import { createServer } from 'node:http';
import type { Resource } from '@medplum/fhirtypes';
import type { EpochMs } from '../../types/submission.ts';
import type { Effect } from '../effect.ts';
import type { Fault, FaultKind, FaultOptions } from './fault.ts';
import { EXCHANGE_FAULTS } from './faults/registry.ts';
import { openJournal } from './journal.ts';
import { createRepository } from './repository.ts';
import { buildRoutes } from './routes.ts';
import { openPort } from './switchable-port.ts';
import { createTransactionService, type ReceiverStats } from './transaction-service.ts';

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
 * `GET /_effects` and `POST /_fault`. Listens on 127.0.0.1 only.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const repository = createRepository();
  const journal = options.effectsFile === undefined ? undefined : openJournal(options.effectsFile);
  for (const commit of journal?.commits ?? []) repository.apply(commit);
  const service = createTransactionService({ ...options, repository, journal });
  let fault: Fault | null = null;

  async function setFault(kind: FaultKind | null, faultOptions: FaultOptions = {}): Promise<void> {
    const portFault = kind === 'down' || kind === 'half-open';
    fault = kind === null || portFault ? null : EXCHANGE_FAULTS[kind](faultOptions);
    if (kind === 'down') await port.setState('closed');
    else await port.setState(kind === 'half-open' ? 'silent' : 'open');
  }

  const routes = buildRoutes({ repository, service, setFault, misbehaviour: () => fault?.() ?? null });
  const port = await openPort(createServer(routes), options.port);
  return {
    url: `http://127.0.0.1:${port.port}/fhir`,
    port: port.port,
    effects: () => [...repository.effects],
    stats: service.stats,
    setFault,
    async close() {
      await port.setState('closed');
      journal?.close();
    },
  };
}
