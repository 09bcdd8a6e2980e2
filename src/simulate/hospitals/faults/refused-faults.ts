import { type Fault, inXml } from './fault.ts';

/** Faults after which a record, or the whole envelope, cannot be taken. */
export const REFUSED_FAULTS = {
  'no-record-key': {
    verdict: 'refused',
    files: (files) => files.map((file) => ({ ...file, xml: file.xml.replace(/<MA_LK>[^<]*<\/MA_LK>/g, '<MA_LK/>') })),
  },
  'broken-base64': {
    verdict: 'quarantined',
    envelope: (xml) => xml.replace(/(<LOAIHOSO>XML3<\/LOAIHOSO>\n<NOIDUNGFILE>.{40})/, '$1*?'),
  },
  'broken-inner-xml': inXml('XML4', (xml) => xml.replace('</GIA_TRI>', '</GIA_TR>'), 'quarantined'),
  'wrong-facility': { verdict: 'forbidden', envelope: (xml) => xml.replace(/<MACSKCB>[^<]*/, '<MACSKCB>99999') },
  'wrong-root': { verdict: 'unreadable', envelope: (xml) => xml.replaceAll('GIAMDINHHS', 'HOSOKHAC') },
  'mismatched-tags': { verdict: 'unreadable', envelope: (xml) => xml.replace('</DANHSACHHOSO>', '</DANHSACH>') },
  'cut-off': { verdict: 'unreadable', envelope: (xml) => xml.slice(0, Math.floor(xml.length * 0.6)) },
  doctype: {
    verdict: 'unreadable',
    envelope: (xml) => xml.replace('<GIAMDINHHS ', '<!DOCTYPE GIAMDINHHS [<!ENTITY x "y">]>\n<GIAMDINHHS '),
  },
} as const satisfies Readonly<Record<string, Fault>>;
