import { reasonText } from '../../fhir/delivery-reasons.ts';
import { remedyText } from '../../fhir/delivery-remedies.ts';
import { toLocalInstant } from '../../fhir/local-time.ts';
import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { LeasedNotice } from '../../types/delivery.ts';
import type { DeliveryReason } from '../../types/receipt.ts';

/**
 * What a facility is told of a delivery that came to an end, as JSON: ids, codes and times that its receipt shows too
 * (`GET /submissions/{id}`), and nothing of what the record says. The same bytes at every attempt.
 * @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure
 */
export function toNoticeMessage(notice: LeasedNotice): Buffer {
  const { facility, submissionId, recordKey, destination, state, receipt, reason } = notice;
  const at = toLocalInstant(notice.at);
  const message = {
    type: `delivery.${state}`,
    timestamp: at,
    data: {
      facility,
      submission: submissionId,
      record: keyOfIdentity(recordKey),
      delivery: {
        destination,
        state,
        ...(state === 'delivered' ? { deliveredAt: at } : {}),
        ...(receipt === null ? {} : { receipt }),
        ...(reason === null ? {} : { reason: toReason(state, reason) }),
      },
    },
  };
  return Buffer.from(JSON.stringify(message));
}

function toReason(state: LeasedNotice['state'], code: string): DeliveryReason {
  const remedy = remedyText(state, code);
  return { code, text: reasonText(code), ...(remedy === undefined ? {} : { remedy }) };
}
