import type { Logger } from 'pino';
import { createBearerVerifier } from './authenticate/bearer.ts';
import { dateKey } from './authenticate/key-date.ts';
import { generateKeyPair } from './authenticate/keys.ts';
import { createStaffCheck } from './authenticate/staff.ts';
import { createTokenEndpoint } from './authenticate/token-endpoint.ts';
import { startBackground, startRelays } from './background.ts';
import { PATHS } from './config/paths.ts';
import type { Relay } from './forward/relay.ts';
import { createHealthBook } from './health-book.ts';
import { createLine, type Line } from './line.ts';
import { dropKnownCodes } from './measure/code-worklist.ts';
import { createHealth } from './observe/health.ts';
import { createMetrics } from './observe/metrics.ts';
import { createTimedAsync } from './observe/timed.ts';
import { startOperations } from './operations.ts';
import { loadWorkingCalendar, unknownYears } from './pipeline/deadline/load-working-calendar.ts';
import { createPlaceOfFault } from './pipeline/fault-place.ts';
import { startPreparation } from './pipeline/preparation/start-preparation.ts';
import { createRebuildForm } from './pipeline/rebuild-form.ts';
import { createPipeline } from './pipeline.ts';
import { createCallQuota } from './receive/call-quota.ts';
import { createAdminApp } from './receive/create-admin-app.ts';
import { createPublicApp } from './receive/create-public-app.ts';
import { type Listening, listen } from './receive/listen.ts';
import { createQuotaGuard } from './receive/quota-guard.ts';
import { createRefusals } from './receive/refusals.ts';
import { createManifests, createReconciliation } from './reconciliation.ts';
import { createStaffRouters } from './staff.ts';
import { openStoreAt } from './store/open-store.ts';
import type { Config } from './types/config.ts';
import type { Store } from './types/store.ts';
import type { EpochMs } from './types/submission.ts';
import { createValidateOperation } from './validate/operation/create-validate-operation.ts';
import { createRuleDesk } from './validate/policy/rule-desk.ts';

export interface GatewayParts {
  readonly config: Config;
  readonly version: string;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  /** True for facility codes that are shown as placeholders; none in a real deployment. */
  readonly isPlaceholder: (code: string) => boolean;
  /** A new UUIDv7. */
  readonly newId: () => string;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told when the store cannot be used any more by this process, which then has to end without closing it. */
  readonly onStoreBroken?: (error: Error) => void;
}

export interface RunningGateway {
  /** Public and admin address as bound. */
  readonly url: string;
  readonly adminUrl: string;
  readonly store: Store;
  /** Takes no new work, answers what it has, closes the store; resolves within 10 s. */
  stop(): Promise<void>;
}

