import type { Forms } from '../../fhir/forms.ts';
import { readJsonTree } from '../../fhir/json/read-json-tree.ts';
import { type JsonFault, type JsonLimits, parseStrictJson } from '../../fhir/json/strict-json.ts';
import { startsWithBom } from '../../fhir/json/utf8.ts';
import { type NestedForm, nestForms } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { Issue, RuleCatalogue } from '../../types/issue.ts';
import type { DecodedEnvelope, DecodeStream, FormRecord } from '../../types/source-record.ts';
import type { FormFormat } from '../../types/submission.ts';
import { RULE_OF_FAULT } from '../fhir-json.ts';
import { readEmrRecord } from './emr-record.ts';
import { createHealthCheckReader } from './health-check-records.ts';
import { jsonFormatOf } from './json-format.ts';
import { readPrescription } from './prescription-record.ts';
import type { RecordContext } from './record-context.ts';

export interface JsonFormDecoderDeps {
  readonly rules: RuleCatalogue;
  readonly limits: JsonLimits;
  readonly forms: Forms;
}

type JsonFormFormat = 'prescription-json' | 'emr-export';
type ReadRecord = (tree: FormTree, context: RecordContext) => FormRecord;

const READERS: Readonly<Record<JsonFormFormat, ReadRecord>> = {
  'prescription-json': readPrescription,
  'emr-export': readEmrRecord,
};
const ROOT_MEMBER = 'hosobenhan';
const LIST_MEMBER = 'danhsachhosobenhan';
const BOM_BYTES = 3;
/** Records of one document, which is held as a whole while they are taken. */
const MAX_RECORDS = 1_000;

/**
 * Decoder of the national forms in JSON: prescriptions (one object or a list), exported medical records (`HoSoBenhAn`, a
 * list of them, or `DanhSachHoSoBenhAn`), health checks (`KHAMSUCKHOE`). A byte order mark is passed over (LT-D012).
 * Refuses as a whole (fatal) what is no strict JSON (LT-D003, LT-D060 to LT-D067), a list without records (LT-D116) or with
 * more than 1,000 (LT-D118).
 *
 * @param bytes of which `jsonFormatOf` tells a format
 * @source QĐ 808/QĐ-BYT; CV 365/TTYQG-GPQLCL; QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT (data_type json/base64)
 */
export function createJsonFormDecoder(deps: JsonFormDecoderDeps): (bytes: Buffer) => DecodeStream {
  const forms: Readonly<Record<JsonFormFormat, ReadonlyMap<string, NestedForm>>> = {
    'prescription-json': nestForms(deps.forms, 'prescription-json'),
    'emr-export': nestForms(deps.forms, 'emr-export'),
  };
  const readHealthChecks = createHealthCheckReader(deps);
  return function* decode(bytes) {
    const format = jsonFormatOf(bytes) ?? 'prescription-json';
    const hasBom = startsWithBom(bytes);
    const text = hasBom ? bytes.subarray(BOM_BYTES) : bytes;
    const json = parseStrictJson(text, deps.limits);
    if (!json.ok) return wholeOf(format, [jsonIssue(json.fault, deps)]);
    const tree = readJsonTree(text.toString('utf8'));
    const before = hasBom ? [deps.rules.issue('LT-D012')] : [];
    if (format === 'health-check-xml') return yield* readHealthChecks(tree, before);
    const ofFormat = format as JsonFormFormat;
    return yield* decodeRecords(tree, ofFormat, { rules: deps.rules, forms: forms[ofFormat] }, before);
  };
}

function* decodeRecords(
  tree: FormTree,
  format: JsonFormFormat,
  context: Pick<RecordContext, 'rules' | 'forms'>,
  before: readonly Issue[],
): DecodeStream {
  const items = itemsOf(tree);
  if (items.length === 0) return wholeOf(format, [context.rules.issue('LT-D116')]);
  if (items.length > MAX_RECORDS)
    return wholeOf(format, [context.rules.issue('LT-D118', { with: { records: MAX_RECORDS } })]);
  const earlierKeys = new Set<string>();
  for (const [at, item] of items.entries()) {
    const record = READERS[format](item, { ...context, position: at + 1, earlierKeys });
    yield record;
    earlierKeys.add(record.key);
  }
  return wholeOf(format, before);
}

/** The records of a list, or the one that the document is. */
function itemsOf(tree: FormTree): readonly FormTree[] {
  if (tree.text !== null) return [];
  const [first] = tree.children;
  const isList = first?.inArray === true && first.name === '';
  if (isList) return tree.children.flatMap(expand);
  return first?.name.toLowerCase() === LIST_MEMBER ? tree.children.flatMap(expand) : expand(tree);
}

/** `{"HoSoBenhAn": [{…}, {…}]}` as an object for each. */
function expand(item: FormTree): readonly FormTree[] {
  const { children } = item;
  const isMany =
    children.length > 0 &&
    children.every(({ name, inArray }) => inArray === true && name.toLowerCase() === ROOT_MEMBER);
  return isMany ? children.map(({ inArray: _, ...root }) => ({ name: '', text: null, children: [root] })) : [item];
}

function wholeOf(format: FormFormat, issues: readonly Issue[]): DecodedEnvelope {
  return { format, facility: null, issues };
}

function jsonIssue({ reason, line, column }: JsonFault, { rules, limits }: JsonFormDecoderDeps): Issue {
  const { maxDepth: depth, maxNodes: nodes, maxNames: names, maxStringLength: length } = limits;
  return rules.issue(RULE_OF_FAULT[reason], {
    place: `line ${line}, column ${column}`,
    with: { line, column, depth, nodes, names, length },
  });
}
