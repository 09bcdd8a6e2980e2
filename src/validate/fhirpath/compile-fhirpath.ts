import type { TypeModel } from '../definitions/type-model.ts';
import { checkCalls } from './engine/check-calls.ts';
import { compileExpression } from './engine/compile-expression.ts';
import type { FhirPathOptions } from './engine/fhirpath-function.ts';
import { rootScope } from './engine/scope.ts';
import type { Expression } from './syntax/expression.ts';
import { parseFhirPath } from './syntax/parse-fhirpath.ts';
import type { Environment, TypedNode } from './typed-node.ts';

/** An expression, ready to be evaluated many times. */
export interface CompiledFhirPath {
  /**
   * What the expression finds, in order. Values of system types: see `SystemValue`. Throws FhirPathError for what the
   * specification calls an error: a list where one value is needed, values that cannot be compared or calculated with.
   */
  evaluate(focus: readonly TypedNode[] | TypedNode, environment: Environment): readonly TypedNode[];
}

/**
 * Compiles an expression of FHIRPath N1 with what FHIR R4 adds. Throws FhirPathSyntaxError for what cannot be read and
 * FhirPathError for an unknown function.
 * @source http://hl7.org/fhirpath/N1/
 */
export function compileFhirPath(
  text: string | Expression,
  model: TypeModel,
  options: FhirPathOptions = {},
): CompiledFhirPath {
  const expression = typeof text === 'string' ? parseFhirPath(text) : text;
  checkCalls(expression);
  const evaluate = compileExpression(expression, model, options);
  return {
    evaluate: (focus, environment) => {
      const nodes = Array.isArray(focus) ? (focus as readonly TypedNode[]) : [focus as TypedNode];
      return evaluate(rootScope(nodes, environment), nodes);
    },
  };
}
