import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { envelope, summaryXml } from '../../support/claim-envelope.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { nationalDelivery, rebuildForm } from '../../support/national-delivery.ts';
import { claimDelivery, PORTAL_USER, portalAccounts, sampleDelivery, usePortal } from '../../support/portal-setting.ts';
import { PASSWORD } from '../../support/secret-files.ts';

const MD5 = hash('md5', PASSWORD).toUpperCase();
const base64 = (xml: string) => Buffer.from(xml, 'utf8').toString('base64');

const { secrets, portalWith, destinationAt } = usePortal();

describe('claim portal in order', () => {
  it('takes a claim: one file of one record, in base64, as the record’s facility', async () => {
    const receiver = await portalWith();
    const destination = destinationAt(receiver.url);
    const delivery = claimDelivery();
    expect(await sendNew(destination, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'GD20261122080000000001',
    });
    const [body] = receiver.received();
    const fields = new URLSearchParams(body?.toString());
    expect([...fields.keys()]).toEqual(['loaiHoSo', 'maTinh', 'maCSKCB', 'fileHSBase64', 'username']);
    expect(fields.get('loaiHoSo')).toBe('130');
    expect(fields.get('maTinh')).toBe('51');
    const file = Buffer.from(fields.get('fileHSBase64') ?? '', 'base64');
    expect(file).toEqual(rebuildForm(delivery)?.bytes);
    expect(receiver.effects()).toMatchObject([{ digest: hash('sha256', file), resources: ['130/99001'] }]);
    expect(destination).toMatchObject({ isIdempotent: false });
    expect(destination.lookUp).toBeUndefined();
  });

  it.each([
    ['claim-xml/synthetic-4750-giamdinhhs.xml', 'claim', 'loaiHoSo', '130'],
    ['national-forms/synthetic-ct2025-hschungtu.xml', 'document', 'loaiHs', '39'],
    ['national-forms/synthetic-hsdlgbt.xml', 'death-notice', 'loaiHs', '60'],
    ['national-forms/synthetic-hsdlgcs.xml', 'birth-certificate', 'loaiHs', '61'],
  ])('takes %s, a %s, under %s %s', async (file, kind, field, value) => {
    const receiver = await portalWith({ accounts: portalAccounts('00000') });
    const destination = destinationAt(receiver.url, { username: '00000_BV', filter: { facilities: ['00000'] } });
    const delivery = await sampleDelivery(file);
    expect(delivery.kind).toBe(kind);
    expect(await sendNew(destination, delivery)).toMatchObject({ kind: 'delivered' });
    expect(new URLSearchParams(receiver.received()[0]?.toString()).get(field)).toBe(value);
    expect(receiver.effects()).toHaveLength(1);
  });

  it('takes a check-in', async () => {
    const receiver = await portalWith();
    const checkIn = nationalDelivery(
      '<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB><TRANG_THAI_KCB><MA_LK>LK1</MA_LK><STT>1</STT><MA_CSKCB>99001</MA_CSKCB></TRANG_THAI_KCB></DSACH_TRANG_THAI_KCB><CHUKYDONVI/></CHI_TIEU_TRANG_THAI_KCB>',
    );
    expect(checkIn.kind).toBe('check-in');
    expect(await sendNew(destinationAt(receiver.url), checkIn)).toMatchObject({ kind: 'delivered' });
    expect(receiver.effects()).toMatchObject([{ resources: ['0/99001'] }]);
  });

  it('a file of several records goes as a file for each, and says one', async () => {
    const many = nationalDelivery(
      envelope([[['XML1', base64(summaryXml())]], [['XML1', base64(summaryXml({ MA_LK: 'LK2' }))]]]),
    );
    const { bytes } = rebuildForm(many) ?? {};
    expect(bytes?.toString()).toContain('<SOLUONGHOSO>1</SOLUONGHOSO>');
    const receiver = await portalWith();
    expect(await sendNew(destinationAt(receiver.url), many)).toMatchObject({ kind: 'delivered' });
  });

  it('speaks JSON and small letters where the portal wants them', async () => {
    const receiver = await portalWith({ passwordHashCase: 'lower' });
    const destination = destinationAt(receiver.url, { bodyEncoding: 'json', passwordHashCase: 'lower' });
    expect(await sendNew(destination, claimDelivery())).toMatchObject({ kind: 'delivered' });
    expect(Object.keys(JSON.parse(String(receiver.received()[0])))).toEqual([
      'loaiHoSo',
      'maTinh',
      'maCSKCB',
      'fileHSBase64',
      'username',
    ]);
  });

  it('the letters of a path are a setting: implementers differ', async () => {
    const receiver = await portalWith({ recordCalls: { '/api/qd130/guiHoSoXmlQd4750': ['130'] } });
    const claim = '/api/qd130/guiHoSoXmlQd4750';
    expect(await sendNew(destinationAt(receiver.url, { paths: { claim } }), claimDelivery())).toMatchObject({
      kind: 'delivered',
    });
    const other = { paths: { claim: claim.replace('Qd', 'QD') } };
    expect(await sendNew(destinationAt(receiver.url, other), claimDelivery('B'))).toMatchObject({
      kind: 'misconfigured',
      reason: 'http-404',
    });
    expect(receiver.effects()).toHaveLength(1);
  });

  it('signs each facility in as itself', async () => {
    const receiver = await portalWith({ accounts: portalAccounts('99001', '00000') });
    const destination = destinationAt(receiver.url, {
      filter: {},
      accounts: {
        '00000': { username: '00000_BV', passwordFile: secrets().passwordFile },
        '99001': { username: PORTAL_USER, passwordFile: secrets().passwordFile },
      },
    });
    expect(await sendNew(destination, claimDelivery())).toMatchObject({ kind: 'delivered' });
    const other = await sampleDelivery('claim-xml/synthetic-4750-giamdinhhs.xml');
    expect(await sendNew(destination, other)).toMatchObject({ kind: 'delivered' });
    expect(receiver.effects().map(({ resources }) => resources)).toEqual([['130/99001'], ['130/00000']]);
    expect(receiver.signIns()).toBe(2);
  });
});

