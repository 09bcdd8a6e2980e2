import { describe, expect, it } from '@jest/globals';
import type { DestinationConfig } from '../../../../src/types/destination-config.ts';
import { loadYaml, refusalOf } from '../../../support/config-text.ts';
import { destinationOf, SECRET_FILES } from '../../../support/destination-texts.ts';

const FILES = {
  ...SECRET_FILES,
  '/run/empty': '\n',
  '/run/text': 's3cr3t-canary',
  '/run/list': '["s3cr3t-canary"]',
};

/** The one line for destinations of the file, without the setting's name. */
function lineOf(...destinations: readonly object[]): string {
  const { message, setting } = refusalOf(() => loadYaml(JSON.stringify({ destinations }), FILES));
  expect(setting).toBe('LT_CONFIG');
  expect(message).not.toMatch(/\n|s3cr3t-canary/);
  return message.replace('LT_CONFIG: ', '');
}

describe('a destination that is refused, with place, rule and way out', () => {
  it.each<[string, object, string]>([
    [
      'no kind',
      { id: 'p' },
      'destinations[0].kind is missing; write one of fhir, province-warehouse, moh-hub, claim-portal, e-prescription, file',
    ],
    [
      'a kind that there is none of',
      { id: 'p', kind: 'ftp' },
      'destinations[0].kind has a wrong value; write one of fhir, province-warehouse, moh-hub, claim-portal, e-prescription, file',
    ],
    [
      'a wrong id',
      destinationOf('fhir', { id: 'P 1' }),
      'destinations[0].id has a wrong value; write a short name of small letters, digits and hyphens, for example "province"',
    ],
    [
      'a text for a number',
      destinationOf('fhir', { timeoutMs: 'soon' }),
      'destinations[0].timeoutMs has a wrong value; write a whole number from 100 to 600000, for example 30000',
    ],
    [
      'a retry of nothing',
      destinationOf('fhir', { retry: { maxAttempts: 0 } }),
      'destinations[0].retry.maxAttempts has a wrong value; write a whole number from 1 to 10000, for example 50',
    ],
    [
      'delays crossed',
      destinationOf('fhir', { retry: { firstDelayMs: 9_000, maxDelayMs: 8_000 } }),
      'destinations[0].retry.firstDelayMs is above maxDelayMs; write a smaller number',
    ],
    [
      'a rate of none',
      destinationOf('fhir', { ratePerSecond: 0 }),
      'destinations[0].ratePerSecond has a wrong value; write a number from 0.01 to 10000, or null for as fast as it goes',
    ],
    [
      'a record that its kind cannot take',
      destinationOf('moh-hub', { filter: { records: ['claim'] } }),
      'destinations[0].filter.records[0] has a wrong value; write of what this kind can take: health-check',
    ],
    [
      'FHIR records as national forms',
      destinationOf('file', { form: 'national', filter: { records: ['fhir'] } }),
      'destinations[0].filter lets nothing through; write null for all, or remove the destination',
    ],
    [
      'a filter that lets nothing through',
      destinationOf('fhir', { filter: { facilities: [] } }),
      'destinations[0].filter lets nothing through; write null for all, or remove the destination',
    ],
    [
      'a facility that is a number',
      destinationOf('fhir', { filter: { exceptFacilities: [99_001] } }),
      'destinations[0].filter.exceptFacilities[0] has a wrong value; write the code of a facility in quotation marks: 5 characters (mã CSKCB) or 13 digits (GLN)',
    ],
    [
      'an unknown label',
      destinationOf('fhir', { filter: { labels: ['N'] } }),
      'destinations[0].filter.labels[0] has a wrong value; write R or V',
    ],
    [
      'a window of no time',
      destinationOf('fhir', { maintenance: [{ from: '25:00', to: '26:00' }] }),
      'destinations[0].maintenance[0].from has a wrong value; write a time in quotation marks, for example "22:30"',
    ],
    [
      'a window without an end',
      destinationOf('fhir', { maintenance: [{ from: '22:00' }] }),
      'destinations[0].maintenance[0].to is missing; write it',
    ],
    [
      'a deadline of no hours',
      destinationOf('fhir', { deadlines: [{ records: ['claim'], hours: 0 }] }),
      'destinations[0].deadlines[0].hours has a wrong value; write hours: a number above 0, at most 8784',
    ],
    [
      'two deadlines for one record',
      destinationOf('fhir', {
        deadlines: [
          { records: ['claim'], hours: 3 },
          { records: ['document', 'claim'], hours: 4 },
        ],
      }),
      'destinations[0].deadlines[1] names claim again; give each record one deadline',
    ],
    [
      'a key of another kind',
      destinationOf('file', { url: 'https://p.example' }),
      'destinations[0].url is not a known key; write one of id, kind, folder, form, concurrency, ratePerSecond, timeoutMs, retry, filter, maintenance, deadlines, reconciliationUrl',
    ],
    [
      'an unknown path',
      destinationOf('moh-hub', { paths: { pull: '/x' } }),
      'destinations[0].paths.pull is not a known key; write one of login, push, status',
    ],
    [
      'a path that is an address',
      destinationOf('moh-hub', { paths: { push: 'https://other.example/push' } }),
      'destinations[0].paths.push has a wrong value; write a path that begins with /, for example /api/platform/data-sync/push',
    ],
    [
      'a hub without its key',
      destinationOf('moh-hub', { hub: { receiverId: 'TDLBYT' } }),
      'destinations[0].hub.privateKeyFile is missing; write it',
    ],
    [
      'a sender id of the wrong length',
      destinationOf('province-warehouse', { hub: { senderIds: { '99001': '123' } } }),
      'destinations[0].hub.senderIds.99001 has a wrong value; write the 13-digit id in quotation marks',
    ],
    [
      'a sender id of no facility',
      destinationOf('province-warehouse', { hub: { senderIds: { hospital: '8934280000017' } } }),
      'destinations[0].hub.senderIds.hospital is not a known key; write the 13-digit id of each facility by its code in quotation marks, for example { "99001": "8934280000017" }',
    ],
    [
      'a claim portal of nobody',
      destinationOf('claim-portal', { filter: {} }),
      'destinations[0] does not tell whose account it uses; write filter.facilities with the facility of username, or accounts by facility',
    ],
    [
      'an unknown meaning of a result',
      destinationOf('claim-portal', { resultCodes: { '200': 'ok' } }),
      'destinations[0].resultCodes.200 has a wrong value; write one of delivered, login, refused, transient, misconfigured',
    ],
    [
      'a look-up without the code',
      destinationOf('e-prescription', {
        lookUp: { url: 'https://q.example', appName: 'a', appKeyFile: '/run/password' },
      }),
      'destinations[0].lookUp.url has a wrong value; write the address with {ma} for the code, for example "https://pharmacies.example/don-thuoc/{ma}"',
    ],
  ])('%s', (_name, destination, line) => expect(lineOf(destination)).toBe(line));

  it('one id twice', () => {
    expect(lineOf(destinationOf('fhir'), destinationOf('file'))).toBe(
      'destinations[1].id stands twice; give each destination its own id',
    );
  });
});

