import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { createDecoder } from '../../../src/decode/detect-format.ts';
import { loadIdentifierSystems } from '../../../src/fhir/identifier-systems.ts';
import { base64, drain, envelope, FORMS, findingsOf, LIMITS, RULES, summaryXml } from '../../support/claim-envelope.ts';

const decoder = createDecoder({
  rules: RULES,
  forms: FORMS,
  systems: loadIdentifierSystems(PATHS.identifiers),
  limits: { ...LIMITS, maxNames: 1_000, maxStringLength: 10_000, maxBundleEntries: 10 },
});
const read = (text: string) => drain(decoder.decode(Buffer.from(text, 'utf8')));

describe('the content decides', () => {
  it.each([
    ['a claim', '<GIAMDINHHS/>', 'claim-xml', 'LT-D011'],
    ['after a byte order mark and white space', '\ufeff \r\n\t<KHAMSUCKHOE/>', 'health-check-xml', 'LT-D011'],
    ['documents', '<HSCHUNGTU/>', 'document-xml', 'LT-D011'],
    ['death notices', '<HSDLGBT/>', 'document-xml', 'LT-D081'],
    ['birth certificates', '<HSDLGCS/>', 'document-xml', 'LT-D081'],
    ['health books', '<Data><HEADER/><BODY/></Data>', 'health-book-xml', 'LT-D081'],
    ['FHIR', '\n {"resourceType":"Bundle"}', 'fhir-json', 'LT-D071'],
    ['prescriptions', '[{"ma_don_thuoc":"1",}]', 'prescription-json', 'LT-D060'],
    ['medical records in JSON', '{"HoSoBenhAn":{}', 'emr-export', 'LT-D060'],
  ])('%s', (_name, text, format, rule) => {
    const { end } = read(text);
    expect(end.format).toBe(format);
    expect(end.issues[0]?.rule.id).toBe(rule);
  });

  it('and the decoder of that format reads', () => {
    expect(read(envelope([[['XML1', base64(summaryXml())]]])).records).toMatchObject([
      { format: 'claim-xml', key: 'LK1' },
    ]);
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ resource: { resourceType: 'Encounter', id: 'e1' } }],
    };
    expect(read(JSON.stringify(bundle)).records).toMatchObject([{ format: 'fhir-json', key: 'e1' }]);
  });
});

describe('no known format', () => {
  it.each([
    ['', 'LT-D001'],
    [' \r\n\t', 'LT-D001'],
    ['\ufeff', 'LT-D001'],
    ['PK\u0003\u0004', 'LT-D002'],
    ['[]', 'LT-D002'],
    ['MSH|^~\\&|', 'LT-D002'],
    ['<HOSOKHAC/>', 'LT-D008'],
    ['{"resourceType":"Patient"}', 'LT-D070'],
  ])('%j', (text, rule) => {
    const { records, end } = read(text);
    expect(records).toEqual([]);
    expect(findingsOf(end.issues)).toEqual([rule]);
    expect(end.issues[0]?.rule).toMatchObject({ severity: 'fatal', status: 400 });
  });

  it('the texts name what is supported', () => {
    expect(read('<HOSOKHAC/>').end.issues[0]?.text.en).toMatch(/GIAMDINHHS/);
    expect(read('{}').end.issues[0]?.text.en).toMatch(/Bundle.*HoSoBenhAn/);
  });
});
