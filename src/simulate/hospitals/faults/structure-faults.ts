import { type Fault, inFile, inXml } from './fault.ts';

const DECLARATION = /^<\?xml[^>]*\?>\n/;

/** Faults in the writing of envelope and tables that a reader can see through. */
export const STRUCTURE_FAULTS = {
  'byte-order-mark': { verdict: 'accepted', envelope: (xml) => `\uFEFF${xml}` },
  'no-declaration': { verdict: 'taken', envelope: (xml) => xml.replace(DECLARATION, '') },
  'wrong-encoding-name': {
    verdict: 'accepted',
    envelope: (xml) => xml.replace('encoding="utf-8"', 'encoding="utf-16"'),
  },
  'record-count-of-files': {
    verdict: 'accepted',
    envelope: (xml) => xml.replace(/<SOLUONGHOSO>\d+/, `<SOLUONGHOSO>${xml.split('<FILEHOSO>').length - 1}`),
  },
  'record-count-wrong': { verdict: 'accepted', envelope: (xml) => xml.replace(/<SOLUONGHOSO>\d+/, '<SOLUONGHOSO>7') },
  'lower-case-tags': inXml('XML1', (xml) =>
    xml.replace(/<(\/?)([A-Z_]+)/g, (_, slash: string, name: string) => `<${slash}${name.toLowerCase()}`),
  ),
  'misspelt-tag': inXml('XML1', (xml) => xml.replaceAll('MA_BENH_CHINH', 'MA_BEN_CHINH')),
  'unknown-element': inXml('XML1', (xml) => xml.replace('</TONG_HOP>', '  <MA_NOI_BO>A1</MA_NOI_BO>\n</TONG_HOP>')),
  'control-character': inXml('XML5', (xml) => xml.replace('<DIEN_BIEN_LS>', '<DIEN_BIEN_LS>\u0002')),
  'text-in-cdata': inXml(
    'XML5',
    (xml) => xml.replace(/<DIEN_BIEN_LS>([^<]*)&lt;([^<]*)&gt;([^<]*)/g, '<DIEN_BIEN_LS><![CDATA[$1<$2>$3]]>'),
    'taken',
  ),
  'list-element-missing': inXml('XML3', (xml) => xml.replace(/<\/?DSACH_CHI_TIET_DVKT>\n/g, '')),
  'plain-inner-xml': inFile('XML2', (file) => ({ ...file, plain: true })),
  'table-under-other-name': inFile('XML2', (file) => ({ ...file, name: 'XML3' })),
} as const satisfies Readonly<Record<string, Fault>>;
