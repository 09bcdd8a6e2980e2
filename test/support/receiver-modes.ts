import { hash } from 'node:crypto';
import type { Destination } from '../../src/forward/destination.ts';
import type { Effect } from '../../src/simulate/effect.ts';
import type { FaultKind, FaultOptions } from '../../src/simulate/receivers/fault.ts';
import { readFormFacts } from '../../src/simulate/receivers/form-facts.ts';
import { startHubReceiver } from '../../src/simulate/receivers/hub/hub-receiver.ts';
import { startPortalReceiver } from '../../src/simulate/receivers/portal/portal-receiver.ts';
import { startPrescriptionReceiver } from '../../src/simulate/receivers/prescription/prescription-receiver.ts';
import { startWarehouseReceiver } from '../../src/simulate/receivers/warehouse/warehouse-receiver.ts';
import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { configuredDestination } from './configured-destination.ts';
import { healthBookDelivery, healthCheckDelivery } from './health-forms.ts';
import { rebuildForm } from './national-delivery.ts';
import { claimDelivery, PORTAL_USER, portalAccounts } from './portal-setting.ts';
import { DOCTOR, FACILITY_ID, prescriptionCode, prescriptionDelivery } from './prescription-setting.ts';
import { FACILITY, PASSWORD, rsaKeyPair, SENDER_ID, type SecretFiles } from './secret-files.ts';

/** What every simulated receiver that signs in can do. */
export interface SignedInReceiver {
  readonly url: string;
  effects(): readonly Effect[];
  stats(): { readonly redirectsFollowed: number };
  signIns(): number;
  expireTokens(): void;
  setFault(kind: FaultKind | null, options?: FaultOptions): Promise<void>;
  close(): Promise<void>;
}

/** A receiver that runs, and how to send to it. */
export interface ModeStart {
  readonly receiver: SignedInReceiver;
  readonly setPassword: (password: string) => void;
  /** A destination that sends to it; `url` in its place. */
  readonly destinationAt: (id: string, url?: string) => Destination;
}

/** One way in which a kind of destination settles what is of unknown end. */
export interface ReceiverMode {
  readonly name: string;
  /** Who settles it: the receiver knows a repetition, is asked first, or a person looks. */
  readonly settledBy: 'key' | 'question' | 'person';
  /** What an `http-500` and an error in a 200 say: nothing was processed, or nobody knows. */
  readonly errorIs: 'retry' | 'unknown';
  /** The n-th record, and what its content is known by at the receiver. */
  readonly make: (n: number) => { readonly delivery: LeasedDelivery; readonly digest: string };
  start(secrets: SecretFiles, clock: () => number): Promise<ModeStart>;
}

/** Below this the whole exchange; waits are as long. */
export const MODE_TIMEOUT_MS = 400;

const pair = rsaKeyPair();
const signIn = (secrets: SecretFiles, username: string) => ({ username, passwordFile: secrets.passwordFile });

const ofForm = (delivery: LeasedDelivery) => rebuildForm(delivery)?.bytes ?? Buffer.of();
const byFacts = (delivery: LeasedDelivery) => ({
  delivery,
  digest: readFormFacts(ofForm(delivery).toString('utf8'))?.digest ?? '',
});
const byBytes = (delivery: LeasedDelivery) => ({ delivery, digest: hash('sha256', ofForm(delivery)) });

const warehouse: ReceiverMode = {
  name: 'province-warehouse, books and checks',
  settledBy: 'key',
  errorIs: 'unknown',
  make: (n) => byFacts(n % 2 === 0 ? healthBookDelivery(n) : healthCheckDelivery(n)),
  async start(secrets, clock) {
    const account = { username: 'kho', password: PASSWORD, facility: FACILITY, senderId: SENDER_ID, publicKey: null };
    const receiver = await startWarehouseReceiver({ port: 0, clock, accounts: [account] });
    const settings = {
      kind: 'province-warehouse',
      ...signIn(secrets, 'kho'),
      hub: { senderIds: { [FACILITY]: SENDER_ID } },
    };
    return started(receiver, 'kho', settings, clock);
  },
};

const hubMode = (name: string, settledBy: ReceiverMode['settledBy']): ReceiverMode => ({
  name,
  settledBy,
  errorIs: 'retry',
  make: (n) => byFacts(healthCheckDelivery(n)),
  async start(secrets, clock) {
    const statusPath = settledBy === 'question' ? '/api/platform/data-sync/status' : null;
    const account = { username: 'hub', password: PASSWORD, senderId: SENDER_ID, publicKey: pair.publicKey };
    const receiver = await startHubReceiver({ port: 0, clock, accounts: [account], keyBlind: true, statusPath });
    const privateKeyFile = await secrets.write('hub.pem', pair.privateKey);
    const settings = {
      kind: 'moh-hub',
      ...signIn(secrets, 'hub'),
      paths: { status: statusPath },
      hub: { receiverId: 'TDLBYT', privateKeyFile, senderIds: { [FACILITY]: SENDER_ID } },
    };
    return started(receiver, 'hub', settings, clock);
  },
});

const portal: ReceiverMode = {
  name: 'claim-portal, which keeps a file as often as it comes',
  settledBy: 'person',
  errorIs: 'unknown',
  make: (n) => byBytes(claimDelivery('Thuốc A', `LK${n}`)),
  async start(secrets, clock) {
    const receiver = await startPortalReceiver({ port: 0, clock, accounts: portalAccounts(FACILITY) });
    const settings = { kind: 'claim-portal', ...signIn(secrets, PORTAL_USER), filter: { facilities: [FACILITY] } };
    return started(receiver, PORTAL_USER, settings, clock);
  },
};

const prescriptionMode = (name: string, settledBy: ReceiverMode['settledBy']): ReceiverMode => ({
  name,
  settledBy,
  errorIs: 'unknown',
  make: (n) => byBytes(prescriptionDelivery({ ma_don_thuoc: prescriptionCode(n) })),
  async start(secrets, clock) {
    const doctors = [{ username: DOCTOR, password: PASSWORD, facilityId: FACILITY_ID }];
    const apps = new Map([['gateway', 'khoa']]);
    const receiver = await startPrescriptionReceiver({ port: 0, clock, doctors, apps });
    const asks = {
      url: `${receiver.url}/api/v1/thong-tin-don-thuoc/{ma}`,
      appName: 'gateway',
      appKeyFile: await secrets.write('app-key', 'khoa'),
    };
    const settings = {
      kind: 'e-prescription',
      passwordsFile: await secrets.write('doctors.json', JSON.stringify({ [DOCTOR]: PASSWORD })),
      facilityIds: { [FACILITY]: FACILITY_ID },
      lookUp: settledBy === 'question' ? asks : null,
    };
    return started(receiver, DOCTOR, settings, clock);
  },
});

/** Every kind that signs in, in every way in which it may be configured to settle what is unknown. */
export const RECEIVER_MODES: readonly ReceiverMode[] = [
  warehouse,
  hubMode('moh-hub that can be asked', 'question'),
  hubMode('moh-hub of which nothing is known', 'person'),
  portal,
  prescriptionMode('e-prescription that can be asked', 'question'),
  prescriptionMode('e-prescription without an account to ask with', 'person'),
];

function started(
  receiver: SignedInReceiver & { setPassword(username: string, password: string): void },
  username: string,
  settings: object,
  clock: () => number,
): ModeStart {
  return {
    receiver,
    setPassword: (password) => receiver.setPassword(username, password),
    destinationAt: (id, url = receiver.url) =>
      configuredDestination({ id, timeoutMs: MODE_TIMEOUT_MS, ...settings, url }, clock),
  };
}
