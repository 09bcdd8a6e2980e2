import type { CodeLists } from '../fhir/code-lists.ts';
import { createUnmappedCodeFinder, describeUnmapped } from '../fhir/unmapped-codes.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { LossEntry, MappedRecord, UnmappedCode } from '../types/mapped-record.ts';
import type { FormRecord, SourceTable } from '../types/source-record.ts';
import { dayOfText } from './codecs/local-date.ts';
import { compileTables, formatOf, type TableParts } from './compile-format.ts';
import type { CompiledTable } from './compile-table.ts';
import { Episode, type Instance, referenceTo, type Trace } from './episode.ts';
import { deriveEvidence } from './evidence/derive-evidence.ts';
import type { DecideSections } from './evidence/emr-sections.ts';
import type { JsonNode } from './json-node.ts';
import { elementsByPlace, findPlace, placesOf } from './lineage.ts';
import { addSourceDocument } from './source-document.ts';
import { objectsAt } from './unchecked-element.ts';

export interface FormMapperParts extends TableParts {
  readonly decideSections: DecideSections;
}

/**
 * Maps one record of a national form onto FHIR R4. Every field has its home or its named extension; what the file says
 * around the tables stands in a DocumentReference. The tables are compiled here, once.
 */
export function createFormMapper(parts: FormMapperParts): (record: FormRecord) => MappedRecord {
  const compiled = compileTables(parts);
  const mapEpisode = createEpisodeMapper(parts, compiled);
  const { codeLists, forms, rules } = parts;
  const findUnmapped = createUnmappedCodeFinder(forms, codeLists);
  return (record) => {
    if (isTooLarge(record, compiled)) return refuseLarge(record, rules);
    const issues: Issue[] = [];
    const episode = mapEpisode(record, issues);
    const unmapped = findUnmapped(record, episode.day);
    // Codes of complete lists are named by the rules of the forms.
    const isToldElsewhere = ({ list, day }: UnmappedCode) => codeLists.isComplete(list, day);
    issues.push(...describeUnmapped(unmapped, rules, isToldElsewhere));
    const trace = lazy(() => traceRecord(mapEpisode, record));
    const elements = lazy(() => elementsByPlace(trace().trace, trace().resources.values()));
    const patient = episode.nodes.get('patient');
    return {
      facility: record.facility,
      key: record.key,
      resources: episode.resources,
      expressions: episode.resources.map(({ resourceType }) => resourceType),
      entries: [],
      deletes: [],
      // A claim without XML1 is a part of an episode that may have come whole before.
      replacesEpisode: record.format !== 'claim-xml' || hasSummary(record),
      patient: patient === undefined ? null : referenceTo(patient),
      get loss() {
        return listLoss(record, trace().trace);
      },
      issues,
      unmapped,
      evidence: deriveEvidence(record, parts.decideSections),
      mapping: versionOf(compiled, record, codeLists),
      lineage: (type, id, path) => {
        const { trace: places, resources } = trace();
        const resource = resources.get(`${type}/${id}`);
        return resource === undefined ? undefined : findPlace(places, resource, path);
      },
      elementsOf: (place) => elements().get(place) ?? [],
    };
  };
}

/** Rows of a record: longer than any stay, and short enough to be mapped in a breath. */
const MAX_ROWS = 5_000;
/** Elements of a record beyond those that its forms have. */
const MAX_STRANGE = 20_000;

function isTooLarge({ tables }: FormRecord, compiled: ReadonlyMap<string, CompiledTable>): boolean {
  let rowCount = 0;
  let strange = 0;
  for (const { name, rows } of tables.values()) {
    const known = compiled.get(name)?.form?.fields.length ?? 0;
    rowCount += rows.length;
    for (const { fields } of rows) strange += Math.max(0, fields.size - known);
  }
  return rowCount > MAX_ROWS || strange > MAX_STRANGE;
}

/** A record that is not mapped at all; its bytes are kept with the submission. */
function refuseLarge({ facility, key }: FormRecord, rules: RuleCatalogue): MappedRecord {
  return {
    facility,
    key,
    resources: [],
    expressions: [],
    entries: [],
    deletes: [],
    replacesEpisode: false,
    patient: null,
    loss: [],
    unmapped: [],
    issues: [rules.issue('LT-M022', { with: { rows: MAX_ROWS, elements: MAX_STRANGE } })],
    evidence: null,
    mapping: '',
    lineage: () => undefined,
    elementsOf: () => [],
  };
}

type MapEpisode = (record: FormRecord, issues: Issue[], trace?: Trace) => Episode;

function createEpisodeMapper(
  { systems, forms }: FormMapperParts,
  compiled: ReadonlyMap<string, CompiledTable>,
): MapEpisode {
  const formOf = new Map(forms.forms.map((form) => [form.id, form]));
  const protectedNames = namesOfProtectedForms(compiled);
  return (record, issues, trace) => {
    const episode = new Episode(record, trace);
    episode.onDemand = onDemandOf(episode, record, compiled);
    const tables = inOrder(record, compiled);
    episode.day = dayOf(tables, compiled);
    episode.header = tables.find(isSummary)?.rows[0]?.fields ?? episode.header;
    for (const { name, rows } of tables) {
      for (const row of rows) compiled.get(name)?.mapRow(episode, row, issues);
    }
    for (const run of episode.afterwards) run();
    // Of nodes that no row told of nothing is known, so they claim no more than base R4.
    if (tables.some(isMadeUp)) for (const { resource } of episode.nodes.values()) claimNothing(resource);
    addSourceDocument(episode, record, { systems, formOf, isProtected: (name) => protectedNames.has(name) });
    return episode;
  };
}

