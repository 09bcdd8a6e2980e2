import type { Gateway } from '../types/gateway.ts';
import { JSON_TYPE, toJsonAnswer } from './answer.ts';
import type { FacilityAccess } from './facility-access.ts';
import type { Refusals } from './refusals.ts';
import type { Route } from './route-table.ts';

export interface ReceiptDeps {
  readonly gateway: Gateway;
  readonly access: FacilityAccess;
  readonly refusals: Refusals;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** MA_LK is at most 100 characters (QĐ 3176/QĐ-BYT, XML1); a document's own id may be longer. */
const MAX_KEY_LENGTH = 255;

/** `GET /submissions/{id}`: the receipt. Another facility's id answers as one that does not exist (LT-R012). */
export function createReceiptRoute({ gateway, access, refusals }: ReceiptDeps): Route {
  return async (request) => {
    const caller = await access(request.headersDistinct, 'read');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const id = String(request.params['id']);
    const receipt = UUID.test(id) ? await gateway.receipt(caller.value, id) : undefined;
    return receipt === undefined ? refusals.toAnswer(refusals.of('LT-R012')) : toJsonAnswer(200, JSON_TYPE, receipt);
  };
}

/** `GET /submissions?encounter=MA_LK`: a JSON array of the receipts that brought this record, newest first. */
export function createEncounterReceiptsRoute({ gateway, access, refusals }: ReceiptDeps): Route {
  return async (request) => {
    const caller = await access(request.headersDistinct, 'read');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const { encounter, ...others } = request.query;
    const wellFormed = typeof encounter === 'string' && encounter !== '' && encounter.length <= MAX_KEY_LENGTH;
    if (!wellFormed || Object.keys(others).length > 0) {
      return refusals.toAnswer(refusals.of('LT-R005', { accepted: 'encounter=MA_LK' }));
    }
    return toJsonAnswer(200, JSON_TYPE, await gateway.receiptsOfEncounter(caller.value, encounter));
  };
}
