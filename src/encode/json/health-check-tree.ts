import type { Form, Forms } from '../../fhir/forms.ts';
import { readJsonTree } from '../../fhir/json/read-json-tree.ts';
import { type JsonLimits, parseStrictJson } from '../../fhir/json/strict-json.ts';
import { writeJsonTree } from '../../fhir/json/write-json-tree.ts';
import type { NestedForm } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { FormRecord, SentFile, SourceRow } from '../../types/source-record.ts';
import { buildRowTree } from './row-tree.ts';

const RECORDS = 'THONGTINHOSO/DANHSACHHOSO/HOSO';
const FILES = `${RECORDS}/FILEHOSO`;

/** What was read within the limits of the gateway is written within these. */
const UNLIMITED: JsonLimits = { maxDepth: 256, maxNodes: 5_000_000, maxNames: 10_000, maxStringLength: 104_857_600 };

/** A FILEHOSO and the rows of its table that it holds. */
interface FileOfRows {
  readonly file: SentFile;
  readonly rows: readonly SourceRow[];
}

/**
 * The tree of `KHAMSUCKHOE` with one record: what stood around it, then its files in order, each in the wrapping that it
 * came in. A record that no file list tells of (made from FHIR) has a file for each table, as an object.
 * @source QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT: data_type json/base64
 */
export function createHealthCheckTree({ forms, mends }: Forms): (record: FormRecord) => FormTree {
  const byId = new Map(forms.filter(({ format }) => format === 'health-check-xml').map((form) => [form.id, form]));
  const nested = (form: Form): NestedForm => ({ form, inner: new Map(), paths: new Map(), mends });
  return (record) => {
    const isList = (path: string) => record.envelope.jsonTypes?.get(path) !== 'object';
    const files = filesOf(record);
    const areFilesList = isList(FILES) || files.length > 1;
    const nodes = files.map(({ file, rows }, at) => {
      const form = byId.get(file.table);
      const isRowList = isList(`${FILES}#${at + 1}`) || rows.length > 1;
      const content = contentOf({ file, rows }, form && nested(form), isRowList);
      return object('FILEHOSO', [leaf('LOAIHOSO', file.kind), content], areFilesList);
    });
    const hoso = object('HOSO', nodes, isList(RECORDS));
    return object('', [object('KHAMSUCKHOE', withRecord(envelopeTree(record), hoso))]);
  };
}

function filesOf({ tables, envelope }: FormRecord): readonly FileOfRows[] {
  if (envelope.files.length === 0) {
    return [...tables.values()].map(({ name, rows }) => {
      const file: SentFile = { kind: name.replace('KSK.', ''), table: name, rows: rows.length, content: 'elements' };
      return { file, rows };
    });
  }
  const taken = new Map<string, number>();
  return envelope.files.map((file) => {
    const from = taken.get(file.table) ?? 0;
    taken.set(file.table, from + file.rows);
    return { file, rows: tables.get(file.table)?.rows.slice(from, from + file.rows) ?? [] };
  });
}

function contentOf({ file, rows }: FileOfRows, form: NestedForm | undefined, isRowList: boolean): FormTree {
  if (file.content === 'elements' && file.unread !== undefined) return asSent('NOIDUNGFILE', file.unread);
  if (form === undefined || file.unread !== undefined) return leaf('NOIDUNGFILE', file.unread ?? '');
  const table = object('NOIDUNGFILE', [tableTree(rows, form, file, isRowList)]);
  if (file.content === 'elements') return table;
  const text = writeJsonTree(table, 0);
  return leaf('NOIDUNGFILE', file.content === 'text' ? text : Buffer.from(text).toString('base64'));
}

/** JSON that no form was found for; a text when it is none. */
function asSent(name: string, json: string): FormTree {
  const isJson = parseStrictJson(Buffer.from(json), UNLIMITED).ok;
  return isJson ? { ...readJsonTree(json), name } : leaf(name, json);
}

function tableTree(rows: readonly SourceRow[], form: NestedForm, { kind }: SentFile, isRowList: boolean): FormTree {
  const { root, otherRoot, list, row, id } = form.form;
  if (list === null) {
    const name = otherRoot !== undefined && id !== `KSK.${kind}` ? otherRoot : root;
    const [only] = rows;
    return only === undefined ? object(name, []) : buildRowTree(name, false, only, form);
  }
  return object(root, [
    object(
      list,
      rows.map((one) => buildRowTree(row, isRowList, one, form)),
    ),
  ]);
}

/** What stood around the records, by the paths of its texts. */
function envelopeTree({ envelope: { texts, jsonTypes } }: FormRecord): readonly FormTree[] {
  const fields = new Map(texts);
  const form: NestedForm = {
    form: { id: '', format: 'health-check-xml', root: '', list: null, row: '', fields: [] },
    inner: new Map(),
    paths: new Map(),
    mends: new Map(),
  };
  return buildRowTree('', false, { number: 1, fields, ...(jsonTypes === undefined ? {} : { jsonTypes }) }, form)
    .children;
}

/** Puts the record at THONGTINHOSO/DANHSACHHOSO/HOSO. */
function withRecord(members: readonly FormTree[], hoso: FormTree): readonly FormTree[] {
  const list = object('DANHSACHHOSO', [hoso]);
  if (!members.some(({ name }) => name === 'THONGTINHOSO')) return [...members, object('THONGTINHOSO', [list])];
  return members.map((member) =>
    member.name === 'THONGTINHOSO' ? { ...member, children: [...member.children, list] } : member,
  );
}

function object(name: string, children: readonly FormTree[], inArray = false): FormTree {
  return { name, text: null, ...(inArray ? { inArray } : {}), children };
}

function leaf(name: string, text: string): FormTree {
  return { name, text, children: [] };
}
