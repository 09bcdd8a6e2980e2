import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { ROOT } from './source-files.ts';

export interface ApiResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, unknown>>;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, ApiResponse>>;
}

export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** docs/openapi.yaml. Refuses (throws) a path, a method or a status that stands twice: YAML maps have unique keys. */
export const API = parse(readFileSync(join(ROOT, 'docs/openapi.yaml'), 'utf8'), { uniqueKeys: true }) as ApiDocument;

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(API, 'openapi');

/** Checks values against a schema of the document; `pointer` as in `#/components/schemas/Receipt`. */
export function schemaAt(pointer: string): ValidateFunction {
  return ajv.compile({ $ref: `openapi${pointer}` });
}

/** What a JSON pointer of the document leads to; undefined when nothing is there. */
export function resolvePointer(pointer: string): unknown {
  const steps = pointer
    .slice(2)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], API);
}

/** Pointer of the schema of one answer, through a `$ref` to components; undefined when the document has none. */
export function answerSchema(path: string, method: string, status: number, mediaType: string): string | undefined {
  const toStep = (step: string): string => step.replaceAll('~', '~0').replaceAll('/', '~1');
  const direct = `#/paths/${toStep(path)}/${method}/responses/${status}`;
  const response = resolvePointer(direct) as ApiResponse | undefined;
  const pointer = `${response?.$ref ?? direct}/content/${toStep(mediaType)}/schema`;
  return resolvePointer(pointer) === undefined ? undefined : pointer;
}
