import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import type { Edits, JsonObject } from './edited-resource.ts';

const FOLDER = join(PATHS.root, 'test', 'cases', 'validate', 'conformance');

/** One fault put into one valid resource. */
export interface FaultCase extends Edits {
  /** Name of the valid resource. */
  readonly of: string;
  /** FHIRPath where an error must stand. */
  readonly at: string;
  /** Id that this error must carry: key of a constraint, or a rule of the catalogue. */
  readonly key?: string;
}

/** One fault in the text of a valid resource: something replaced in it, or another text altogether. */
export interface TextFaultCase {
  readonly of: string;
  readonly replace?: string;
  readonly by?: string;
  readonly text?: string;
}

/** Valid resources by name. */
export const VALID_RESOURCES = table<Record<string, JsonObject>>('resources.yaml');

/** Faults in resources, as `[kind, cases]`, of all tables but the one of JSON text. */
export const FAULT_KINDS: readonly (readonly [string, readonly FaultCase[]])[] = readdirSync(FOLDER)
  .filter((name) => name.startsWith('faults-') && name !== 'faults-json-text.yaml')
  .flatMap((name) => Object.entries(table<Record<string, FaultCase[]>>(name)));

/** Faults in JSON text, as `[kind, cases]`. */
export const TEXT_FAULT_KINDS = Object.entries(table<Record<string, TextFaultCase[]>>('faults-json-text.yaml'));

/** The valid resource of a name. Refuses an unknown name by throwing. */
export function validResource(name: string): JsonObject {
  const resource = VALID_RESOURCES[name];
  if (resource === undefined) throw new Error(`No valid resource is named ${name}`);
  return resource;
}

/** Errors of an outcome, as `place [ids]`, for comparing. */
export function errorsIn({ issue }: OperationOutcome): string[] {
  return issue
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ expression, details }) => `${expression?.[0]} [${details?.coding?.map(({ code }) => code).join(' ')}]`);
}

function table<T>(name: string): T {
  return parse(readFileSync(join(FOLDER, name), 'utf8')) as T;
}
