import { describe, expect, it } from '@jest/globals';
import type { HttpAnswer } from '../../../../src/forward/destinations/http-exchange.ts';
import {
  isHubTokenRefused,
  isSignatureRefused,
  readHubAnswer,
} from '../../../../src/forward/destinations/hub-answer.ts';

const MSG_ID = '00000000990012611223f2b8c1e9d4a4e778a100123456789ab';

function answer(status: number, body: unknown, retryAfterMs?: number): HttpAnswer {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body);
  return { status, headers: {}, body: text, retryAfterMs };
}

const reply = (code: string, changes: object = {}) => ({
  header: {
    sender_id: 'TTYQG',
    receiver_id: '0000000099001',
    txn_id: 'DS-0000000099001-1',
    res_code: code,
    res_msg: 'Nguyễn Văn A, 001080000001',
    msg_id: 'TTYQG1',
    msg_type: '102',
    ref_msg_id: MSG_ID,
    ...changes,
  },
  data: null,
  signature: '',
});

describe('answer of the hub', () => {
  it.each([
    ['CM_SUCCESS', 'delivered'],
    ['PS_SYNC_SUCCESS', 'delivered'],
    ['PS_DS_SAVE_SUCCESS', 'delivered'],
    ['PS_DS_VERIFY_SUCCESS', 'delivered'],
    ['CM_SYSTEM_ERROR', 'transient'],
    ['PS_DS_SAVE_FAIL', 'transient'],
    ['CM_INVALID_REQUEST', 'refused'],
    ['PS_DS_VERIFY_FAIL', 'refused'],
    ['PS_DS_CA_SIGNATURE_INVALID', 'refused'],
    ['PS_DS_CA_SIGNATURE_MISSING', 'refused'],
    ['PS_CCCD_DUPLICATE_IN_6_MONTHS', 'refused'],
    ['PS_DS_RSA_SIGNATURE_INVALID', 'misconfigured'],
    ['PS_DS_RSA_SIGNATURE_MISSING', 'misconfigured'],
    ['PS_SIGNATURE_INVALID', 'misconfigured'],
    ['CM_AUTH_ACCOUNT_FAIL', 'misconfigured'],
    ['CM_AUTH_PERMISSION', 'misconfigured'],
    ['CM_AUTH_EXPIRED', 'misconfigured'],
    ['PS_SOMETHING_NEW', 'unknown'],
  ])('HTTP 200 with %s is %s', (code, kind) => {
    const outcome = readHubAnswer(answer(200, reply(code)), MSG_ID);
    expect(outcome).toEqual(
      kind === 'delivered'
        ? { kind, httpStatus: 200, receipt: 'DS-0000000099001-1' }
        : { kind, httpStatus: 200, reason: code },
    );
  });

  it.each([
    ['of another message', reply('CM_SUCCESS', { ref_msg_id: 'other' }), 'other-message'],
    ['a success that names no message', reply('CM_SUCCESS', { ref_msg_id: null }), 'other-message'],
    ['a refusal of another message', reply('PS_DS_VERIFY_FAIL', { ref_msg_id: 'other' }), 'other-message'],
    ['of another type', reply('CM_SUCCESS', { msg_type: '101' }), 'not-an-answer'],
    ['without res_code', { header: { msg_type: '102' } }, 'not-an-answer'],
    ['with a res_code that is a text', reply('Nguyễn Văn A'), 'unknown-code'],
    ['with a res_code like a number of somebody', reply('PS_001080000001'), 'unknown-code'],
    ['a page', '<html>', 'not-an-answer'],
    ['nothing', '', 'not-an-answer'],
    ['a list', '[]', 'not-an-answer'],
  ])('HTTP 200 with an answer %s leaves the end unknown', (_what, body, reason) => {
    expect(readHubAnswer(answer(200, body), MSG_ID)).toEqual({ kind: 'unknown', reason, httpStatus: 200 });
  });

  it('a refusal may name no message, and its code decides whatever the status', () => {
    const outcome = readHubAnswer(answer(400, reply('CM_INVALID_REQUEST', { ref_msg_id: null })), MSG_ID);
    expect(outcome).toEqual({ kind: 'refused', reason: 'CM_INVALID_REQUEST', httpStatus: 400 });
    expect(readHubAnswer(answer(500, reply('CM_SYSTEM_ERROR'), 5_000), MSG_ID)).toEqual({
      kind: 'transient',
      reason: 'CM_SYSTEM_ERROR',
      httpStatus: 500,
      retryAfterMs: 5_000,
    });
  });

  it('res_code and ref_msg_id may stand beside the header; the receipt is txn_id, else msg_id, else our own', () => {
    const flat = { header: {}, res_code: 'CM_SUCCESS', ref_msg_id: MSG_ID };
    expect(readHubAnswer(answer(200, flat), MSG_ID)).toMatchObject({ kind: 'delivered', receipt: MSG_ID });
    const untold = reply('CM_SUCCESS', { txn_id: undefined });
    expect(readHubAnswer(answer(200, untold), MSG_ID)).toMatchObject({ receipt: 'TTYQG1' });
    const strange = reply('CM_SUCCESS', { txn_id: 'có dấu cách' });
    expect(readHubAnswer(answer(200, strange), MSG_ID)).toMatchObject({ receipt: 'TTYQG1' });
  });

  it.each([
    [302, 'misconfigured'],
    [400, 'misconfigured'],
    [403, 'misconfigured'],
    [404, 'misconfigured'],
    [413, 'refused'],
    [429, 'transient'],
    [500, 'transient'],
    [501, 'misconfigured'],
    [502, 'unknown'],
    [503, 'transient'],
    [504, 'unknown'],
  ])('HTTP %s without an envelope is %s', (status, kind) => {
    for (const body of [null, '', '<html>502</html>']) {
      expect(readHubAnswer(answer(status, body), MSG_ID)).toEqual({
        kind,
        reason: `http-${status}`,
        httpStatus: status,
      });
    }
  });

  it('tells a token that is not good, by status or by code', () => {
    expect(isHubTokenRefused(answer(401, ''))).toBe(true);
    expect(isHubTokenRefused(answer(200, reply('CM_AUTH_ACCOUNT_FAIL')))).toBe(true);
    expect(isHubTokenRefused(answer(403, reply('CM_AUTH_EXPIRED')))).toBe(true);
    expect(isHubTokenRefused(answer(403, ''))).toBe(false);
    expect(isHubTokenRefused(answer(200, reply('CM_SUCCESS')))).toBe(false);
  });

  it('tells a signature of ours that is not taken', () => {
    expect(isSignatureRefused({ reason: 'PS_DS_RSA_SIGNATURE_INVALID' })).toBe(true);
    expect(isSignatureRefused({ reason: 'PS_DS_CA_SIGNATURE_INVALID' })).toBe(false);
  });
});
