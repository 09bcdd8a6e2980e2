import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import { createFormMapper } from '../../src/map/form-mapper.ts';
import { createFormReader } from '../../src/map/form-reader.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import type { FormRecord } from '../../src/types/source-record.ts';
import { CODE_LISTS, DECIDE_SECTIONS, FORMS, RULES, SYSTEMS } from './claim-mapping.ts';

/** The tables of the twelve blocks of a health check. */
export const HEALTH_CHECK_TABLES = loadMappingTables(PATHS.mappings, ['health-check']);

const parts = { tables: HEALTH_CHECK_TABLES, forms: FORMS, systems: SYSTEMS, rules: RULES, codeLists: CODE_LISTS };

export const mapHealthCheck = createFormMapper({ ...parts, decideSections: DECIDE_SECTIONS });
export const readHealthCheck = createFormReader(parts);

/** Rows of blocks (`XML7`) as plain objects. */
export type Blocks = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/** A health check of facility 99001 with key LK1. */
export function healthCheck(blocks: Blocks): FormRecord {
  const entries = Object.entries(blocks).map(([block, rows]) => {
    const name = `KSK.${block}`;
    return [
      name,
      { name, rows: rows.map((fields, at) => ({ number: at + 1, fields: new Map(Object.entries(fields)) })) },
    ] as const;
  });
  const files = entries.map(([table, { rows }]) => ({
    kind: table.slice('KSK.'.length),
    table,
    rows: rows.length,
    content: 'elements' as const,
  }));
  return {
    format: 'health-check-xml',
    key: 'LK1',
    facility: '99001',
    position: 1,
    tables: new Map(entries),
    envelope: {
      root: 'KHAMSUCKHOE',
      syntax: 'xml',
      texts: new Map([['THONGTINDONVI/MACSKCB', '0000000000000']]),
      files,
    },
    issues: [],
  };
}

/** A health check of test/cases/map/health-check, with what must be found in its FHIR. */
export interface HealthCheckCase {
  readonly blocks: Blocks;
  readonly finds: readonly FoundResource[];
  /** Texts that must stand nowhere in the resources of a type. */
  readonly never?: Readonly<Record<string, readonly string[]>>;
}

export interface FoundResource {
  readonly type: Resource['resourceType'];
  readonly has: Readonly<Record<string, unknown>>;
}

export function readHealthCheckCase(name: string): HealthCheckCase {
  const file = join(PATHS.root, 'test', 'cases', 'map', 'health-check', `${name}.yaml`);
  return parse(readFileSync(file, 'utf8')) as HealthCheckCase;
}
