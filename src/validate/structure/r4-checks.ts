import { type CheckRuntime, createCheckRuntime, once, type ValueCheck } from './check-runtime.ts';
import type { TypeTables, ValueSets } from './element-table.ts';
import type { Fault } from './fault.ts';
import { loadCheck } from './generated-structure.ts';
import { createReports } from './reports.ts';
import { createTypeSchemas } from './type-schema.ts';

/** R4's own rules on a resource of any type: the quick answer and, for what fails, all reasons. */
export interface R4Checks {
  readonly holds: ValueCheck;
  readonly report: (value: unknown) => readonly Fault[];
  readonly isType: (name: unknown) => name is string;
  readonly warmUp: (types: readonly string[]) => void;
  readonly runtime: CheckRuntime;
}

/**
 * Puts together the generated checks and the reports. A place for a resource (contained, Bundle entry, Parameters) is
 * checked as the type that stands there.
 */
export function createR4Checks(tables: TypeTables, valueSets: ValueSets): R4Checks {
  const runtime: CheckRuntime = createCheckRuntime(valueSets, (name) =>
    name === 'Resource' ? holds : loadCheck(name, runtime),
  );
  const checkOf = once((type: string) => loadCheck(type, runtime));
  const schemas = createTypeSchemas(tables, new Set(Object.keys(valueSets)));
  const reports = createReports({ schemas, runtime, reportResource: (value, path) => reportResource(value, path) });

  function isType(name: unknown): name is string {
    if (typeof name !== 'string' || !Object.hasOwn(tables, name)) return false;
    return tables[name]?.kind === 'resource' && !tables[name].abstract;
  }

  function holds(value: unknown): boolean {
    const type = resourceTypeOf(value);
    return isType(type) && checkOf(type)(value);
  }

  function reportResource(value: unknown, instancePath: string): readonly Fault[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [{ keyword: 'type', instancePath, params: {} }];
    }
    const type = resourceTypeOf(value);
    if (isType(type)) return reports.of(type)(value, instancePath);
    return [{ keyword: 'resourceType', instancePath, params: { element: 'resourceType' } }];
  }

  return {
    holds,
    report(value) {
      reports.restart();
      return reportResource(value, '');
    },
    isType,
    runtime,
    warmUp(types) {
      for (const type of types) checkOf(type);
      for (const [name, { kind }] of Object.entries(tables)) {
        if (kind === 'complex-type') runtime.type(name)(undefined);
      }
    },
  };
}

function resourceTypeOf(value: unknown): unknown {
  return (value as { readonly resourceType?: unknown } | null | undefined)?.resourceType;
}