describe('claim portal, what is kept', () => {
  it.each([
    ['form', claimDelivery],
    ['json', claimDelivery],
    ['form', () => sampleDelivery('national-forms/synthetic-hsdlgbt.xml')],
    ['json', () => sampleDelivery('national-forms/synthetic-hsdlgbt.xml')],
  ])(
    'as %s: nothing of the account, and what is sent is that and the account behind it',
    async (bodyEncoding, make) => {
      const delivery = await make();
      const username = `${delivery.facility}_BV`;
      const receiver = await portalWith({ accounts: portalAccounts(delivery.facility) });
      const destination = destinationAt(receiver.url, {
        bodyEncoding,
        username,
        filter: { facilities: [delivery.facility] },
      });
      const message = await composed(destination, delivery);
      expect(await destination.send(message, delivery)).toMatchObject({ kind: 'delivered' });
      const kept = message.bytes.toString() + message.key;
      for (const secret of [username, MD5, PASSWORD, 'token', 'password']) expect(kept).not.toContain(secret);
      const body = String(receiver.received()[0]);
      const begin = bodyEncoding === 'json' ? message.bytes.toString().slice(0, -1) : message.bytes.toString();
      expect(body.startsWith(begin)).toBe(true);
      expect(body.slice(begin.length)).toContain(username);
    },
  );

  it('a message that was kept is sent as it was, whatever the settings are now', async () => {
    const receiver = await portalWith();
    const delivery = claimDelivery();
    const message = await composed(destinationAt(receiver.url), delivery);
    const later = destinationAt(receiver.url, { bodyEncoding: 'json', provinceCode: '62' });
    expect(await later.send(message, { ...delivery, attempt: 2 })).toMatchObject({ kind: 'delivered' });
    expect(String(receiver.received()[0])).toContain(message.bytes.toString());
  });

  it('the same delivery makes the same message', async () => {
    const destination = destinationAt('http://127.0.0.1:9');
    expect(await composed(destination, claimDelivery())).toEqual(await composed(destination, claimDelivery()));
    expect((await composed(destination, claimDelivery('B'))).key).not.toBe(
      (await composed(destination, claimDelivery())).key,
    );
  });
});

describe('claim portal, what is not sent', () => {
  it.each([
    ['what came as FHIR', () => fhirDelivery({ kind: 'claim' }), 'refused', 'no-national-form'],
    [
      'another kind of record',
      () => ({ ...claimDelivery(), kind: 'health-check' as const }),
      'refused',
      'no-national-form',
    ],
    [
      'a record of which nothing may leave',
      () => ({ ...claimDelivery(), resources: [] }),
      'refused',
      'nothing-to-send',
    ],
    [
      'a facility that has no account',
      () => ({ ...claimDelivery(), facility: '99002' }),
      'misconfigured',
      'account-of-another-facility',
    ],
  ])('%s', async (_name, make, kind, reason) => {
    expect(await destinationAt('http://127.0.0.1:9').compose(make())).toEqual({ kind, reason });
  });

  it('a claim of which only what is specially protected could leave', async () => {
    const destination = destinationAt('http://127.0.0.1:9');
    const delivery = claimDelivery();
    const open = delivery.resources.filter(({ resourceType }) => ['Patient', 'Organization'].includes(resourceType));
    expect(await destination.compose({ ...delivery, resources: open })).toMatchObject({ kind: 'refused' });
  });

  it('a claim of QĐ 4210, unless its call is configured', async () => {
    const delivery = await sampleDelivery('claim-xml/synthetic-4210-giamdinhhs.xml');
    const receiver = await portalWith({ accounts: portalAccounts('00000') });
    const account = { username: '00000_BV', filter: { facilities: ['00000'] } };
    expect(await destinationAt(receiver.url, account).compose(delivery)).toEqual({
      kind: 'refused',
      reason: 'retired-form',
    });
    const paths = { retiredClaim: '/api/egw/guiHoSoGiamDinh4210' };
    const destination = destinationAt(receiver.url, { ...account, paths });
    const message = await composed(destination, delivery);
    expect(await destination.send(message, delivery)).toMatchObject({ kind: 'delivered' });
    expect(receiver.effects()).toMatchObject([{ resources: ['3/00000'] }]);
    expect(await destinationAt(receiver.url, account).send(message, delivery)).toEqual({
      kind: 'refused',
      reason: 'retired-form',
    });
  });
});
