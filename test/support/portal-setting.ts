import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Destination } from '../../src/forward/destination.ts';
import {
  type PortalReceiver,
  type PortalReceiverOptions,
  startPortalReceiver,
} from '../../src/simulate/receivers/portal/portal-receiver.ts';
import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { drugsXml, envelope, summaryXml } from './claim-envelope.ts';
import { configuredDestination } from './configured-destination.ts';
import { nationalDelivery } from './national-delivery.ts';
import { NOW, PASSWORD, type SecretFiles, secretFiles } from './secret-files.ts';
import { ROOT } from './source-files.ts';

export const PORTAL_USER = '99001_BV';

/** Accounts of facilities at the portal, all with one password. */
export const portalAccounts = (...facilities: readonly string[]) =>
  facilities.map((facility) => ({ username: `${facility}_BV`, password: PASSWORD, facility }));

/** A simulated claim portal and destinations that send to it, under one clock. */
export interface PortalSetting {
  readonly secrets: () => SecretFiles;
  /** Milliseconds go by. */
  pass(ms: number): void;
  portalWith(options?: Partial<PortalReceiverOptions>): Promise<PortalReceiver>;
  destinationAt(url: string, settings?: object): Destination;
}

/** For the tests of a file; what a test starts is ended after it. */
export function usePortal(): PortalSetting {
  let secrets: SecretFiles;
  let now = NOW;
  const clock = () => now;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    secrets = await secretFiles('');
  });
  afterAll(() => secrets.remove());
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    now = NOW;
    await secrets.write('password', PASSWORD);
  });

  return {
    secrets: () => secrets,
    pass(ms) {
      now += ms;
    },
    async portalWith(options = {}) {
      const receiver = await startPortalReceiver({ port: 0, clock, accounts: portalAccounts('99001'), ...options });
      cleanups.push(receiver.close);
      return receiver;
    },
    destinationAt(url, settings = {}) {
      const own = {
        id: 'claims',
        kind: 'claim-portal',
        url,
        username: PORTAL_USER,
        passwordFile: secrets.passwordFile,
        filter: { facilities: ['99001'] },
      };
      const destination = configuredDestination({ ...own, ...settings }, clock);
      cleanups.push(() => destination.close());
      return destination;
    },
  };
}

const base64 = (xml: string) => Buffer.from(xml, 'utf8').toString('base64');

/** The delivery of a claim of facility 99001 with one drug. */
export function claimDelivery(drug = 'Thuốc A', key = 'LK1'): LeasedDelivery {
  const file = envelope([
    [
      ['XML1', base64(summaryXml({ MA_LK: key, NGAY_TH_YL: '' }))],
      ['XML2', base64(drugsXml({ MA_LK: key, STT: '1', TEN_THUOC: drug }))],
    ],
  ]);
  return nationalDelivery(file);
}

/** The delivery of a sample file below test/cases, which are of facility 00000. */
export async function sampleDelivery(name: string, facility = '00000'): Promise<LeasedDelivery> {
  return nationalDelivery(await readFile(join(ROOT, 'test', 'cases', ...name.split('/'))), { facility });
}
