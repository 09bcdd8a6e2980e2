import { afterEach, describe, expect, it } from '@jest/globals';
import { answerBy } from '../../support/answer-by.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { closeLocalServers } from '../../support/local-server.ts';
import { claimDelivery, PORTAL_USER, portalAccounts, usePortal } from '../../support/portal-setting.ts';
import { PASSWORD } from '../../support/secret-files.ts';

const { secrets, pass, portalWith, destinationAt } = usePortal();
afterEach(closeLocalServers);

describe('claim portal, its account', () => {
  it('one token serves many files; one that is over is taken anew, in time', async () => {
    const receiver = await portalWith({ tokenSeconds: 600 });
    const destination = destinationAt(receiver.url);
    for (const drug of ['A', 'B', 'C']) await sendNew(destination, claimDelivery(drug));
    expect(receiver.signIns()).toBe(1);
    pass(599_000);
    expect(await sendNew(destination, claimDelivery('D'))).toMatchObject({ kind: 'delivered' });
    expect([receiver.signIns(), receiver.stats().rejected]).toEqual([2, 0]);
  });

  it('a token that the portal drops is taken anew, and the file sent once more: it was not kept', async () => {
    const receiver = await portalWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, claimDelivery('A'));
    receiver.expireTokens();
    expect(await sendNew(destination, claimDelivery('B'))).toMatchObject({ kind: 'delivered' });
    expect([receiver.signIns(), receiver.effects().length, receiver.stats().rejected]).toEqual([2, 2, 1]);
  });

  it('a password that is not taken is misconfigured, asked once for many, and read again from its file', async () => {
    const receiver = await portalWith();
    receiver.setPassword(PORTAL_USER, 'new');
    const destination = destinationAt(receiver.url);
    const outcomes = await Promise.all(['A', 'B', 'C'].map((drug) => sendNew(destination, claimDelivery(drug))));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'misconfigured', reason: 'login-refused' });
    expect(receiver.signIns()).toBe(1);
    await secrets().write('password', 'new');
    pass(3_600_000);
    expect(await sendNew(destination, claimDelivery())).toMatchObject({ kind: 'delivered' });
    expect(receiver.stats().requests).toBe(1);
  });

  it('a password file that is not there', async () => {
    const receiver = await portalWith();
    const destination = destinationAt(receiver.url, { passwordFile: `${secrets().passwordFile}-none` });
    expect(await sendNew(destination, claimDelivery())).toMatchObject({
      kind: 'misconfigured',
      reason: 'password-unreadable',
    });
    expect(receiver.signIns()).toBe(0);
  });

  it('a token that is never taken', async () => {
    const receiver = await portalWith();
    receiver.answerWith('401');
    expect(await sendNew(destinationAt(receiver.url), claimDelivery())).toMatchObject({
      kind: 'misconfigured',
      reason: 'token-refused',
    });
    expect(receiver.stats()).toMatchObject({ requests: 2, committed: 0 });
  });

  it.each([
    ['maKetQua 401', 200, { maKetQua: '401' }, 'misconfigured', 'login-refused'],
    ['maKetQua 402', 200, { maKetQua: 402 }, 'misconfigured', 'login-refused'],
    ['maKetQua 500', 200, { maKetQua: '500' }, 'transient', 'login-500'],
    ['a code that is not known', 200, { maKetQua: '777' }, 'misconfigured', 'login-777'],
    ['no JSON', 200, '<html>', 'transient', 'not-an-answer'],
    [
      'a token that no header takes',
      200,
      { APIKey: { access_token: 'a\nb', id_token: 'c' } },
      'transient',
      'not-an-answer',
    ],
    ['HTTP 403', 403, {}, 'misconfigured', 'login-refused'],
    ['HTTP 503', 503, {}, 'transient', 'http-503'],
    ['HTTP 500', 500, {}, 'transient', 'http-500'],
  ])('a sign-in answered by %s: nothing was sent', async (_name, status, body, kind, reason) => {
    const url = await answerBy((path) => (path === '/api/token/take' ? { status, body } : { status: 500, body: {} }));
    expect(await sendNew(destinationAt(url), claimDelivery())).toMatchObject({ kind, reason });
  });
});

const TOKEN = { maKetQua: '200', APIKey: { access_token: 'a', id_token: 'b', expires_in: '2026-11-22T09:00:00' } };

