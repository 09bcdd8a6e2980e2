import { isCheckIn } from '../fhir/forms.ts';
import { shownFacility } from '../fhir/facility-code.ts';
import { firstLineNotUtf8 } from '../fhir/json/utf8.ts';
import type { RuleCatalogue } from '../types/issue.ts';
import type { FormRecord, SourceRow, SourceTable } from '../types/source-record.ts';
import { decodeBase64 } from './base64.ts';
import type { ClaimFile, ClaimHoso } from './claim-envelope.ts';
import { type FormIndex, readClaimTable } from './claim-table.ts';
import { isUtf8Name } from './encoding-name.ts';
import { IssueTally } from './issue-tally.ts';
import { careEpisodeKey } from './record-key.ts';
import { parseXmlDocument, type XmlElement } from './xml-element.ts';

export interface HosoContext {
  readonly rules: RuleCatalogue;
  readonly index: FormIndex;
  readonly maxDepth: number;
  /** Position in the envelope, from 1. */
  readonly position: number;
  /** MACSKCB of the envelope, as far as it was read. */
  readonly facility: string | null;
  /** MA_LK of the HOSO before this one. */
  readonly earlierKeys: ReadonlySet<string>;
}

/** XML7 is sent once per child after a multiple birth; several XML1 have a rule of their own. */
const MANY_FILES_ALLOWED = new Set(['XML7', 'XML1', '4210.XML1']);

/**
 * Reads the tables of one HOSO. A table that cannot be read puts the record into quarantine and the others are read
 * all the same; without a readable XML1 or without MA_LK the record is refused.
 */
export function decodeHoso(hoso: ClaimHoso, context: HosoContext): FormRecord {
  const reader = new HosoReader(context, hoso);
  hoso.files.forEach((file, at) => {
    reader.readFile(file, at + 1);
  });
  return reader.record();
}

class HosoReader {
  readonly #context: HosoContext;
  readonly #budget: ClaimHoso['budget'];
  readonly #tally: IssueTally;
  readonly #tables = new Map<string, { readonly name: string; readonly rows: SourceRow[] }>();
  #summaryUnreadable = false;

  constructor(context: HosoContext, { budget }: ClaimHoso) {
    this.#context = context;
    this.#budget = budget;
    this.#tally = new IssueTally(context.rules);
  }

  readFile(file: ClaimFile, number: number): void {
    const named = /^XML\d{1,2}$/.test(file.loaiHoSo);
    const place = named ? file.loaiHoSo : `FILEHOSO[${number}]`;
    const content = file.content.trim();
    if (file.elements.length > 0) this.#tally.add('LT-D035', { place, with: { table: place } });
    for (const element of file.elements) this.#readTable(element, file.loaiHoSo, place);
    if (content === '') {
      if (file.elements.length === 0) this.#tally.add('LT-D034', { place, with: { table: place } });
      return;
    }
    const root = content.startsWith('<') ? this.#readPlain(content, place) : this.#readEncoded(content, place);
    if (root !== null) this.#readTable(root, file.loaiHoSo, place);
  }

  record(): FormRecord {
    const { facility: envelopeFacility, position } = this.#context;
    const summary = this.#tables.get('XML1') ?? this.#tables.get('4210.XML1');
    const key = this.#checkKey(summary);
    if (summary === undefined) this.#reportNoSummary();
    else if (summary.rows.length > 1) {
      this.#tally.add('LT-D037', { place: summary.name, with: { rows: summary.rows.length } });
    }
    return {
      format: 'claim-xml',
      key,
      facility: this.#checkFacility(summary, envelopeFacility),
      position,
      tables: this.#tables,
      envelope: { root: 'GIAMDINHHS', syntax: 'xml', texts: new Map(), files: [] },
      issues: this.#tally.issues(),
    };
  }

