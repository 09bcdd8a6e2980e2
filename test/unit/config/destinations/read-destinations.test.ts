import { describe, expect, it } from '@jest/globals';
import { KINDS_OF_DESTINATION } from '../../../../src/config/destinations/kinds.ts';
import { loadYaml } from '../../../support/config-text.ts';
import { destinationOf, SECRET_FILES } from '../../../support/destination-texts.ts';

const COMMON = {
  concurrency: 8,
  ratePerSecond: null,
  timeoutMs: 30_000,
  retry: { firstDelayMs: 1_000, maxDelayMs: 900_000, maxAttempts: 50, maxRetryAfterMs: 3_600_000 },
  filter: { records: null, facilities: null, exceptFacilities: [], labels: [], consent: 'not-asked' },
  maintenance: [],
  deadlines: [],
  reconciliationUrl: null,
};
const ACCOUNT = { username: 'machine', passwordFile: '/run/password', accounts: {} };
const ENVELOPE = {
  senderIds: {},
  hashCase: 'upper',
  dataShape: 'string',
  refMsgId: 'absent',
  serviceType: '100',
  version: '1.0.6',
};
const IN_A_DAY = [{ records: ['health-check'], hours: 24, of: 'clock' }];

const load = (kind: Parameters<typeof destinationOf>[0], own = {}) =>
  loadYaml(JSON.stringify({ destinations: [destinationOf(kind, own)] }), SECRET_FILES).destinations[0];

describe('a destination with its defaults', () => {
  it('fhir', () => {
    expect(load('fhir')).toEqual({ ...COMMON, id: 'p', kind: 'fhir', url: 'https://p.example', tokenFile: null });
  });

  it('province-warehouse', () => {
    expect(load('province-warehouse')).toEqual({
      ...{ ...COMMON, ...ACCOUNT, id: 'p', kind: 'province-warehouse', url: 'https://p.example', deadlines: IN_A_DAY },
      paths: {
        token: '/api/xac-thuc/token',
        healthBook: '/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan',
        healthCheck: '/api/platform/data-sync/push',
        status: '/api/kham-suc-khoe/doi-soat-byt/trang-thai',
      },
      hub: { ...ENVELOPE, receiverId: 'TTYQG', privateKeyFile: null },
    });
  });

  it('moh-hub', () => {
    expect(load('moh-hub')).toEqual({
      ...{ ...COMMON, ...ACCOUNT, id: 'p', kind: 'moh-hub', url: 'https://p.example', deadlines: IN_A_DAY },
      paths: { login: '/api/auth/login', push: '/api/platform/data-sync/push', status: null },
      hub: { ...ENVELOPE, receiverId: 'TDLBYT', privateKeyFile: '/run/key' },
      isIdempotent: false,
    });
  });

  it('claim-portal', () => {
    expect(load('claim-portal')).toEqual({
      ...{ ...COMMON, ...ACCOUNT, id: 'p', kind: 'claim-portal', url: 'https://p.example' },
      deadlines: [{ records: ['death-notice', 'birth-certificate'], hours: 4, of: 'working' }],
      filter: { ...COMMON.filter, facilities: ['99001'] },
      paths: {
        token: '/api/token/take',
        checkIn: '/api/qd130/checkInKcbQd3176',
        claim: '/api/qd130/guiHoSoXmlQD3176',
        document: '/api/chungtugw/GuiHoSoChungTu2025',
        certificate: '/api/hososuckhoe/guiGiayToDienTu',
        retiredClaim: null,
      },
      provinceCode: '51',
      bodyEncoding: 'form',
      passwordHashCase: 'upper',
      resultCodes: {},
    });
  });

  it('e-prescription', () => {
    expect(load('e-prescription')).toEqual({
      ...{ ...COMMON, id: 'p', kind: 'e-prescription', url: 'https://p.example', passwordsFile: '/run/passwords' },
      facilityIds: {},
      paths: { login: '/api/auth/dang-nhap-bac-si', send: '/api/v1/gui-don-thuoc' },
      lookUp: null,
    });
  });

  it('file', () => {
    expect(load('file')).toEqual({ ...COMMON, id: 'p', kind: 'file', folder: '/out', form: 'ndjson' });
  });

  it('one object a destination: defaults are not shared', () => {
    const [first, second] = loadYaml(
      JSON.stringify({ destinations: [destinationOf('file'), { ...destinationOf('file'), id: 'q' }] }),
    ).destinations;
    expect(first?.filter).toEqual(second?.filter);
    expect(first?.filter).not.toBe(second?.filter);
  });
});

describe('a destination that is configured', () => {
  it('takes every common setting', () => {
    const own = {
      concurrency: 2,
      ratePerSecond: 0.5,
      timeoutMs: 1_000,
      retry: { firstDelayMs: 5, maxDelayMs: 10, maxAttempts: 3, maxRetryAfterMs: 0 },
      filter: {
        records: ['health-check'],
        facilities: ['99001', '8934280000017'],
        exceptFacilities: ['99002'],
        labels: ['R'],
        consent: 'required',
      },
      maintenance: [{ days: [7], from: '22:00', to: '02:30' }],
      deadlines: [{ records: ['claim', 'health-check'], hours: 1.5, of: 'working' }],
      reconciliationUrl: 'https://p.example/account',
    };
    expect(load('fhir', own)).toMatchObject(own);
    expect(load('fhir', { maintenance: [{ from: '22:00', to: '24:00' }] })?.maintenance).toEqual([
      { days: [], from: '22:00', to: '24:00' },
    ]);
  });

  it('takes an account of a facility, and a look-up', () => {
    const accounts = { '99001': { username: 'own', passwordFile: '/run/password', privateKeyFile: '/run/key' } };
    expect(load('moh-hub', { accounts })).toMatchObject({ accounts });
    const lookUp = { url: 'https://q.example/don/{ma}', appName: 'app', appKeyFile: '/run/password' };
    expect(load('e-prescription', { lookUp })).toMatchObject({ lookUp });
  });

  it('replaces the deadlines that ship by its own', () => {
    expect(load('moh-hub', { deadlines: [] })?.deadlines).toEqual([]);
  });

  it.each(Object.entries(KINDS_OF_DESTINATION))(
    '%s: its deadlines tell their source and are of what it takes',
    (_kind, of) => {
      for (const { records, source } of of.deadlines) {
        expect(source).toMatch(/(QĐ|TT|NĐ) /);
        expect(records.every((record) => of.records.includes(record))).toBe(true);
      }
    },
  );
});
