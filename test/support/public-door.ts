import { v7 } from 'uuid';
import { parseConfigFile } from '../../src/config/config-file.ts';
import { PATHS } from '../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { loadRuleCatalogue } from '../../src/fhir/rule-catalogue.ts';
import { createLogger } from '../../src/observe/logger.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { createPublicApp, type PublicAppDeps } from '../../src/receive/create-public-app.ts';
import { type Listening, listen } from '../../src/receive/listen.ts';
import type { Limits } from '../../src/types/config.ts';
import type { Result } from '../../src/types/issue.ts';
import type { Principal, RequestHeaders } from '../../src/types/principal.ts';
import { createInMemoryBook } from './in-memory-book.ts';
import { createInMemoryGateway, type InMemoryGateway } from './in-memory-gateway.ts';
import { createInMemoryManifests } from './in-memory-manifests.ts';

export const RULES = loadRuleCatalogue(PATHS.rules);
export const SYSTEMS = loadIdentifierSystems(PATHS.identifiers);
export const STANDARD_LIMITS = parseConfigFile('').limits;
export const PUBLIC_URL = 'https://lienthong.example';
export const NOW = Date.parse('2026-11-22T08:00:00+07:00');

/** Tokens that the door's stand-in for the authenticate stage knows. */
const CALLERS: Readonly<Record<string, Principal>> = {
  'Bearer hospital-a': { kind: 'facility', facility: '99001', scopes: ['system/*.cruds'] },
  'Bearer hospital-b': { kind: 'facility', facility: '99002', scopes: ['system/*.cruds'] },
  'Bearer writer': { kind: 'facility', facility: '99001', scopes: ['system/*.write'] },
  'Bearer reader': { kind: 'facility', facility: '99001', scopes: ['system/*.read'] },
  'Bearer patients': { kind: 'facility', facility: '99001', scopes: ['system/Patient.rs'] },
  'Bearer warehouse': { kind: 'client', client: 'warehouse', scopes: ['system/*.rs'] },
  'Bearer staff': { kind: 'staff', via: 'loopback' },
};
export const HOSPITAL_A = { authorization: 'Bearer hospital-a' };
export const HOSPITAL_B = { authorization: 'Bearer hospital-b' };

export interface Door extends Listening {
  readonly gateway: InMemoryGateway;
  /** Everything that went to the log. */
  readonly log: readonly string[];
  readonly metrics: PublicAppDeps['metrics'];
}

interface DoorOptions {
  readonly limits?: Partial<Limits>;
  readonly drainMs?: number;
  readonly deps?: Partial<PublicAppDeps>;
}

/** The public application on a free port of 127.0.0.1, with a gateway in memory behind it. */
export async function openDoor({ limits: changed = {}, drainMs, deps = {} }: DoorOptions = {}): Promise<Door> {
  const limits = { ...STANDARD_LIMITS, ...changed };
  const gateway = createInMemoryGateway();
  const log: string[] = [];
  const metrics = createMetrics({ queueDepths: async () => [], standings: () => [], clock: () => NOW });
  const app = createPublicApp({
    gateway,
    book: createInMemoryBook(),
    manifests: createInMemoryManifests(() => NOW),
    operation: {
      isType: (name) => ['Patient', 'Observation'].includes(name),
      run: async () => ({ kind: 'checked', issues: [] }),
    },
    authenticate,
    tokenEndpoint: (_request, response) => void response.json({ token_type: 'bearer' }),
    limits,
    rules: RULES,
    systems: SYSTEMS,
    publicUrl: PUBLIC_URL,
    version: '0.0.0-test',
    metrics,
    logger: createLogger('info', { write: (line) => void log.push(line) }),
    clock: () => NOW,
    newId: v7,
    ready: async () => true,
    mounts: [],
    readers: [],
    ...deps,
  });
  const options = { host: '127.0.0.1', port: 0, limits, rules: RULES, systems: SYSTEMS };
  const listening = await listen(app, drainMs === undefined ? options : { ...options, drainMs });
  return { ...listening, gateway, log, metrics };
}

/** A door for one test, closed whatever comes of it. */
export async function withDoor(options: DoorOptions, use: (door: Door) => Promise<void>): Promise<void> {
  const door = await openDoor(options);
  try {
    await use(door);
  } finally {
    await door.close();
  }
}

async function authenticate(headers: RequestHeaders): Promise<Result<Principal>> {
  const caller = CALLERS[[headers['authorization']].flat()[0] ?? ''];
  if (caller !== undefined) return { ok: true, value: caller };
  const challenge = { 'WWW-Authenticate': 'Bearer' };
  return { ok: false, refusal: { status: 401, issues: [RULES.issue('LT-A001')], headers: challenge } };
}