  #reportNoSummary(): void {
    if (this.#summaryUnreadable) this.#tally.add('LT-D038', { place: 'XML1' });
    else if (!isCheckIn(this.#tables)) this.#tally.add('LT-D039', { place: 'XML1' });
  }

  #readEncoded(content: string, place: string): XmlElement | null {
    const bytes = decodeBase64(content);
    if (bytes === null) return this.#unreadable('LT-D030', place);
    const badLine = firstLineNotUtf8(bytes);
    if (badLine !== null) return this.#unreadable('LT-D031', place, { line: badLine });
    return this.#parse(bytes.toString('utf8'), place);
  }

  #readPlain(content: string, place: string): XmlElement | null {
    this.#tally.add('LT-D035', { place, with: { table: place } });
    return this.#parse(content, place);
  }

  #parse(text: string, place: string): XmlElement | null {
    const { root, fault, reader } = parseXmlDocument(text, this.#context.maxDepth, this.#budget);
    const { illegalCharacters: illegal, encoding } = reader;
    if (illegal !== null) {
      const { line, column, count } = illegal;
      this.#tally.add('LT-D014', { place, with: { place, line, column, count } });
    }
    if (encoding !== null && !isUtf8Name(encoding)) this.#tally.add('LT-D013', { place, with: { place } });
    if (fault === null) return root;
    const { reason, line, column } = fault;
    return this.#unreadable(reason === 'elements' ? 'LT-D033' : 'LT-D032', place, { line, column });
  }

  #unreadable(ruleId: string, place: string, details: Readonly<Record<string, number>> = {}): null {
    if (place === 'XML1') this.#summaryUnreadable = true;
    this.#tally.add(ruleId, { place, with: { table: place, ...details } });
    return null;
  }

  #readTable(root: XmlElement, loaiHoSo: string, place: string): void {
    const nextNumber = (name: string) => (this.#tables.get(name)?.rows.length ?? 0) + 1;
    const table = readClaimTable(root, this.#context.index, this.#tally, ({ id }) => nextNumber(id));
    if (table === undefined) {
      this.#unreadable('LT-D022', place);
      return;
    }
    const { id } = table.form;
    if (loaiHoSo !== id.replace('4210.', ''))
      this.#tally.add('LT-D036', { place: id, with: { table: id, sent: place } });
    const before = this.#tables.get(id);
    if (before === undefined) this.#tables.set(id, { name: id, rows: [...table.rows] });
    else {
      if (!MANY_FILES_ALLOWED.has(id)) this.#tally.add('LT-D021', { place: id, with: { table: id } });
      for (const row of table.rows) before.rows.push(row);
    }
  }

  /** MA_LK of XML1, or of the first table that has one; every row that has another is named. */
  #checkKey(summary: SourceTable | undefined): string {
    const tables = [...this.#tables.values()];
    const first = (summary === undefined ? tables : [summary, ...tables])
      .flatMap(({ rows }) => rows)
      .find(({ fields }) => careEpisodeKey(fields) !== '');
    const key = first === undefined ? '' : careEpisodeKey(first.fields);
    if (key === '') this.#tally.add('LT-D040', { place: 'XML1[1].MA_LK' });
    else if (this.#context.earlierKeys.has(key)) this.#tally.add('LT-D042', { place: 'XML1[1].MA_LK' });
    for (const { name, rows } of tables) {
      for (const { number, fields } of rows) {
        const other = careEpisodeKey(fields);
        if (other === '' || other === key) continue;
        this.#tally.add('LT-D041', { place: `${name}[${number}].MA_LK`, with: { table: name } }, name);
      }
    }
    return key;
  }

  #checkFacility(summary: SourceTable | undefined, envelope: string | null): string {
    const own = summary?.rows[0]?.fields.get('MA_CSKCB')?.trim() ?? '';
    if (own !== '' && envelope !== null && envelope !== '' && own !== envelope) {
      const codes = { record: shownFacility(own), envelope: shownFacility(envelope) };
      this.#tally.add('LT-D043', { place: `${summary?.name}[1].MA_CSKCB`, with: codes });
    }
    return own === '' ? (envelope ?? '') : own;
  }
}
