import { startPrescriptionReceiver } from '../../simulate/receivers/prescription/prescription-receiver.ts';
import type { ReceiverStart, RunningReceiver } from './running-receiver.ts';
import { trialPassword, trialPasswords } from './trial-secrets.ts';

const APP = 'lien-thong';

/** A prescription system whose doctors work at the first facility; the others send under its id too. */
export async function startEPrescription(start: ReceiverStart): Promise<RunningReceiver> {
  const { port, clock, facilities, doctors, out } = start;
  const { file, passwords } = trialPasswords(out, 'doctors.json', doctors);
  const appKey = trialPassword(out, 'app-key');
  const facilityId = `CS-${facilities[0]}`;
  const { url, close } = await startPrescriptionReceiver({
    port,
    clock,
    doctors: doctors.map((username) => ({ username, password: passwords.get(username) ?? '', facilityId })),
    apps: new Map([[APP, appKey.text]]),
  });
  const destination = {
    id: 'e-prescription',
    kind: 'e-prescription',
    url,
    passwordsFile: file,
    facilityIds: Object.fromEntries(facilities.map((facility) => [facility, facilityId])),
    lookUp: { url: `${url}/api/v1/thong-tin-don-thuoc/{ma}`, appName: APP, appKeyFile: appKey.file },
  };
  return { url, destination, close };
}
