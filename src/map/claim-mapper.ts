import type { CodeLists } from '../fhir/code-lists.ts';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { LossEntry, MappedRecord } from '../types/mapped-record.ts';
import type { FormRecord, SourceTable } from '../types/source-record.ts';
import { createCodecs } from './codecs/create-codec.ts';
import { type CompiledTable, compileTable } from './compile-table.ts';
import { Episode, type Instance, referenceTo, type Trace } from './episode.ts';
import { buildClaimEvidence } from './evidence/claim-evidence.ts';
import type { DecideSections } from './evidence/emr-sections.ts';
import type { JsonNode } from './json-node.ts';
import { findPlace, placesOf } from './lineage.ts';
import type { MappingTable, NodeSpec } from './mapping-table.ts';

export interface ClaimMapperParts {
  readonly tables: ReadonlyMap<string, MappingTable>;
  readonly systems: IdentifierSystems;
  readonly rules: RuleCatalogue;
  readonly codeLists: CodeLists;
  readonly decideSections: DecideSections;
}

/** The order matters: XML1 makes the episode, XML3 the orders that XML4's reports look up. */
const FIRST_TABLES = ['XML1', 'XML2', 'XML3', 'XML4', 'XML5'];

/**
 * Maps one HOSO of the claim family onto FHIR R4. Every field of XML1-XML5 has its home or its named extension; the rows
 * of other forms are kept whole. The tables are compiled here, once.
 */
export function createClaimMapper(parts: ClaimMapperParts): (record: FormRecord) => MappedRecord {
  const compiled = compileTables(parts);
  return (record) => {
    const issues: Issue[] = [];
    const episode = mapEpisode(compiled, record, issues);
    const trace = lazy(() => traceRecord(compiled, record));
    const patient = episode.nodes.get('patient');
    return {
      facility: record.facility,
      key: record.key,
      resources: episode.resources,
      expressions: episode.resources.map(({ resourceType }) => resourceType),
      entries: [],
      deletes: [],
      // Without XML1 the record is a part of an episode that may have come whole before.
      replacesEpisode: hasSummary(record),
      patient: patient === undefined ? null : referenceTo(patient),
      get loss() {
        return listLoss(record, trace().trace);
      },
      issues,
      evidence: buildClaimEvidence(record, parts.decideSections),
      mapping: versionOf(parts.tables, record),
      lineage: (type, id, path) => {
        const { trace: places, resources } = trace();
        const resource = resources.get(`${type}/${id}`);
        return resource === undefined ? undefined : findPlace(places, resource, path);
      },
    };
  };
}

function compileTables({ tables, systems, rules, codeLists }: ClaimMapperParts): ReadonlyMap<string, CompiledTable> {
  const createCodec = createCodecs(systems, codeLists);
  const episodeNodes = tables.get('XML1')?.nodes ?? {};
  return new Map(
    [...tables].map(([name, table]) => {
      const nodeOf = (node: string): NodeSpec => {
        const spec = table.nodes[node] ?? episodeNodes[node];
        if (spec === undefined) throw new Error(`table ${name} writes to ${node}, which no table makes`);
        return spec;
      };
      return [name, compileTable({ table, nodeOf, systems, createCodec }, rules)];
    }),
  );
}

function mapEpisode(
  compiled: ReadonlyMap<string, CompiledTable>,
  record: FormRecord,
  issues: Issue[],
  trace?: Trace,
): Episode {
  const episode = new Episode(record.facility, record.key, trace);
  const practitioner = compiled.get('XML1')?.nodes.get('practitioner');
  const practitioners = new Map<string, Instance>();
  episode.onDemand = (_node, item) => {
    if (practitioner === undefined) throw new Error('XML1 makes no practitioner');
    const made = practitioners.get(item) ?? practitioner.makeItem(episode, item);
    practitioners.set(item, made);
    return made;
  };
  for (const table of inOrder(record, compiled)) {
    if (isSummary(table)) episode.readHeader(table.rows[0]?.fields ?? new Map());
    for (const row of table.rows) compiled.get(table.name)?.mapRow(episode, row, issues);
  }
  // Without XML1 nothing is known of its nodes, so they claim no more than base R4.
  if (!hasSummary(record)) for (const { resource } of episode.nodes.values()) delete resource['meta'];
  return episode;
}

const isSummary = ({ name, rows }: SourceTable) => (name === 'XML1' || name === '4210.XML1') && rows.length > 0;
const hasSummary = ({ tables }: FormRecord) => [...tables.values()].some(isSummary);

/**
 * XML1 first. Where it is missing and a table writes to the episode's own nodes, an empty one makes them, so that the
 * rows have a place; tables that are kept whole need none.
 */
function inOrder(record: FormRecord, compiled: ReadonlyMap<string, CompiledTable>): SourceTable[] {
  const tables = [...record.tables.values()];
  const rank = ({ name }: SourceTable) => {
    const place = FIRST_TABLES.indexOf(name.replace('4210.', ''));
    return place < 0 ? FIRST_TABLES.length : place;
  };
  const needsEpisode = tables.some(({ name }) => compiled.get(name)?.table.open !== true);
  if (needsEpisode && !hasSummary(record)) {
    tables.push({ name: 'XML1', rows: [{ number: 0, fields: new Map([['MA_LK', record.key]]) }] });
  }
  return tables.sort((left, right) => rank(left) - rank(right));
}

function traceRecord(compiled: ReadonlyMap<string, CompiledTable>, record: FormRecord) {
  const trace: Trace = new Map();
  const { resources } = mapEpisode(compiled, record, [], trace);
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

function versionOf(tables: ReadonlyMap<string, MappingTable>, record: FormRecord): string {
  const legacy = record.tables.has('4210.XML1');
  const version = tables.get(legacy ? '4210.XML1' : 'XML1')?.version ?? 0;
  return `claim-xml/${legacy ? '4210' : '4750'}@${version}`;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
