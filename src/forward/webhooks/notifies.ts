import type { LeasedNotice } from '../../types/delivery.ts';
import type { WebhookConfig } from '../../types/destination-config.ts';
import type { FacilityCode } from '../../types/submission.ts';

/** Whether a facility wants to be told that a delivery of its records ended so. */
export type Notifies = (facility: FacilityCode, state: LeasedNotice['state']) => boolean;

/** By the webhooks of the configuration, of which a facility has at most one. */
export function createNotifies(webhooks: readonly WebhookConfig[]): Notifies {
  const states = new Map(webhooks.map((webhook) => [webhook.facility, new Set(webhook.states)]));
  return (facility, state) => states.get(facility)?.has(state) ?? false;
}