describe('claim portal, its results', () => {
  it.each([
    [
      { maKetQua: '200', maGiaoDich: 'G1' },
      { kind: 'delivered', receipt: 'G1' },
    ],
    [
      { maKetQua: 200, maGiaoDich: 77 },
      { kind: 'delivered', receipt: '77' },
    ],
    [
      { MaKetQua: '200', MaGD: 'G2' },
      { kind: 'delivered', receipt: 'G2' },
    ],
    [{ maKetQua: '200' }, { kind: 'unknown', reason: 'receipt-missing' }],
    [
      { maKetQua: '200', maGiaoDich: 'Nguyễn Văn A' },
      { kind: 'unknown', reason: 'receipt-missing' },
    ],
    [{ maKetQua: '205' }, { kind: 'refused', reason: 'result-205' }],
    [{ MaKetQua: 1001 }, { kind: 'refused', reason: 'result-1001' }],
    [{ maKetQua: '403' }, { kind: 'misconfigured', reason: 'result-403' }],
    [{ maKetQua: '500' }, { kind: 'unknown', reason: 'result-500' }],
    [{ maKetQua: '999' }, { kind: 'unknown', reason: 'result-999' }],
    [{ maKetQua: 'Nguyễn Văn A sai' }, { kind: 'unknown', reason: 'not-an-answer' }],
    [{ thongDiep: 'ok' }, { kind: 'unknown', reason: 'not-an-answer' }],
    ['<html>', { kind: 'unknown', reason: 'not-an-answer' }],
    ['', { kind: 'unknown', reason: 'not-an-answer' }],
    ['[]', { kind: 'unknown', reason: 'not-an-answer' }],
  ])('%j', async (body, expected) => {
    const url = await answerBy((path) => ({ status: 200, body: path === '/api/token/take' ? TOKEN : body }));
    expect(await sendNew(destinationAt(url), claimDelivery())).toEqual({ ...expected, httpStatus: 200 });
  });

  it.each([
    ['500', 'transient'],
    ['999', 'refused'],
    ['205', 'misconfigured'],
  ])('what %s means is a setting', async (result, kind) => {
    const url = await answerBy((path) => ({
      status: 200,
      body: path === '/api/token/take' ? TOKEN : { maKetQua: result },
    }));
    const destination = destinationAt(url, { resultCodes: { [result]: kind } });
    expect(await sendNew(destination, claimDelivery())).toMatchObject({ kind, reason: `result-${result}` });
  });

  it.each([
    [400, { maKetQua: '205' }, 'refused', 'result-205'],
    [400, {}, 'misconfigured', 'http-400'],
    [404, {}, 'misconfigured', 'http-404'],
    [413, {}, 'refused', 'http-413'],
    [429, {}, 'transient', 'http-429'],
    [500, { maKetQua: '200', maGiaoDich: 'G' }, 'unknown', 'http-500'],
    [502, {}, 'unknown', 'http-502'],
    [503, {}, 'transient', 'http-503'],
  ])('HTTP %i with %j', async (status, body, kind, reason) => {
    const url = await answerBy((path) =>
      path === '/api/token/take' ? { status: 200, body: TOKEN } : { status, body },
    );
    expect(await sendNew(destinationAt(url), claimDelivery())).toMatchObject({ kind, reason, httpStatus: status });
  });

  it.each([
    ['205', 'refused'],
    ['1001', 'refused'],
    ['403', 'misconfigured'],
  ])('the simulated portal says %s by its own rules', async (result, kind) => {
    const receiver = await portalWith({
      maxFileBytes: result === '1001' ? 100 : 1_000_000,
      accounts:
        result === '403' ? [{ username: PORTAL_USER, password: PASSWORD, facility: '99009' }] : portalAccounts('99001'),
    });
    const destination = destinationAt(receiver.url);
    const delivery = claimDelivery();
    const message = await composed(destination, delivery);
    const broken = {
      ...message,
      bytes: Buffer.from(message.bytes.toString().replace('fileHSBase64=', 'fileHSBase64=%21')),
    };
    expect(await destination.send(result === '205' ? broken : message, delivery)).toMatchObject({
      kind,
      reason: `result-${result}`,
    });
    expect(receiver.effects()).toEqual([]);
  });
});
