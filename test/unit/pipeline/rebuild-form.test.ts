import { describe, expect, it } from '@jest/globals';
import { readFormFacts } from '../../../src/simulate/receivers/form-facts.ts';
import { healthBookFile, healthCheckFile } from '../../support/health-form-files.ts';
import { healthBookDelivery, healthCheckDelivery } from '../../support/health-forms.ts';
import { nationalDelivery, rebuildForm } from '../../support/national-delivery.ts';

const REQUEST_ID = 'HEADER/REQUEST_ID';
const xmlOf = (...args: Parameters<typeof rebuildForm>) => rebuildForm(...args)?.bytes.toString('utf8') ?? '';
const idOf = (xml: string) => readFormFacts(xml)?.at(REQUEST_ID);

describe('rebuilding what is forwarded', () => {
  it.each([
    ['a health book', healthBookDelivery(3), healthBookFile(3, 'lần 1')],
    ['a health check', healthCheckDelivery(3), healthCheckFile(3, 'lần 1')],
  ])('%s says all that the sender’s file said', (_what, delivery, sent) => {
    expect(readFormFacts(xmlOf(delivery))?.digest).toBe(readFormFacts(sent)?.digest);
    expect(rebuildForm(delivery)?.record.format).toMatch(/^health-/);
  });

  it('texts of the envelope stand in the sender’s place', () => {
    const xml = xmlOf(healthBookDelivery(), (sent) => new Map([[REQUEST_ID, `${sent.get(REQUEST_ID)}.7`]]));
    expect(idOf(xml)).toBe('YC-1.7');
    expect(xml).toMatch(/<REQUEST_ID>YC-1\.7<\/REQUEST_ID>\n<ACTION_TYPE>/);
  });

  it('or behind its neighbours, where the sender wrote none; or first of all', () => {
    const without = (pattern: RegExp) => nationalDelivery(healthBookFile(1).replace(pattern, ''));
    const retext = () => new Map([[REQUEST_ID, 'NEW']]);
    expect(xmlOf(without(/<REQUEST_ID>.*?<\/REQUEST_ID>/), retext)).toMatch(
      /<ACTION_TYPE>0<\/ACTION_TYPE>\n<REQUEST_ID>NEW<\/REQUEST_ID>\n<\/HEADER>/,
    );
    expect(xmlOf(without(/<HEADER>[\s\S]*<\/HEADER>/), retext)).toMatch(
      /<Data>\n<HEADER>\n<REQUEST_ID>NEW<\/REQUEST_ID>\n<\/HEADER>\n<BODY>/,
    );
  });

  it('of several records in one file each goes alone', () => {
    const second = '<HOSOSUCKHOE><THONGTINCHUNG><MADINHDANH>000000000002</MADINHDANH></THONGTINCHUNG></HOSOSUCKHOE>';
    const xml = xmlOf(nationalDelivery(healthBookFile(1).replace('</BODY>', `${second}</BODY>`)));
    expect(xml.match(/<HOSOSUCKHOE>/g)).toHaveLength(1);
    expect(idOf(xml)).toBe('YC-1');
  });

  it('what came as FHIR has no form', () => {
    expect(rebuildForm({ resources: [{ resourceType: 'Patient', id: 'p' }] })).toBeUndefined();
    expect(
      rebuildForm({ resources: [{ resourceType: 'Encounter', id: 'e', status: 'finished', class: {} }] }),
    ).toBeUndefined();
    expect(rebuildForm({ resources: [] })).toBeUndefined();
  });
});
