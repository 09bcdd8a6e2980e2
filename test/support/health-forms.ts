import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { healthBookFile, healthCheckFile } from './health-form-files.ts';
import { nationalDelivery } from './national-delivery.ts';

const recordId = (n: number, version: number) =>
  `019ab000-0000-7000-8000-${String(version * 1_000_000 + n).padStart(12, '0')}`;

/** The delivery of a health check. */
export function healthCheckDelivery(n = 1, changes: Partial<LeasedDelivery> = {}): LeasedDelivery {
  const { version = 1 } = changes;
  return nationalDelivery(healthCheckFile(n, `lần ${version}`), { recordId: recordId(n, version), ...changes });
}

/** The delivery of a health book. */
export function healthBookDelivery(n = 1, changes: Partial<LeasedDelivery> = {}): LeasedDelivery {
  const { version = 1 } = changes;
  return nationalDelivery(healthBookFile(n, `lần ${version}`), { recordId: recordId(n, version), ...changes });
}