/** Names by which a form can be known that is specially protected: its own, and those of its elements. */
function namesOfProtectedForms(compiled: ReadonlyMap<string, CompiledTable>): ReadonlySet<string> {
  const forms = [...compiled.values()].filter(({ table }) => table.nodes[table.keep]?.confidentiality !== undefined);
  return new Set(
    forms.flatMap(({ table, form }) => [table.table, form?.root ?? '', form?.list ?? '', form?.row ?? '']),
  );
}

const isMadeUp = ({ rows }: SourceTable) => rows.length === 1 && rows[0]?.number === 0;

function claimNothing(resource: JsonNode): void {
  const security = objectsAt(resource['meta'], 'security');
  if (security.length > 0) resource['meta'] = { security };
  else delete resource['meta'];
}

/** Makes people and the like that only a codec names, by the first table of the format that has such a node. */
function onDemandOf(
  episode: Episode,
  record: FormRecord,
  compiled: ReadonlyMap<string, CompiledTable>,
): (node: string, item: string) => Instance {
  const made = new Map<string, Instance>();
  return (name, item) => {
    const known = made.get(`${name} ${item}`);
    if (known !== undefined) return known;
    for (const { form, nodes } of compiled.values()) {
      const node = nodes.get(name);
      if (node?.spec.onDemand !== true || formatOf(form) !== record.format) continue;
      const instance = node.makeItem(episode, item);
      made.set(`${name} ${item}`, instance);
      return instance;
    }
    throw new Error(`no table of ${record.format} makes ${name} on demand`);
  };
}

const isSummary = ({ name, rows }: SourceTable) => (name === 'XML1' || name === '4210.XML1') && rows.length > 0;
const hasSummary = ({ tables }: FormRecord) => [...tables.values()].some(isSummary);

/**
 * Tables by their rank. Where a record has no table that makes the episode (a claim without XML1) and another writes to its
 * nodes, an empty one makes them, so that the rows have a place.
 */
function inOrder(
  { format, key, tables: sent }: FormRecord,
  compiled: ReadonlyMap<string, CompiledTable>,
): SourceTable[] {
  const tables = [...sent.values()];
  // A check-in makes nodes for itself, and not all of those that the other tables need.
  const makesAll = ({ table }: CompiledTable) => table.episode === true && table.alone !== true;
  const compiledOf = ({ name, rows }: SourceTable) => (rows.length === 0 ? undefined : compiled.get(name));
  const used = tables.map(compiledOf).filter((table) => table !== undefined);
  const maker = [...compiled.values()].find((table) => formatOf(table.form) === format && makesAll(table));
  if (maker !== undefined && !used.some(makesAll) && used.some(({ table }) => table.alone !== true)) {
    const fields = new Map('MA_LK' in maker.table.fields ? [['MA_LK', key]] : []);
    tables.push({ name: maker.table.table, rows: [{ number: 0, fields }] });
  }
  const order = [...compiled.keys()];
  return tables.sort((left, right) => order.indexOf(left.name) - order.indexOf(right.name));
}

/** The day of the record, as the first table says that has a field for it. */
function dayOf(tables: readonly SourceTable[], compiled: ReadonlyMap<string, CompiledTable>): string | undefined {
  for (const { name, rows } of tables) {
    for (const field of compiled.get(name)?.table.day ?? []) {
      const day = dayOfText(rows[0]?.fields.get(field) ?? '');
      if (day !== undefined) return day;
    }
  }
  return undefined;
}

function traceRecord(mapEpisode: MapEpisode, record: FormRecord) {
  const trace: Trace = new Map();
  const { resources } = mapEpisode(record, [], trace);
  const byReference = new Map<string, JsonNode>();
  for (const resource of resources) {
    byReference.set(`${resource.resourceType}/${resource.id}`, resource as unknown as JsonNode);
  }
  return { trace, resources: byReference };
}

/** Non-empty source fields whose place was written nowhere. */
function listLoss(record: FormRecord, trace: Trace): LossEntry[] {
  const kept = placesOf(trace);
  const loss: LossEntry[] = [];
  for (const { name, rows } of record.tables.values()) {
    for (const row of rows) {
      for (const [field, text] of row.fields) {
        const place = `${name}[${row.number}].${field}`;
        if (text !== '' && !kept.has(place)) loss.push({ place, table: name, field });
      }
    }
  }
  return loss;
}

/** `claim-xml/4750@2`: the newest version among the tables that were used; `+3f2a9c1e` tells which lists were imported. */
function versionOf(
  compiled: ReadonlyMap<string, CompiledTable>,
  { format, tables }: FormRecord,
  { importDigest }: CodeLists,
): string {
  const names = [...tables.keys()];
  const version = Math.max(0, ...names.map((name) => compiled.get(name)?.table.version ?? 0));
  const decision = names.some((name) => name.startsWith('4210.')) ? '/4210' : '/4750';
  const imported = importDigest === null ? '' : `+${importDigest}`;
  return `${format}${format === 'claim-xml' ? decision : ''}@${version}${imported}`;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
