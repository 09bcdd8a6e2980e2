import { startHubReceiver } from '../../simulate/receivers/hub/hub-receiver.ts';
import { startWarehouseReceiver } from '../../simulate/receivers/warehouse/warehouse-receiver.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { UsageError } from '../failures.ts';
import type { ReceiverStart, RunningReceiver } from './running-receiver.ts';
import { trialKey, trialPassword } from './trial-secrets.ts';

const GLN_DIGITS = 13;

/** A hub of the ministry with an account and a registered key for each facility. */
export async function startHub(start: ReceiverStart): Promise<RunningReceiver> {
  const accounts = accountsOf(start);
  const { url, close } = await startHubReceiver({ port: start.port, clock: start.clock, accounts });
  return { url, destination: destinationOf('moh-hub', url, accounts), close };
}

/** A provincial warehouse with an account and a registered key for each facility. */
export async function startWarehouse(start: ReceiverStart): Promise<RunningReceiver> {
  const accounts = accountsOf(start);
  const { url, close } = await startWarehouseReceiver({ port: start.port, clock: start.clock, accounts });
  return { url, destination: destinationOf('province-warehouse', url, accounts), close };
}

type TrialAccount = ReturnType<typeof accountsOf>[number];

function accountsOf({ facilities, out }: ReceiverStart) {
  return facilities.map((facility) => {
    const password = trialPassword(out, `${facility}.password`);
    const key = trialKey(out, `${facility}.key.pem`);
    return {
      facility,
      senderId: senderIdOf(facility),
      username: facility,
      password: password.text,
      passwordFile: password.file,
      publicKey: key.publicKey,
      privateKeyFile: key.file,
    };
  });
}

/** 13 digits for a trial: zeros that no organisation has, and the facility's own. */
function senderIdOf(facility: FacilityCode): string {
  if (!/^\d+$/.test(facility)) throw new UsageError('--facility must be digits for this kind, for example 99001');
  return facility.padStart(GLN_DIGITS, '0');
}

function destinationOf(kind: string, url: string, accounts: readonly TrialAccount[]): object {
  const [first] = accounts;
  const own = accounts.map(
    ({ facility, username, passwordFile, privateKeyFile }) =>
      [facility, { username, passwordFile, privateKeyFile }] as const,
  );
  return {
    id: kind,
    kind,
    url,
    username: first?.username,
    passwordFile: first?.passwordFile,
    accounts: Object.fromEntries(own),
    filter: { facilities: accounts.map(({ facility }) => facility) },
    hub: {
      receiverId: 'TTYQG',
      privateKeyFile: first?.privateKeyFile,
      senderIds: Object.fromEntries(accounts.map(({ facility, senderId }) => [facility, senderId])),
    },
  };
}
