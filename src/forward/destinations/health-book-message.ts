import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { Unsendable } from '../destination.ts';
import type { EnvelopeTexts, RebuildForm } from '../national-form.ts';

const SENDER_CODE = 'HEADER/SENDER_CODE';
const REQUEST_ID = 'HEADER/REQUEST_ID';
const MAX_REQUEST_ID = 100;

/**
 * A health book (QĐ 831) as it came, but for its REQUEST_ID: the sender's, a full stop, and the id of the record version. The
 * sender's alone would not do: the records of one file share it, and a corrected version, or a sender that uses one id
 * twice, would meet 409 for ever. An empty SENDER_CODE is filled in: it has to be the facility of the token.
 */
export function composeHealthBook(
  { resources, facility, recordId }: LeasedDelivery,
  rebuildForm: RebuildForm,
): Message | Unsendable {
  let key = '';
  const form = rebuildForm({ resources }, (sent): EnvelopeTexts => {
    key = requestId(sent.get(REQUEST_ID)?.trim() ?? '', recordId);
    const sender = sent.get(SENDER_CODE)?.trim() || facility;
    return new Map([
      [SENDER_CODE, sender],
      [REQUEST_ID, key],
    ]);
  });
  if (form === undefined) return { kind: 'refused', reason: 'no-national-form' };
  return { key, contentType: 'application/xml; charset=utf-8', bytes: form.bytes };
}

/** At most 100 characters (UTF-16 code units): what the sender wrote gives way. */
function requestId(sent: string, recordId: string): string {
  const room = MAX_REQUEST_ID - recordId.length - 1;
  const letters = [...sent];
  while (letters.join('').length > room) letters.length = Math.min(letters.length - 1, room);
  return letters.length === 0 ? recordId : `${letters.join('')}.${recordId}`;
}
