import type { ElementDefinitionConstraint } from '@medplum/fhirtypes';
import type { TypeModel } from '../definitions/type-model.ts';
import { compileInvariant } from '../fhirpath/compile-invariant.ts';
import { FhirPathError, FhirPathSyntaxError } from '../fhirpath/fhirpath-error.ts';
import { isObject, textOf } from '../reference/json-object.ts';
import type { Compiler } from './compiler.ts';
import { constraintWords } from './constraint-words.ts';
import { nativeInvariant } from './native-invariants.ts';
import type { Visit } from './visit.ts';

/** A constraint of an element, made ready to be asked. */
export interface Invariant {
  readonly key: string;
  /** Reports the constraint where the walk stands, unless it holds. */
  check(value: unknown, sibling: unknown, visit: Visit): void;
}

/** Constraints that have a rule with a text of its own. */
const OWN_RULES: ReadonlyMap<string, string> = new Map([['ext-1', 'LT-V013']]);

/**
 * Compiles a constraint of an element of a type. Undefined for what is decided elsewhere: by the structure, or because
 * it has no expression (`human` alone). An expression that the engine cannot read is reported on every use, as
 * information: it is a fault of the profile, and it is not known whether the instance holds.
 */
export function createInvariant(
  constraint: ElementDefinitionConstraint,
  type: string,
  { model, constraintText, baseElement }: Compiler,
): Invariant | undefined {
  const { key = '', severity, expression } = constraint;
  const native = nativeInvariant(constraint, baseElement);
  if (native === 'structural' || expression === undefined) return undefined;
  const rule = (native && OWN_RULES.get(key)) ?? (severity === 'warning' ? 'LT-V031' : 'LT-V030');
  const words = constraintWords(constraint, constraintText);
  if (native !== undefined) {
    return {
      key,
      check(value, _sibling, visit) {
        if (!native(value as never, visit)) visit.report(rule, words);
      },
    };
  }
  let compiled: ReturnType<typeof compileInvariant> | 'unreadable' | undefined;
  return {
    key,
    check(value, sibling, visit) {
      compiled ??= tryToCompile(expression, model, type);
      if (compiled === 'unreadable') visit.report('LT-V032', { constraint: key });
      else if (!compiled(value, sibling, actualType(value, type), visit.environment)) visit.report(rule, words);
    },
  };
}

function tryToCompile(expression: string, model: TypeModel, type: string) {
  try {
    return compileInvariant(expression, model, type);
  } catch (error) {
    if (error instanceof FhirPathError || error instanceof FhirPathSyntaxError) return 'unreadable';
    throw error;
  }
}

/** A place for any resource has the type of the one that stands there. */
function actualType(value: unknown, type: string): string {
  return type === 'Resource' && isObject(value) ? textOf(value['resourceType']) : type;
}
