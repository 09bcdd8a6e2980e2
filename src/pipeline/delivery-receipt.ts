import { reasonText } from '../fhir/delivery-reasons.ts';
import { remedyText } from '../fhir/delivery-remedies.ts';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { StoredDelivery } from '../types/intake.ts';
import type { DeliveryFault, DeliveryReason, DeliveryReceipt } from '../types/receipt.ts';
import type { EpochMs, SubmissionFormat } from '../types/submission.ts';
import type { PlaceOfFault } from './fault-place.ts';

/** Where a record's delivery to one destination stands, as its sender is shown it at an instant. */
export function buildDeliveryReceipt(
  delivery: StoredDelivery,
  format: SubmissionFormat,
  now: EpochMs,
  placeOfFault: PlaceOfFault,
): DeliveryReceipt {
  const { destination, state, attempts, deadline, deliveredAt, receipt, reason, faults } = delivery;
  return {
    destination,
    state,
    attempts,
    ...(deadline === null ? {} : { due: toLocalInstant(deadline) }),
    ...(isLate(delivery, now) ? { late: true } : {}),
    ...(deliveredAt === null ? {} : { deliveredAt: toLocalInstant(deliveredAt) }),
    ...(receipt === null ? {} : { receipt }),
    ...(reason === null ? {} : { reason: buildReason(state, reason) }),
    ...(faults.length === 0 ? {} : { faults: faults.map(({ field, code }) => buildFault(field, code)) }),
  };

  function buildFault(field: string, code: string): DeliveryFault {
    const place = placeOfFault(format, field);
    return { field, code, ...(place === undefined ? {} : { place }) };
  }
}

/** True for what came after its deadline, and for what has not come and whose deadline is over. */
export function isLate(
  { deadline, deliveredAt }: Pick<StoredDelivery, 'deadline' | 'deliveredAt'>,
  now: EpochMs,
): boolean {
  return deadline !== null && (deliveredAt ?? now) > deadline;
}

function buildReason(state: DeliveryReceipt['state'], code: string): DeliveryReason {
  const remedy = remedyText(state, code);
  return { code, text: reasonText(code), ...(remedy === undefined ? {} : { remedy }) };
}
