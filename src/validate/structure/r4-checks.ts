import { type CheckRuntime, createCheckRuntime, once, type ValueCheck } from './check-runtime.ts';
import type { TypeTables, ValueSets } from './element-table.ts';
import type { Fault } from './fault.ts';
import { loadCheck } from './generated-structure.ts';
import { createResourceReport } from './resource-report.ts';
import { createTypeSchemas } from './type-schema.ts';

/** R4's own rules on a resource of any type. */
export interface R4Checks {
  /** The quick answer. A place for a resource (contained, Bundle entry) is checked as the type that stands there. */
  readonly holds: ValueCheck;
  /** All reasons, for a resource that does not hold. */
  readonly report: (resource: unknown) => readonly Fault[];
  readonly isResourceType: (name: unknown) => name is string;
  readonly warmUp: (types: readonly string[]) => void;
  readonly runtime: CheckRuntime;
}

/** Puts together the generated checks and, once something fails, the reports. */
export function createR4Checks(tables: TypeTables, valueSets: ValueSets): R4Checks {
  const runtime: CheckRuntime = createCheckRuntime(valueSets, (name) =>
    name === 'Resource' ? holds : loadCheck(name, runtime),
  );
  const checkOf = once((type: string) => loadCheck(type, runtime));
  let reportResource: R4Checks['report'] | undefined;

  function isResourceType(name: unknown): name is string {
    if (typeof name !== 'string' || !Object.hasOwn(tables, name)) return false;
    return tables[name]?.kind === 'resource' && !tables[name].abstract;
  }

  function holds(value: unknown): boolean {
    const { resourceType } = (value ?? {}) as { readonly resourceType?: unknown };
    return isResourceType(resourceType) && checkOf(resourceType)(value);
  }

  function report(resource: unknown): readonly Fault[] {
    reportResource ??= createResourceReport({
      schemas: createTypeSchemas(tables, new Set(Object.keys(valueSets))),
      runtime,
      isResourceType,
    });
    return reportResource(resource);
  }

  function warmUp(types: readonly string[]): void {
    for (const type of types) checkOf(type);
    for (const [name, { kind }] of Object.entries(tables)) {
      if (kind === 'complex-type') runtime.type(name)(undefined);
    }
  }

  return { holds, report, isResourceType, warmUp, runtime };
}
