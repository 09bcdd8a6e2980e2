import type { Form, Forms } from '../../fhir/forms.ts';
import { readJsonTree } from '../../fhir/json/read-json-tree.ts';
import { type JsonLimits, parseStrictJson } from '../../fhir/json/strict-json.ts';
import { writeJsonTree } from '../../fhir/json/write-json-tree.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { DecodeStream, FormRecord, SentEnvelope, SentFile, SourceRow } from '../../types/source-record.ts';
import { decodeBase64 } from '../base64.ts';
import { identifyHealthCheck } from '../health-check-identity.ts';
import { IssueTally } from '../issue-tally.ts';
import { createHealthCheckTables, type ReadHealthCheckTable } from './health-check-table.ts';

export interface HealthCheckReaderDeps {
  readonly rules: RuleCatalogue;
  readonly limits: JsonLimits;
  readonly forms: Forms;
}

const ROOT = 'KHAMSUCKHOE';
/** Where the records stand; everything else is of the envelope. */
const RECORDS = 'THONGTINHOSO/DANHSACHHOSO/HOSO';
const FACILITY = 'THONGTINDONVI/MACSKCB';

type ReadHealthChecks = (tree: FormTree, before: readonly Issue[]) => DecodeStream;

/**
 * Reads `KHAMSUCKHOE` in JSON: the same tree as in XML, NOIDUNGFILE an object, or JSON in base64 or as text. A table that
 * cannot be read puts the record into quarantine (LT-D117) and is kept as it was sent. Key and facility are told as those
 * of the XML form are (LT-D042, LT-D043, LT-D082 to LT-D086). A document without HOSO is refused (LT-D011).
 * @source QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT: data_type json/base64
 */
export function createHealthCheckReader(deps: HealthCheckReaderDeps): ReadHealthChecks {
  const readTable = createHealthCheckTables(deps.forms);
  const forms = deps.forms.forms.filter(({ format }) => format === 'health-check-xml');
  return function* read(tree, before) {
    const body = childrenOf(tree, ROOT)[0] ?? tree;
    const envelope = envelopeOf(body);
    const records = RECORDS.split('/').reduce((nodes, name) => nodes.flatMap((node) => childrenOf(node, name)), [body]);
    const sent = envelope.texts.get(FACILITY)?.trim() ?? '';
    const site = { envelope, facility: sent === '' ? null : sent, forms };
    const keys = new Set<string>();
    const facilities = new Set<string>();
    for (const [at, hoso] of records.entries()) {
      const reader = new RecordReader(deps, readTable);
      for (const file of childrenOf(hoso, 'FILEHOSO')) reader.readFile(file);
      const record = reader.record({ ...site, position: at + 1, earlierKeys: keys, shapes: shapesOf(hoso) });
      yield record;
      keys.add(record.key);
      facilities.add(record.facility);
    }
    const [only = ''] = facilities;
    // A GLN there is another name of the facility of the records.
    const facility = facilities.size === 1 && only !== '' ? only : site.facility;
    const issues = records.length > 0 ? before : [deps.rules.issue('LT-D011', { place: RECORDS })];
    return { format: 'health-check-xml', facility, issues };
  };
}

/** What stood as one object where a list is usual. */
function shapesOf(hoso: FormTree): ReadonlyMap<string, string> {
  const files = childrenOf(hoso, 'FILEHOSO');
  return new Map([
    ...(hoso.inArray === true ? [] : [[RECORDS, 'object'] as const]),
    ...(files.length === 1 && files[0]?.inArray !== true ? [[`${RECORDS}/FILEHOSO`, 'object'] as const] : []),
  ]);
}

/** Members of a name, in whatever case; none for an empty list. */
function childrenOf({ children }: FormTree, name: string): readonly FormTree[] {
  return children.filter((child) => child.name.toUpperCase() === name && child.jsonType !== 'array');
}