describe('an address that is refused', () => {
  it.each([
    ['http://p.example', 'is plain http to another machine; write an https:// address'],
    ['http://127.0.0.1.p.example', 'is plain http to another machine; write an https:// address'],
    ['p.example', 'is not a web address; write one that starts with https://'],
    ['file:///etc', 'is not a web address; write one that starts with https://'],
    ['https://p.example/?key=s3cr3t-canary', 'has a query or a fragment; write the base address alone'],
    ['https://u:s3cr3t-canary@p.example', 'puts a secret into the file; write the path of its file as tokenFile'],
  ])('%s', (url, line) => {
    expect(lineOf(destinationOf('fhir', { url }))).toBe(`destinations[0].url ${line}`);
    expect(lineOf(destinationOf('moh-hub', { url }))).toBe(`destinations[0].url ${line}`);
    expect(lineOf(destinationOf('file', { reconciliationUrl: url }))).toBe(`destinations[0].reconciliationUrl ${line}`);
  });
});

describe('a secret that is refused', () => {
  const account = (own: object) => ({
    accounts: { '99001': { username: 'u', passwordFile: '/run/password', ...own } },
  });

  it.each<[DestinationConfig['kind'], object, string]>([
    ['fhir', { tokenFile: '/none' }, 'tokenFile cannot be read; write the path of a readable file'],
    ['fhir', { tokenFile: '/run/empty' }, 'tokenFile names an empty file; put the secret into it'],
    ['moh-hub', { passwordFile: '/none' }, 'passwordFile cannot be read; write the path of a readable file'],
    [
      'moh-hub',
      account({ passwordFile: '/none' }),
      'accounts.99001.passwordFile cannot be read; write the path of a readable file',
    ],
    [
      'moh-hub',
      account({ privateKeyFile: '/run/text' }),
      'accounts.99001.privateKeyFile is no RSA private key; put one as PEM, without a password, into it',
    ],
    [
      'moh-hub',
      { hub: { receiverId: 'x', privateKeyFile: '/run/text' } },
      'hub.privateKeyFile is no RSA private key; put one as PEM, without a password, into it',
    ],
    [
      'e-prescription',
      { passwordsFile: '/run/list' },
      'passwordsFile is no JSON object of passwords; write { "code": "password" } into it',
    ],
    [
      'e-prescription',
      { lookUp: { url: 'https://q.example/{ma}', appName: 'a', appKeyFile: '/none' } },
      'lookUp.appKeyFile cannot be read; write the path of a readable file',
    ],
    ['fhir', { token: 's3cr3t-canary' }, 'token puts a secret into the file; write the path of its file as tokenFile'],
    [
      'moh-hub',
      { password: 's3cr3t-canary' },
      'password puts a secret into the file; write the path of its file as passwordFile',
    ],
    [
      'moh-hub',
      { hub: { receiverId: 'x', privateKeyFile: '/run/key', privateKey: 's3cr3t-canary' } },
      'hub.privateKey puts a secret into the file; write the path of its file as privateKeyFile',
    ],
    [
      'e-prescription',
      { password: 's3cr3t-canary' },
      'password puts a secret into the file; write the path of its file as passwordsFile',
    ],
  ])('%s %j', (kind, own, line) => expect(lineOf(destinationOf(kind, own))).toBe(`destinations[0].${line}`));
});
