import type { Forms } from '../fhir/forms.ts';
import { firstLineNotUtf8, startsWithBom } from '../fhir/json/utf8.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { DecodedEnvelope, DecodeStream } from '../types/source-record.ts';
import { type DocumentContext, documentIssues, unknownElements, xmlFault } from './document-issues.ts';
import type { FormIndex } from './form-table.ts';
import { type EnvelopeFault, HosoEnvelopeReader } from './hoso-envelope.ts';
import { type HosoFormat, hosoFormats } from './hoso-format.ts';
import { decodeHoso } from './hoso-record.ts';
import { decodeLoneTable } from './lone-table.ts';
import { decodeNested, type NestedXml, nestedFormatOf, nestedFormats } from './nested-xml.ts';
import { decodePapers, isPaperRoot, type PaperFormat, paperFormat } from './paper-xml.ts';
import { createXmlReader, type XmlReader } from './parse-xml.ts';

export interface FormDecoderDeps extends DocumentContext {
  readonly forms: Forms;
}

/** Every format in XML, prepared. */
interface XmlFormats {
  readonly envelopes: ReadonlyMap<string, HosoFormat>;
  readonly papers: PaperFormat;
  readonly nested: readonly NestedXml[];
  /** Claim tables that may be sent alone. */
  readonly loneTables: FormIndex;
}

/** Enough to keep the parser busy, little enough that a large envelope is never held decoded. */
const CHUNK_BYTES = 65_536;
const CLAIM = 'GIAMDINHHS';

/**
 * Decoder of the national forms in XML; the root tells the format: the envelopes GIAMDINHHS (claims), KHAMSUCKHOE (health
 * checks) and HSCHUNGTU (documents), claim tables sent alone, papers (HSDLGBT, HSDLGCS), health books (Data) and exported
 * medical records (HoSoBenhAn). Each HOSO is handed out as soon as the next one begins; its issues stand on the record,
 * those of the whole on the envelope that is returned. A `fatal` one there (LT-D003 to LT-D011, LT-D081) means unreadable
 * as a whole: records handed out before it are void.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT; QĐ 4210/QĐ-BYT for old exports; the others name theirs
 */
export function createFormDecoder(deps: FormDecoderDeps): (bytes: Buffer) => DecodeStream {
  const envelopes = hosoFormats(deps.forms);
  const claim = envelopes.get(CLAIM);
  if (claim === undefined) throw new Error(`there is no format of ${CLAIM}`);
  const formats: XmlFormats = {
    envelopes,
    papers: paperFormat(deps.forms),
    nested: nestedFormats(deps.forms),
    loneTables: claim.index,
  };
  return (bytes) => decodeXml(bytes, deps, formats);
}

function* decodeXml(bytes: Buffer, deps: FormDecoderDeps, formats: XmlFormats): DecodeStream {
  const { rules, limits } = deps;
  const badLine = firstLineNotUtf8(bytes);
  if (badLine !== null) return unreadable([rules.issue('LT-D003', { place: `line ${badLine}` })], null, undefined);
  const { offset, line } = startOfXml(bytes);
  const envelope = new HosoEnvelopeReader(new Set(formats.envelopes.keys()), limits.maxNodes);
  const reader = createXmlReader(envelope, { maxDepth: limits.maxDepth, firstLine: line });
  const keys = new Set<string>();
  const facilities = new Set<string>();
  let position = 0;
  for (const text of chunksOf(bytes, offset)) {
    if (text === null) reader.end();
    else reader.write(text);
    if (envelope.fault?.reason === 'root') return yield* decodeOther(bytes, deps, formats, envelope.fault);
    const format = formats.envelopes.get(envelope.root ?? '');
    const fault = envelopeFault(envelope, deps) ?? (reader.fault && xmlFault(reader.fault, deps));
    if (fault !== null) return unreadable([fault], envelope.facility, format);
    if (text === null) envelope.end();
    if (format === undefined) continue;
    for (const hoso of envelope.takeEnded()) {
      position += 1;
      const context = { rules, format, maxDepth: limits.maxDepth, position, earlierKeys: keys };
      const record = decodeHoso(hoso, { ...context, facility: envelope.facility });
      yield record;
      keys.add(record.key);
      facilities.add(record.facility);
    }
  }
  const format = formats.envelopes.get(envelope.root ?? '');
  const summary = envelopeSummary(bytes, envelope, reader, rules, format);
  const [only = ''] = facilities;
  // A GLN there is another name of the facility of the records.
  return format?.hasGln === true && facilities.size === 1 && only !== '' ? { ...summary, facility: only } : summary;
}