/** Texts of everything around the records, by path. */
function envelopeOf(body: FormTree): SentEnvelope {
  const texts = new Map<string, string>();
  const jsonTypes = new Map<string, string>();
  // Goes down no deeper than the document, whose depth was checked.
  const visit = ({ children }: FormTree, prefix: string): void => {
    for (const child of children) {
      const path = `${prefix}${child.name}`;
      if (path.toUpperCase() === RECORDS) continue;
      if (child.text === null) visit(child, `${path}/`);
      else {
        texts.set(path, child.text);
        if (child.jsonType !== undefined) jsonTypes.set(path, child.jsonType);
      }
    }
  };
  visit(body, '');
  return { root: ROOT, syntax: 'json', texts, ...(jsonTypes.size === 0 ? {} : { jsonTypes }), files: [] };
}

interface RecordSite {
  readonly envelope: SentEnvelope;
  /** MACSKCB of the envelope. */
  readonly facility: string | null;
  readonly forms: readonly Form[];
  readonly shapes: ReadonlyMap<string, string>;
  readonly position: number;
  readonly earlierKeys: ReadonlySet<string>;
}

class RecordReader {
  readonly #deps: HealthCheckReaderDeps;
  readonly #readTable: ReadHealthCheckTable;
  readonly #tally: IssueTally;
  readonly #tables = new Map<string, { readonly name: string; readonly rows: SourceRow[] }>();
  readonly #files: SentFile[] = [];
  /** Files whose only row stood without its list, by number. */
  readonly #unlisted = new Map<string, string>();

  constructor(deps: HealthCheckReaderDeps, readTable: ReadHealthCheckTable) {
    this.#deps = deps;
    this.#readTable = readTable;
    this.#tally = new IssueTally(deps.rules);
  }

  readFile(file: FormTree): void {
    const kind = childrenOf(file, 'LOAIHOSO')[0]?.text ?? '';
    const content = childrenOf(file, 'NOIDUNGFILE')[0];
    const text = content?.text ?? '';
    const wrapping = wrappingOf(content);
    const parsed =
      wrapping === 'elements' ? content : this.#parse(wrapping === 'text' ? Buffer.from(text) : decodeBase64(text));
    const root = parsed?.children.length === 1 ? parsed.children[0] : undefined;
    const table = root && this.#readTable(root, kind, (name) => this.#tables.get(name)?.rows.length ?? 0, this.#tally);
    if (table === undefined) {
      this.#tally.add('LT-D117', { place: `FILEHOSO[${this.#files.length + 1}]`, with: { kind: shownKind(kind) } });
      this.#files.push({
        kind,
        table: '',
        rows: 0,
        content: wrapping,
        unread: content?.text ?? (content === undefined ? '' : writeJsonTree(content, 0)),
      });
      return;
    }
    const known = this.#tables.get(table.name) ?? { name: table.name, rows: [] };
    known.rows.push(...table.rows);
    this.#tables.set(table.name, known);
    this.#files.push({ kind, table: table.name, rows: table.rows.length, content: wrapping });
    if (table.isUnlisted) this.#unlisted.set(`${RECORDS}/FILEHOSO#${this.#files.length}`, 'object');
  }

  #parse(bytes: Buffer | null): FormTree | undefined {
    if (bytes === null || !parseStrictJson(bytes, this.#deps.limits).ok) return undefined;
    return readJsonTree(bytes.toString('utf8'));
  }

  record({ envelope, shapes, ...site }: RecordSite): FormRecord {
    const unread = this.#files.filter((file) => file.unread !== undefined).map(({ kind }) => kind);
    const { key, facility } = identifyHealthCheck({ ...site, tables: this.#tables, tally: this.#tally, unread });
    const jsonTypes = new Map([...(envelope.jsonTypes ?? []), ...shapes, ...this.#unlisted]);
    return {
      format: 'health-check-xml',
      key,
      facility,
      position: site.position,
      tables: this.#tables,
      envelope: { ...envelope, ...(jsonTypes.size === 0 ? {} : { jsonTypes }), files: this.#files },
      issues: this.#tally.issues(),
    };
  }
}

function wrappingOf(content: FormTree | undefined): SentFile['content'] {
  if (content === undefined || content.text === null) return 'elements';
  return content.text.trimStart().startsWith('{') ? 'text' : 'base64';
}

function shownKind(kind: string): string {
  return /^XML\d{1,2}$/.test(kind) ? kind : '?';
}