/** Joins the stages into one running gateway: store, line, relays, HTTP. Rejects when the store or an address is taken. */
export async function startGateway(parts: GatewayParts): Promise<RunningGateway> {
  const { config, logger, clock, newId, isPlaceholder } = parts;
  const { limits, publicUrl } = config;
  const line = await createLine(limits, config);
  const { rules, systems } = line;
  const calendar = loadWorkingCalendar(PATHS.workingCalendar, config.workingCalendar);
  for (const year of unknownYears(calendar, clock())) {
    logger.warn({ year }, 'the working calendar does not know the holidays of this year: write workingCalendar.years');
  }
  const store = await openStoreAt({ ...config, exclusive: true, clock, newId, onBroken: parts.onStoreBroken });
  await takeUpDeployment(line, store, logger);
  const relays: Relay[] = [];
  const standings = () => relays.map((relay) => relay.standing());
  const metrics = createMetrics({ queueDepths: store.queueDepths, standings, clock });
  const health = createHealth({ probe: store.probe, timeoutMs: 2_000, keepMs: 1_000, clock });
  const { ready } = health;
  const timedAsync = createTimedAsync(metrics);

  const preparation = startPreparation(line, config, { metrics, logger, clock, newId });
  const gateway = createPipeline({
    prepare: preparation.prepare,
    store: { ...store, accept: (submission) => timedAsync('store', () => store.accept(submission)) },
    rules,
    placeOfFault: createPlaceOfFault(line.forms.forms),
    clock,
    onStored: ({ format, state, records }) => {
      metrics.countSubmission(format, state);
      for (const record of records) metrics.countRecord(format, record.state);
      for (const relay of relays) relay.wake();
    },
  });

  const signingKey = await store.signingKey(async () => dateKey((await generateKeyPair()).privateKey, clock()));
  const facilityExists = async (code: string) => (await store.facility(code)) !== undefined;
  const onStoreFailure = (cause: unknown) => logger.error({ err: cause }, 'store does not answer');
  const verify = createBearerVerifier({ rules, publicUrl, signingKey, facilityExists, clock, onStoreFailure });
  const { callsPerMinute } = limits;
  const quota = createCallQuota({ takeQuota: store.takeQuota, callsPerMinute, clock });
  const authenticate = createQuotaGuard(verify, quota, createRefusals(rules, systems), callsPerMinute);
  const tokenEndpoint = createTokenEndpoint({
    rules,
    publicUrl,
    accessTokenSeconds: limits.accessTokenSeconds,
    keysOf: store.keys,
    facilityExists,
    rememberJti: store.rememberJti,
    recordSignIn: store.recordSignIn,
    signingKey,
    clock,
    newId,
    onStoreFailure,
  });
  const staff = createStaffCheck({ rules, host: config.host });
  const desk = createRuleDesk({ rules: rules.rules, policy: line.policy, judgements: store.judgements });
  const reconciliation = createReconciliation(config.destinations, { store, clock });
  const reading = { authenticate, staff, clock, rules, systems, isPlaceholder };
  const rebuildForm = createRebuildForm(line);
  const staffRouters = createStaffRouters({
    newId,
    ...reading,
    line,
    rebuildForm,
    standings,
    config,
    store,
    desk,
    reconciliation,
    isWorkingDay: calendar.isWorkingDay,
    timed: timedAsync,
    onFailure: onStoreFailure,
  });
  const mounts = staffRouters.routers.map((router) => ({ path: '/', router }));
  const door = { rules, systems, metrics, logger, ready };
  const operation = createValidateOperation(line.check, line.decidesBy, PATHS.rules);
  const publicApp = createPublicApp({
    ...door,
    gateway,
    book: createHealthBook({ store, systems, publicUrl, clock }),
    manifests: createManifests({ store, limits, clock }),
    operation: { ...operation, run: (bytes, asked) => timedAsync('validate', () => operation.run(bytes, asked)) },
    authenticate,
    tokenEndpoint,
    limits,
    publicUrl,
    version: parts.version,
    clock,
    newId,
    mounts,
    readers: staffRouters.readers,
  });
  const at = { host: config.host, limits, rules, systems };
  const { open, admin } = await listenOnBoth(
    () => listen(publicApp, { ...at, port: config.port }),
    () => listen(createAdminApp(door), { ...at, port: config.adminPort }),
  ).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const working = { ...parts, store, metrics };
  relays.push(...startRelays(working, rebuildForm));
  const { overview, reporting } = staffRouters;
  const operations = startOperations({ ...working, ready, overview, signingKey, reporting });
  const background = [...startBackground(working, reconciliation, reporting, overview), operations];

  return {
    url: open.url,
    adminUrl: admin.url,
    store,
    async stop() {
      health.drain();
      staffRouters.stop();
      await Promise.all([
        open.close(),
        ...relays.map((relay) => relay.stop()),
        ...background.map((task) => task.stop()),
      ]);
      await admin.close();
      await Promise.all([operation.close(), preparation.close()]);
      await store.close();
    },
  };
}

/** Imported lists hold from now on: codes that they know leave the worklist. The log says what this deployment adds of its own. */
async function takeUpDeployment({ codeLists, overrides }: Line, store: Store, logger: Logger): Promise<void> {
  const resolved = await dropKnownCodes(store, codeLists);
  for (const { list, versions } of codeLists.summaries) {
    for (const { from, to, codes, origin } of versions) {
      if (origin === 'imported') logger.info({ list, from, to, codes }, 'imported code list is in force');
    }
  }
  if (resolved > 0) logger.info({ resolved }, 'codes left the worklist');
  for (const edition of overrides.editions) logger.info({ edition }, 'overrides of a facility are in force');
}

/** Both doors, or neither. */
async function listenOnBoth(
  listenOpen: () => Promise<Listening>,
  listenAdmin: () => Promise<Listening>,
): Promise<{ readonly open: Listening; readonly admin: Listening }> {
  const open = await listenOpen();
  try {
    return { open, admin: await listenAdmin() };
  } catch (error) {
    await open.close();
    throw error;
  }
}
