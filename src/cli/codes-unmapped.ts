import { Agent } from 'undici';
import { parseCursor, readUnmappedCodes, type UnmappedCodePage } from '../measure/code-worklist.ts';
import type { CliIo } from './command.ts';
import { OperationFailed, UsageError } from './failures.ts';
import { parseGatewayAddress } from './gateway-address.ts';
import { createExchange } from './gateway-exchange.ts';
import { withStore } from './open-store.ts';
import { oneOf } from './parse-options.ts';
import { isJsonObject } from './read-json-file.ts';

/** Which part of the worklist is asked for. */
export type UnmappedOptions = Readonly<
  Partial<Record<'list' | 'facility' | 'form' | 'reason' | 'limit' | 'after', string>>
>;

const REASONS = ['not-in-list', 'list-not-loaded'] as const;
const MAX_LIMIT = 1_000;
const USUAL_LIMIT = 100;
const ANSWER_TIMEOUT_MS = 30_000;

/** A page of the worklist from the store in DATA_DIR. */
export function readFromStore(options: UnmappedOptions, io: CliIo): Promise<UnmappedCodePage> {
  const { list, facility, form, after } = options;
  const reason = oneOf(options.reason, REASONS, '--reason');
  const limit = readLimit(options.limit);
  const cursor = after === undefined ? undefined : parseCursor(after);
  if (after !== undefined && cursor === undefined) throw new UsageError('--after is what the page before ended with');
  return withStore(io, (store) => readUnmappedCodes(store, { list, facility, form, reason, limit, after: cursor }));
}

/** The same from a gateway, which answers staff only: for now, from the machine that it runs on. */
export async function readFromGateway(url: string, options: UnmappedOptions, io: CliIo): Promise<UnmappedCodePage> {
  const address = parseGatewayAddress(url);
  const path = `/codes/unmapped?${new URLSearchParams(options as Record<string, string>).toString()}`;
  const agent = new Agent({ headersTimeout: ANSWER_TIMEOUT_MS, bodyTimeout: ANSWER_TIMEOUT_MS });
  try {
    const { status, body } = await createExchange(agent, address, io)(async () => ({ method: 'GET', path }));
    if (status !== 200 || !isPage(body)) throw new OperationFailed(describeAnswer(address, status));
    return body;
  } finally {
    await agent.close();
  }
}

function describeAnswer(address: string, status: number): string {
  if (status === 401 || status === 403) return `${address} shows the worklist to staff only (HTTP ${status})`;
  return status === 400 ? 'the gateway does not know these filters (HTTP 400)' : `${address} answered HTTP ${status}`;
}

function isPage(body: unknown): body is UnmappedCodePage {
  return isJsonObject(body) && Array.isArray(body['codes']);
}

function readLimit(text = String(USUAL_LIMIT)): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw new UsageError(`--limit must be 1 to ${MAX_LIMIT}`);
  return limit;
}
