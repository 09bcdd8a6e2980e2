/** One FILEHOSO: the table's name and its XML, not yet encoded. */
export interface ClaimFile {
  readonly name: string;
  readonly xml: string;
  /** Sent as elements instead of base64: a fault that some exports have. */
  readonly plain?: true;
}

/** A claim envelope before it is written. */
export interface ClaimEnvelope {
  /** MACSKCB */
  readonly facility: string;
  /** NGAYLAP, `yyyymmdd` */
  readonly writtenOn: string;
  /** One HOSO each. */
  readonly records: readonly (readonly ClaimFile[])[];
}

/** GIAMDINHHS with the inner tables in base64. @source QĐ 130/QĐ-BYT (2023), QĐ 4750/QĐ-BYT (2023) */
export function renderEnvelope({ facility, writtenOn, records }: ClaimEnvelope): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<GIAMDINHHS xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">',
    `<THONGTINDONVI><MACSKCB>${facility}</MACSKCB></THONGTINDONVI>`,
    '<THONGTINHOSO>',
    `<NGAYLAP>${writtenOn}</NGAYLAP>`,
    `<SOLUONGHOSO>${records.length}</SOLUONGHOSO>`,
    '<DANHSACHHOSO>',
    ...records.flatMap((files) => ['<HOSO>', ...files.map(renderFile), '</HOSO>']),
    '</DANHSACHHOSO>',
    '</THONGTINHOSO>',
    '<CHUKYDONVI/>',
    '</GIAMDINHHS>',
    '',
  ].join('\n');
}

function renderFile({ name, xml, plain }: ClaimFile): string {
  const content = plain ? xml.replace(/^<\?xml[^>]*\?>/, '') : Buffer.from(xml, 'utf8').toString('base64');
  return `<FILEHOSO>\n<LOAIHOSO>${name}</LOAIHOSO>\n<NOIDUNGFILE>${content}</NOIDUNGFILE>\n</FILEHOSO>`;
}
