import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Destination } from '../../src/forward/destination.ts';
import {
  type PrescriptionReceiver,
  startPrescriptionReceiver,
} from '../../src/simulate/receivers/prescription/prescription-receiver.ts';
import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { configuredDestination } from './configured-destination.ts';
import { PRESCRIPTION } from './json-forms.ts';
import { nationalDelivery } from './national-delivery.ts';
import { FACILITY, NOW, PASSWORD, type SecretFiles, secretFiles } from './secret-files.ts';

export const DOCTOR = 'BS-0000001';
export const FACILITY_ID = 'CS-99001';
export const APP_KEY = 'khoa-nha-thuoc';

/** A simulated prescription system and destinations that send to it, under one clock. */
export interface PrescriptionSetting {
  readonly secrets: () => SecretFiles;
  /** Milliseconds go by. */
  pass(ms: number): void;
  /** Writes the file with the passwords of the doctors. */
  writePasswords(known: object | string): Promise<unknown>;
  /** With these doctors beside `DOCTOR`. */
  systemWith(...others: readonly string[]): Promise<PrescriptionReceiver>;
  destinationAt(url: string, settings?: { readonly looksUp?: boolean; readonly [name: string]: unknown }): Destination;
}

/** For the tests of a file; what a test starts is ended after it. */
export function usePrescriptions(): PrescriptionSetting {
  let secrets: SecretFiles;
  let now = NOW;
  let passwordsFile = '';
  let appKeyFile = '';
  const clock = () => now;
  const cleanups: (() => Promise<void>)[] = [];

  async function writePasswords(known: object | string): Promise<void> {
    passwordsFile = await secrets.write('passwords.json', typeof known === 'string' ? known : JSON.stringify(known));
  }

  beforeAll(async () => {
    secrets = await secretFiles('');
  });
  beforeEach(async () => {
    await writePasswords({ [DOCTOR]: PASSWORD });
    appKeyFile = await secrets.write('app-key', `${APP_KEY}\n`);
  });
  afterAll(() => secrets.remove());
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    now = NOW;
  });

  return {
    secrets: () => secrets,
    pass(ms) {
      now += ms;
    },
    writePasswords,
    async systemWith(...others) {
      const doctors = [DOCTOR, ...others].map((username) => ({
        username,
        password: PASSWORD,
        facilityId: FACILITY_ID,
      }));
      const apps = new Map([['gateway', APP_KEY]]);
      const receiver = await startPrescriptionReceiver({ port: 0, clock, doctors, apps });
      cleanups.push(receiver.close);
      return receiver;
    },
    destinationAt(url, { looksUp = false, ...settings } = {}) {
      const lookUp = { url: `${url}/api/v1/thong-tin-don-thuoc/{ma}`, appName: 'gateway', appKeyFile };
      const own = {
        id: 'prescriptions',
        kind: 'e-prescription',
        url,
        passwordsFile,
        facilityIds: { [FACILITY]: FACILITY_ID },
        ...(looksUp ? { lookUp } : {}),
      };
      const destination = configuredDestination({ ...own, ...settings }, clock);
      cleanups.push(() => destination.close());
      return destination;
    },
  };
}

/** The delivery of a prescription of `DOCTOR`, with fields of it changed. */
export function prescriptionDelivery(fields: object = {}, changes: Partial<LeasedDelivery> = {}): LeasedDelivery {
  return nationalDelivery(JSON.stringify({ ...PRESCRIPTION, ma_lien_thong_bac_si: DOCTOR, ...fields }), changes);
}

/** ma_don_thuoc of the n-th prescription. */
export const prescriptionCode = (n: number) => `99001${String(n).padStart(7, '0')}-c`;
