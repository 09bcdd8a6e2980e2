import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { createStaffCheck } from '../../../src/authenticate/staff.ts';
import type { RequestHeaders } from '../../../src/types/principal.ts';
import { RULES } from '../../support/token-fixture.ts';

const checkAs =
  (host: string) =>
  ({ remoteAddress, headers }: { remoteAddress: string | undefined; headers: RequestHeaders }) =>
    createStaffCheck({ rules: RULES, host })({ socket: { remoteAddress }, headersDistinct: headers });
const check = checkAs('0.0.0.0');
const local: RequestHeaders = { host: ['localhost:8080'] };

describe('createStaffCheck', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('lets %s in', (remoteAddress) => {
    const answer = check({ remoteAddress, headers: local });
    expect(answer).toEqual({ ok: true, value: { kind: 'staff', via: 'loopback' } });
  });

  it.each(['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]', '[::1]:8080'])('knows the name %s', (host) => {
    expect(check({ remoteAddress: '::1', headers: { host } }).ok).toBe(true);
  });

  it.each(['10.0.0.1', '128.0.0.1', '::2', '::ffff:10.0.0.1', 'fe80::1', '', 'localhost', undefined])(
    'keeps %s out',
    (remoteAddress) => {
      const answer = check({ remoteAddress, headers: local });
      expect(answer).toMatchObject({ ok: false, refusal: { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } });
    },
  );

  it.each([
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'x-client-ip',
    'true-client-ip',
    'cf-connecting-ip',
  ])('takes nobody for local who comes with %s, be it empty', (header) => {
    for (const value of ['127.0.0.1', '']) {
      const answer = check({ remoteAddress: '127.0.0.1', headers: { ...local, [header]: [value] } });
      expect(answer.ok).toBe(false);
    }
  });

  it.each<[string, RequestHeaders]>([
    ['a rebound name', { host: ['attacker.example'] }],
    ['a name that starts alike', { host: ['localhost.attacker.example'] }],
    ['a user part', { host: ['localhost@attacker.example'] }],
    ['a port that is none', { host: ['localhost:80:80'] }],
    ['the wildcard address', { host: ['0.0.0.0:8080'] }],
    ['no name', {}],
    ['an empty name', { host: [''] }],
    ['two names', { host: ['localhost', 'localhost'] }],
  ])('keeps out %s', (_, headers) => {
    expect(check({ remoteAddress: '127.0.0.1', headers }).ok).toBe(false);
  });

  it('knows the configured host too', () => {
    const named = checkAs('Gateway.internal');
    expect(named({ remoteAddress: '::1', headers: { host: 'gateway.internal:8080' } }).ok).toBe(true);
    const numbered = checkAs('::1');
    expect(numbered({ remoteAddress: '::1', headers: { host: '[::1]:8080' } }).ok).toBe(true);
  });

  it('reads a real request', async () => {
    const answers: boolean[] = [];
    const staff = createStaffCheck({ rules: RULES, host: '127.0.0.1' });
    const server = createServer((incoming, response) => {
      answers.push(staff(incoming).ok);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const headers of [{}, { 'x-forwarded-for': '127.0.0.1' }, { host: 'attacker.example' }]) {
      await (await request(url, { headers, reset: true })).body.dump();
    }
    server.close();
    expect(answers).toEqual([true, false, false]);
  });

  it('says what to configure', () => {
    const answer = check({ remoteAddress: '10.0.0.1', headers: local });
    const remedy = answer.ok ? undefined : answer.refusal.issues[0]?.rule.remedy;
    expect(remedy?.en).toContain('LT_CONFIG');
    expect(remedy?.vi).toContain('LT_CONFIG');
  });
});
