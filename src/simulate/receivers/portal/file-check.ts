import { readXmlTexts, type XmlTexts } from '../xml-texts.ts';

/** What a call has to bring, by its loaiHoSo or loaiHs. */
interface FileRule {
  readonly root: string;
  /** Where the facility's code stands. */
  readonly facility: readonly string[];
  /** Elements of which there has to be exactly one; null for any number. */
  readonly single: string | null;
}

const HOSO = 'THONGTINHOSO/DANHSACHHOSO/HOSO';
const RULES: Readonly<Record<string, FileRule>> = {
  '0': { root: 'CHI_TIEU_TRANG_THAI_KCB', facility: ['DSACH_TRANG_THAI_KCB/TRANG_THAI_KCB/MA_CSKCB'], single: null },
  '3': { root: 'GIAMDINHHS', facility: ['THONGTINDONVI/MACSKCB'], single: HOSO },
  '130': { root: 'GIAMDINHHS', facility: ['THONGTINDONVI/MACSKCB'], single: HOSO },
  '39': { root: 'HSCHUNGTU', facility: ['THONGTINDONVI/MACSKCB'], single: HOSO },
  '60': { root: 'HSDLGBT', facility: ['GIAYBAOTU/MACSKCB', 'GIAYBAOTU/MA_CSKCB'], single: 'GIAYBAOTU' },
  '61': { root: 'HSDLGCS', facility: ['GIAYCHUNGSINH/MACSKCB', 'GIAYCHUNGSINH/MA_CSKCB'], single: 'GIAYCHUNGSINH' },
};
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * A file as the portal looks at it: strict base64 of well-formed XML with the root of its kind, of one record, of the very
 * facility that it names. Undefined when it is not so.
 */
export function checkFile(base64: string, kind: string, facility: string): Buffer | undefined {
  const rule = RULES[kind];
  if (rule === undefined || base64 === '' || !BASE64.test(base64)) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  const xml = readXmlTexts(bytes.toString('utf8'));
  if (xml === undefined || xml.root !== rule.root) return undefined;
  if (rule.single !== null && xml.at(rule.single).length !== 1) return undefined;
  return ofFacility(xml, rule, facility) ? bytes : undefined;
}

/** Papers need not name their facility. */
function ofFacility(xml: XmlTexts, rule: FileRule, facility: string): boolean {
  return rule.facility.flatMap((path) => xml.at(path)).every((code) => code === facility || code === '');
}
