import { describe, expect, it } from '@jest/globals';
import type { HttpAnswer } from '../../../../src/forward/destinations/http-exchange.ts';
import { readMessageStatus } from '../../../../src/forward/destinations/message-status.ts';
import { readHealthBookAnswer, readHealthCheckAnswer } from '../../../../src/forward/destinations/warehouse-answer.ts';

const MSG_ID = '00000000990012611223f2b8c1e9d4a4e778a100123456789ab';
const TRACKING = { 'x-hoc-tracking-id': 'KSKBYT-1' };

function answer(status: number, body: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  const text = typeof body === 'string' || body === null ? body : JSON.stringify(body);
  return { status, headers, body: text, retryAfterMs: undefined };
}

const said = (code: string, success = false, more: object = {}) => ({
  success,
  code,
  message: 'Nguyễn Văn A',
  ...more,
});
const hub = (code: string, refMsgId: string | null = MSG_ID) => ({
  header: { res_code: code, msg_type: '102', ref_msg_id: refMsgId, txn_id: 'DS-1' },
});

describe('answer of the warehouse to a health book', () => {
  it.each([
    ['ACCEPTED', {}],
    ['ACCEPTED_DUPLICATE', { reason: 'ACCEPTED_DUPLICATE' }],
    ['ACCEPTED_WITH_WARNING', { reason: 'ACCEPTED_WITH_WARNING' }],
  ])('%s is delivered', (code, reason) => {
    expect(readHealthBookAnswer(answer(200, said(code, true, { data: { tracking_id: 'HSSK-1' } })))).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'HSSK-1',
      ...reason,
    });
  });

  it.each([
    ['success without a tracking id', said('ACCEPTED', true), 'ACCEPTED'],
    ['ACCEPTED that is no success', said('ACCEPTED', false, { data: { tracking_id: 'HSSK-1' } }), 'ACCEPTED'],
    ['an error', said('SYSTEM_ERROR'), 'SYSTEM_ERROR'],
    ['data that is null', said('ACCEPTED', true, { data: null }), 'ACCEPTED'],
    ['a page', '<html>', 'not-an-answer'],
    ['nothing', '', 'not-an-answer'],
  ])('200 with %s leaves the end unknown', (_what, body, reason) => {
    expect(readHealthBookAnswer(answer(200, body))).toEqual({ kind: 'unknown', reason, httpStatus: 200 });
  });

  it.each([
    [403, 'ORG_MISMATCH', 'refused'],
    [403, 'MISSING_ORG_MAPPING', 'misconfigured'],
    [409, 'REQUEST_ID_CONFLICT', 'refused'],
    [400, 'INVALID_XML', 'refused'],
    [422, 'INVALID_DATA', 'refused'],
    [413, 'PAYLOAD_TOO_LARGE', 'refused'],
    [410, 'KSK_LEGACY_API_DISABLED', 'misconfigured'],
    [404, 'NOT_FOUND', 'misconfigured'],
    [429, 'RATE_LIMITED', 'transient'],
    [503, 'SYSTEM_ERROR', 'transient'],
    [500, 'SYSTEM_ERROR', 'unknown'],
  ])('%s %s is %s', (status, code, kind) => {
    expect(readHealthBookAnswer(answer(status, said(code)))).toEqual({ kind, reason: code, httpStatus: status });
  });

  it.each([
    [400, 'misconfigured'],
    [409, 'transient'],
    [413, 'refused'],
    [429, 'transient'],
    [500, 'unknown'],
    [502, 'unknown'],
    [503, 'transient'],
    [307, 'misconfigured'],
  ])('%s without a word of the warehouse is %s', (status, kind) => {
    expect(readHealthBookAnswer(answer(status, null))).toEqual({ kind, reason: `http-${status}`, httpStatus: status });
  });

  it('fields that it refuses are kept by name and code, never with a value', () => {
    const errors = [
      {
        severity: 'ERROR',
        code: 'REQUIRED',
        field_path: 'BODY.HOSOSUCKHOE.THONGTINCHUNG.HOTEN',
        message: 'Nguyễn Văn A',
      },
      { severity: 'WARNING', code: 'LATE', field_path: 'HEADER.TRANSACTION_DATE' },
      { severity: 'ERROR', code: 'Nguyễn Văn A', field_path: 'HOTEN' },
      { severity: 'ERROR', code: 'WRONG', field_path: 'số 001080000001' },
      null,
      'text',
    ];
    expect(readHealthBookAnswer(answer(422, said('INVALID_DATA', false, { errors })))).toEqual({
      kind: 'refused',
      reason: 'INVALID_DATA',
      httpStatus: 422,
      faults: [
        { field: 'BODY.HOSOSUCKHOE.THONGTINCHUNG.HOTEN', code: 'REQUIRED' },
        { field: 'HOTEN', code: 'unknown-code' },
      ],
    });
  });
});

