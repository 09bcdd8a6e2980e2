import type { Forms } from '../fhir/forms.ts';
import { firstLineNotUtf8, startsWithBom } from '../fhir/json/utf8.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { FormRecord, DecodedEnvelope, DecodeStream } from '../types/source-record.ts';
import { ClaimEnvelopeReader, type EnvelopeFault } from './claim-envelope.ts';
import { decodeHoso } from './claim-record.ts';
import { type FormIndex, indexForms } from './claim-table.ts';
import { type DocumentContext, documentIssues, xmlFault } from './document-issues.ts';
import { decodeLoneTable } from './lone-table.ts';
import { createXmlReader, type XmlReader } from './parse-xml.ts';

export interface ClaimDecoderDeps extends DocumentContext {
  readonly forms: Forms;
}

/** Enough to keep the parser busy, little enough that a large envelope is never held decoded. */
const CHUNK_BYTES = 65_536;

/**
 * Decoder of the national claim envelope GIAMDINHHS, and of its tables sent alone. Each HOSO is handed out as soon as
 * it is read; its issues stand on the record, those of the whole on the envelope that is returned. A `fatal` one there
 * (LT-D003 to LT-D011) means unreadable as a whole: records handed out before it are void.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT, QĐ 3176/QĐ-BYT; QĐ 4210/QĐ-BYT for old exports
 */
export function createClaimDecoder(deps: ClaimDecoderDeps): (bytes: Buffer) => DecodeStream {
  const index = indexForms(deps.forms);
  return (bytes) => decodeEnvelope(bytes, deps, index);
}

function* decodeEnvelope(bytes: Buffer, deps: ClaimDecoderDeps, index: FormIndex): DecodeStream {
  const badLine = firstLineNotUtf8(bytes);
  if (badLine !== null) return unreadable([deps.rules.issue('LT-D003', { place: `line ${badLine}` })], null);
  const { offset, line } = startOfXml(bytes);
  const envelope = new ClaimEnvelopeReader(deps.limits.maxNodes);
  const reader = createXmlReader(envelope, { maxDepth: deps.limits.maxDepth, firstLine: line });
  const keys = new Set<string>();
  let position = 0;
  for (const text of chunksOf(bytes, offset)) {
    if (text === null) reader.end();
    else reader.write(text);
    if (isLoneTable(envelope.fault, index)) return yield* decodeLoneTable(bytes, deps, index);
    if (envelope.fault !== null) return unreadable([envelopeFault(envelope.fault, deps)], envelope.facility);
    if (reader.fault !== null) return unreadable([xmlFault(reader.fault, deps)], envelope.facility);
    for (const hoso of envelope.takeEnded()) {
      position += 1;
      const { rules, limits } = deps;
      const context = { rules, index, maxDepth: limits.maxDepth, position, earlierKeys: keys };
      const record: FormRecord = decodeHoso(hoso, { ...context, facility: envelope.facility });
      yield record;
      keys.add(record.key);
    }
  }
  return envelopeSummary(bytes, envelope, reader, deps.rules);
}

function isLoneTable(fault: EnvelopeFault | null, { byRoot }: FormIndex): boolean {
  return fault?.reason === 'root' && byRoot.has(fault.element);
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

function unreadable(issues: readonly Issue[], facility: string | null): DecodedEnvelope {
  return { format: 'claim-xml', facility: facility === '' ? null : facility, issues };
}

function envelopeFault({ reason, element }: EnvelopeFault, { rules }: ClaimDecoderDeps): Issue {
  return reason === 'root' ? rules.issue('LT-D008') : rules.issue('LT-D010', { place: element, with: { element } });
}

function envelopeSummary(
  bytes: Buffer,
  envelope: ClaimEnvelopeReader,
  reader: XmlReader,
  rules: RuleCatalogue,
): DecodedEnvelope {
  const issues: Issue[] = [];
  if (envelope.hosoCount === 0) issues.push(rules.issue('LT-D011', { place: 'GIAMDINHHS.THONGTINHOSO.DANHSACHHOSO' }));
  issues.push(...documentIssues(bytes, reader, 'GIAMDINHHS', rules));
  if (envelope.lowerCase) issues.push(rules.issue('LT-D015', { place: 'GIAMDINHHS' }));
  if (envelope.unknown.size > 0) issues.push(unknownElements(envelope.unknown, rules));
  const count = countIssue(envelope, rules);
  if (count !== null) issues.push(count);
  if (envelope.facility === null || envelope.facility === '') {
    issues.push(rules.issue('LT-D020', { place: 'GIAMDINHHS.THONGTINDONVI.MACSKCB' }));
  }
  return { format: 'claim-xml', facility: envelope.facility === '' ? null : envelope.facility, issues };
}

/** SOLUONGHOSO counts HOSO; some exporters count the files in them instead. */
function countIssue({ declaredCount, hosoCount, fileCount }: ClaimEnvelopeReader, rules: RuleCatalogue): Issue | null {
  const place = 'GIAMDINHHS.THONGTINHOSO.SOLUONGHOSO';
  if (declaredCount === null || !/^\d{1,9}$/.test(declaredCount)) return rules.issue('LT-D019', { place });
  const declared = Number(declaredCount);
  if (declared === hosoCount) return null;
  const rule = declared === fileCount ? 'LT-D018' : 'LT-D017';
  return rules.issue(rule, { place, with: { declared, found: hosoCount } });
}

function unknownElements(names: ReadonlySet<string>, rules: RuleCatalogue): Issue {
  const shown = [...names].filter((name) => /^[A-Z0-9_]{1,40}$/.test(name)).join(', ');
  return rules.issue('LT-D016', { place: 'GIAMDINHHS', with: { elements: shown === '' ? '?' : shown } });
}
