import { startPortalReceiver } from '../../simulate/receivers/portal/portal-receiver.ts';
import type { ReceiverStart, RunningReceiver } from './running-receiver.ts';
import { trialPassword } from './trial-secrets.ts';

/** A claim portal with an account for each facility, `99001_BV`. */
export async function startClaimPortal(start: ReceiverStart): Promise<RunningReceiver> {
  const { port, clock, facilities, out } = start;
  const accounts = facilities.map((facility) => {
    const { file, text } = trialPassword(out, `${facility}.password`);
    return { facility, username: `${facility}_BV`, password: text, passwordFile: file };
  });
  const { url, close } = await startPortalReceiver({ port, clock, accounts });
  const [first] = accounts;
  const own = accounts.map(({ facility, username, passwordFile }) => [facility, { username, passwordFile }] as const);
  const destination = {
    id: 'claim-portal',
    kind: 'claim-portal',
    url,
    username: first?.username,
    passwordFile: first?.passwordFile,
    accounts: Object.fromEntries(own),
    filter: { facilities },
  };
  return { url, destination, close };
}