describe('answer of the warehouse to a health check: its own word, and the ministry’s', () => {
  it.each([
    [200, 'CM_SUCCESS', {}],
    [200, 'PS_SYNC_SUCCESS', {}],
    [202, 'HOC_BYT_FORWARD_PAUSED', { reason: 'HOC_BYT_FORWARD_PAUSED' }],
    [504, 'HOC_BYT_TIMEOUT', { reason: 'HOC_BYT_TIMEOUT' }],
    [502, 'HOC_BYT_UNREACHABLE', { reason: 'HOC_BYT_UNREACHABLE' }],
    [200, 'PS_DS_SAVE_FAIL', { reason: 'PS_DS_SAVE_FAIL' }],
    [502, 'CM_AUTH_ACCOUNT_FAIL', { reason: 'CM_AUTH_ACCOUNT_FAIL' }],
  ])('%s %s: kept, so delivered', (status, code, reason) => {
    expect(readHealthCheckAnswer(answer(status, hub(code), TRACKING), MSG_ID)).toEqual({
      kind: 'delivered',
      httpStatus: status,
      receipt: 'KSKBYT-1',
      ...reason,
    });
  });

  it('the receipt is the tracking id, else the ministry’s, else our own', () => {
    expect(readHealthCheckAnswer(answer(200, hub('CM_SUCCESS')), MSG_ID)).toMatchObject({ receipt: 'DS-1' });
    const bare = { header: { res_code: 'CM_SUCCESS' } };
    expect(readHealthCheckAnswer(answer(200, bare), MSG_ID)).toMatchObject({ kind: 'delivered', receipt: MSG_ID });
  });

  it.each([
    'CM_INVALID_REQUEST',
    'PS_DS_VERIFY_FAIL',
    'PS_DS_RSA_SIGNATURE_INVALID',
    'PS_DS_CA_SIGNATURE_MISSING',
    'PS_CCCD_DUPLICATE_IN_6_MONTHS',
  ])('%s: the ministry says no, so refused', (code) => {
    const outcome = { kind: 'refused', reason: code, httpStatus: 200 };
    expect(readHealthCheckAnswer(answer(200, hub(code), TRACKING), MSG_ID)).toEqual(outcome);
  });

  it.each([
    ['an unknown code', 200, hub('PS_NEW'), TRACKING, 'PS_NEW'],
    ['no code', 200, '{}', TRACKING, 'not-an-answer'],
    ['a page', 200, '<html>', {}, 'not-an-answer'],
    ['another message', 200, hub('CM_SUCCESS', 'other'), TRACKING, 'other-message'],
    ['an error with a tracking id', 500, said('SYSTEM_ERROR'), TRACKING, 'SYSTEM_ERROR'],
    ['an error without one', 500, said('SYSTEM_ERROR'), {}, 'SYSTEM_ERROR'],
    ['a proxy', 504, '<html>', {}, 'http-504'],
  ])('%s leaves the end unknown', (_what, status, body, headers, reason) => {
    const outcome = { kind: 'unknown', reason, httpStatus: status };
    expect(readHealthCheckAnswer(answer(status, body, headers), MSG_ID)).toEqual(outcome);
  });

  it.each([
    [503, hub('HOC_SIGNING_UNAVAILABLE'), 'transient', 'HOC_SIGNING_UNAVAILABLE'],
    [403, said('ORG_MISMATCH'), 'refused', 'ORG_MISMATCH'],
    [410, said('KSK_LEGACY_API_DISABLED'), 'misconfigured', 'KSK_LEGACY_API_DISABLED'],
    [400, said('INVALID_ENVELOPE'), 'refused', 'INVALID_ENVELOPE'],
    [409, said('MSG_ID_CONFLICT'), 'refused', 'MSG_ID_CONFLICT'],
    [429, said('RATE_LIMITED'), 'transient', 'RATE_LIMITED'],
    [403, '', 'misconfigured', 'http-403'],
  ])('%s of the warehouse itself', (status, body, kind, reason) => {
    expect(readHealthCheckAnswer(answer(status, body), MSG_ID)).toEqual({ kind, reason, httpStatus: status });
  });
});

describe('where a message stands', () => {
  const item = (told: object) =>
    said('OK', true, { data: { item: { msg_id: MSG_ID, tracking_id: 'KSKBYT-1', ...told } } });

  it.each([
    [{ byt_status: 'BYT_ACCEPTED', byt_res_code: 'CM_SUCCESS' }, {}],
    [{ byt_status: 'BYT_ACCEPTED' }, {}],
    [{ hoc_status: 'RECEIVED' }, {}],
    [{ hoc_status: 'RECEIVED', byt_status: 'PENDING' }, { reason: 'PENDING' }],
    [{ byt_res_code: 'HOC_BYT_TIMEOUT' }, { reason: 'HOC_BYT_TIMEOUT' }],
  ])('%j: kept there', (told, reason) => {
    expect(readMessageStatus(answer(200, item(told)), MSG_ID)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'KSKBYT-1',
      ...reason,
    });
  });

  it.each([
    [{ hoc_validation_status: 'INVALID' }, 'INVALID'],
    [{ byt_status: 'BYT_REJECTED', byt_res_code: 'PS_DS_VERIFY_FAIL' }, 'PS_DS_VERIFY_FAIL'],
    [{ byt_status: 'BYT_REJECTED' }, 'BYT_REJECTED'],
  ])('%j: refused', (told, reason) => {
    expect(readMessageStatus(answer(200, item(told)), MSG_ID)).toEqual({ kind: 'refused', reason, httpStatus: 200 });
  });

  it('404 counts only with the code NOT_FOUND', () => {
    expect(readMessageStatus(answer(404, said('NOT_FOUND')), MSG_ID)).toEqual({ kind: 'not-there' });
    expect(readMessageStatus(answer(404, '<html>'), MSG_ID)).toMatchObject({
      kind: 'misconfigured',
      reason: 'http-404',
    });
  });

  it.each([
    [200, '<html>', 'unknown', 'not-an-answer'],
    [200, said('OK', true, { data: { item: {} } }), 'unknown', 'not-an-answer'],
    [200, item({ msg_id: 'other' }), 'unknown', 'not-an-answer'],
    [500, '', 'transient', 'http-500'],
    [504, '', 'transient', 'http-504'],
    [429, '', 'transient', 'http-429'],
    [403, '', 'misconfigured', 'http-403'],
  ])('%s %j leaves the end unknown', (status, body, kind, reason) => {
    expect(readMessageStatus(answer(status, body), MSG_ID)).toMatchObject({ kind, reason });
  });
});
