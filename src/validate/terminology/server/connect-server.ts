import { createCachedServer } from './cached-server.ts';
import { createPausingServer } from './pausing-server.ts';
import type { ConnectedServer } from './terminology-server.ts';
import type { FindValueSet } from './validate-code-batch.ts';

/** Where a FHIR R4 terminology server is, and how it is asked. */
export interface ServerAddress {
  /** Base URL, `https://host/fhir`. */
  readonly url: string;
  /** Headers of every request, such as authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one request, in milliseconds; default 5,000. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const PAUSE_MS = 30_000;
const MAX_ANSWERS = 100_000;
const EXPIRES_AFTER_MS = 3_600_000;

/** A server over HTTP whose answers are kept for an hour, and that is left alone for half a minute after it failed. */
export async function connectServer(address: ServerAddress, findValueSet: FindValueSet): Promise<ConnectedServer> {
  // Whoever needs no server does not wait for a client of HTTP.
  const { createFhirTerminologyServer } = await import('./fhir-terminology-server.ts');
  const http = createFhirTerminologyServer({ timeoutMs: TIMEOUT_MS, ...address, findValueSet });
  const now = (): number => performance.now();
  const pausing = createPausingServer(http, { pauseMs: PAUSE_MS, now });
  const cached = createCachedServer(pausing, { maxAnswers: MAX_ANSWERS, expiresAfterMs: EXPIRES_AFTER_MS, now });
  return { ...cached, close: http.close };
}
