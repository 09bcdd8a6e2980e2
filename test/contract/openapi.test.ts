import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { API, resolvePointer, schemaAt } from '../support/api-document.ts';
import { ROOT } from '../support/source-files.ts';

const operations = Object.entries(API.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
);

/** Every value of a name in the document, at any depth. */
function valuesOf(node: unknown, name: string): readonly unknown[] {
  if (Array.isArray(node)) return node.flatMap((item) => valuesOf(item, name));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === name ? [value] : valuesOf(value, name)));
}

describe('docs/openapi.yaml', () => {
  it('is OpenAPI 3.1 of the version in package.json', () => {
    expect(API.openapi).toMatch(/^3\.1\./);
    expect(API.info.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });

  it('has operations, each under its own id and with a success among its answers', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.length).toBeGreaterThan(12);
    expect(new Set(ids).size).toBe(ids.length);
    const without = operations.filter(
      ({ operation }) => !Object.keys(operation.responses).some((status) => status.startsWith('2')),
    );
    expect(without).toEqual([]);
  });

  it('names only statuses of HTTP', () => {
    const statuses = operations.flatMap(({ operation }) => Object.keys(operation.responses));
    expect(statuses.filter((status) => !/^[2-5]\d\d$/.test(status))).toEqual([]);
  });

  it('names each path parameter where it stands in the path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation as { parameters?: readonly { in?: string; name?: string }[] }).parameters ?? [];
      expect(declared.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    }
  });

  it('has no reference into nothing, and no component without use', () => {
    const references = valuesOf(API, '$ref').map(String);
    expect(references.filter((reference) => resolvePointer(reference) === undefined)).toEqual([]);
    const components = Object.entries(API.components).flatMap(([kind, entries]) =>
      Object.keys(entries).map((name) => `#/components/${kind}/${name}`),
    );
    const unused = components.filter(
      (pointer) => !pointer.includes('/securitySchemes/') && !references.includes(pointer),
    );
    expect(unused).toEqual([]);
  });

  it.each(Object.keys(API.components['schemas'] ?? {}))('schema %s compiles', (name) => {
    expect(schemaAt(`#/components/schemas/${name}`)).toBeInstanceOf(Function);
  });

  it.each([
    ['invalid', 'OperationOutcome'],
    ['receipt', 'Receipt'],
    ['coverage', 'CoverageReport'],
    ['enforced', 'EnforcedReport'],
    ['manifest', 'ManifestComparison'],
  ])('example %s fits %s', (example, schema) => {
    const validate = schemaAt(`#/components/schemas/${schema}`);
    validate(resolvePointer(`#/components/examples/${example}/value`));
    expect(validate.errors).toBeNull();
  });

  it('refuses a receipt with a name that the contract does not have', () => {
    const receipt = resolvePointer('#/components/examples/receipt/value') as object;
    expect(schemaAt('#/components/schemas/Receipt')({ ...receipt, submission: 1 })).toBe(false);
  });
});
