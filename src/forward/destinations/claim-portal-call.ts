import type { LeasedDelivery, Message } from '../../types/delivery.ts';
import type { ClaimPortalDestinationConfig } from '../../types/destination-config.ts';
import type { RecordKind } from '../../types/submission.ts';
import type { Fields } from './form-body.ts';

/** One call of the portal: where it goes and which kind of file it says it brings. */
export interface PortalCall {
  readonly path: keyof ClaimPortalDestinationConfig['paths'];
  /**
   * `record`: loaiHoSo, maTinh, maCSKCB, fileHSBase64, and the tokens in headers; `document`: loaiHs, maCskcb, fileBase64Str,
   * and the tokens among the fields.
   */
  readonly shape: 'record' | 'document';
  /** loaiHoSo, loaiHs. */
  readonly fileKind: string;
  /** Form without which there is nothing to bring; null for any. */
  readonly table: string | null;
}

const RETIRED_CLAIM: PortalCall = { path: 'retiredClaim', shape: 'record', fileKind: '3', table: '4210.XML1' };

/** vn-xml-notes of the project's sources: the calls of QĐ 130/4750/3176 and of annex 02 (2025). */
const CALLS: Partial<Record<RecordKind, PortalCall>> = {
  'check-in': { path: 'checkIn', shape: 'record', fileKind: '0', table: 'XML0' },
  claim: { path: 'claim', shape: 'record', fileKind: '130', table: 'XML1' },
  document: { path: 'document', shape: 'document', fileKind: '39', table: null },
  'death-notice': { path: 'certificate', shape: 'document', fileKind: '60', table: 'GIAYBAOTU' },
  'birth-certificate': { path: 'certificate', shape: 'document', fileKind: '61', table: 'GIAYCHUNGSINH' },
};

/** Kinds of records that the portal takes. */
export const PORTAL_RECORDS = Object.keys(CALLS) as readonly RecordKind[];

/** The call for a record of these tables; undefined for a kind that the portal does not take. */
export function callOf(kind: RecordKind, tables: ReadonlyMap<string, unknown>): PortalCall | undefined {
  return kind === 'claim' && tables.has('4210.XML1') ? RETIRED_CLAIM : CALLS[kind];
}

/** The call that a message was made for: it begins with its kind of file. */
export function callOfMessage(kind: RecordKind, { bytes }: Message): PortalCall | undefined {
  const isRetired = /^(?:loaiHoSo=3&|\{"loaiHoSo":"3",)/.test(bytes.subarray(0, 20).toString('latin1'));
  return isRetired ? RETIRED_CLAIM : CALLS[kind];
}

/** The fields of a call that may be kept. */
export function fieldsOf(
  { shape, fileKind }: PortalCall,
  record: { readonly facility: string; readonly province: string; readonly file: Buffer },
): Fields {
  const content = record.file.toString('base64');
  return shape === 'record'
    ? { loaiHoSo: fileKind, maTinh: record.province, maCSKCB: record.facility, fileHSBase64: content }
    : { loaiHs: fileKind, maCskcb: record.facility, fileBase64Str: content };
}

/** maCSKCB: 5 characters. A facility that signs in here by its GLN is known to the portal by the code in its record. */
export function portalFacility({ facility }: LeasedDelivery, ofRecord: string): string {
  return facility.length === 5 || ofRecord === '' ? facility : ofRecord;
}