/** A document with another root than that of an envelope with HOSO. */
function* decodeOther(bytes: Buffer, deps: FormDecoderDeps, formats: XmlFormats, root: EnvelopeFault): DecodeStream {
  const { element, children } = root;
  const nested = nestedFormatOf(element, children, formats.nested);
  if (nested !== undefined) return yield* decodeNested(bytes, deps, nested);
  if (isPaperRoot(element, formats.papers)) return yield* decodePapers(bytes, deps, formats.papers);
  if (formats.loneTables.byRoot.has(element)) return yield* decodeLoneTable(bytes, deps, formats.loneTables);
  return unreadable([deps.rules.issue('LT-D008')], null, undefined);
}

/** The text in pieces that never split a character; null marks the end. */
function* chunksOf(bytes: Buffer, offset: number): Generator<string | null> {
  let start = offset;
  while (start < bytes.length) {
    let end = Math.min(start + CHUNK_BYTES, bytes.length);
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    yield bytes.toString('utf8', start, end);
    start = end;
  }
  yield null;
}

/** Where the document begins: after a byte order mark and white space, which some exporters put before it. */
function startOfXml(bytes: Buffer): { readonly offset: number; readonly line: number } {
  let offset = startsWithBom(bytes) ? 3 : 0;
  let line = 1;
  for (; offset < bytes.length; offset += 1) {
    const byte = bytes[offset];
    if (byte === 0x0a) line += 1;
    else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) break;
  }
  return { offset, line };
}

function unreadable(
  issues: readonly Issue[],
  facility: string | null,
  format: HosoFormat | undefined,
): DecodedEnvelope {
  return { format: format?.format ?? 'claim-xml', facility: facility === '' ? null : facility, issues };
}

function envelopeFault({ fault, root }: HosoEnvelopeReader, { rules }: FormDecoderDeps): Issue | null {
  if (fault === null) return null;
  return rules.issue('LT-D010', { place: fault.element, with: { element: fault.element, root: root ?? CLAIM } });
}

function envelopeSummary(
  bytes: Buffer,
  envelope: HosoEnvelopeReader,
  reader: XmlReader,
  rules: RuleCatalogue,
  format: HosoFormat | undefined,
): DecodedEnvelope {
  const root = format?.root ?? CLAIM;
  const issues: Issue[] = [];
  if (envelope.hosoCount === 0) issues.push(rules.issue('LT-D011', { place: `${root}.THONGTINHOSO.DANHSACHHOSO` }));
  issues.push(...documentIssues(bytes, reader, root, rules));
  if (envelope.lowerCase) issues.push(rules.issue('LT-D015', { place: root, with: { root } }));
  if (envelope.unknown.size > 0) issues.push(unknownElements(envelope.unknown, root, rules));
  if (envelope.texts.isFull) issues.push(rules.issue('LT-D080', { place: root }));
  const count = countIssue(envelope, root, rules);
  if (count !== null) issues.push(count);
  if (envelope.facility === null || envelope.facility === '') {
    issues.push(rules.issue('LT-D020', { place: `${root}.THONGTINDONVI.MACSKCB` }));
  }
  return unreadable(issues, envelope.facility, format);
}

/** SOLUONGHOSO counts HOSO; some exporters count the files in them instead. */
function countIssue(envelope: HosoEnvelopeReader, root: string, rules: RuleCatalogue): Issue | null {
  const { declaredCount, hosoCount, fileCount } = envelope;
  const place = `${root}.THONGTINHOSO.SOLUONGHOSO`;
  if (declaredCount === null || !/^\d{1,9}$/.test(declaredCount)) return rules.issue('LT-D019', { place });
  const declared = Number(declaredCount);
  if (declared === hosoCount) return null;
  const rule = declared === fileCount ? 'LT-D018' : 'LT-D017';
  return rules.issue(rule, { place, with: { declared, found: hosoCount } });
}
