import type { TypeModel } from '../../definitions/type-model.ts';
import {
  type CompileContext,
  type FhirPathFunction,
  type FunctionTable,
  plainFunction,
} from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { singleNode } from '../engine/singleton.ts';
import { isCastableTo, isOfType, typeParameter, wantedType } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { TypeSpecifier } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import { booleanNode } from '../values/system-value.ts';

/** Types. @source http://hl7.org/fhirpath/N1/#types */
export const TYPE_FUNCTIONS: FunctionTable = {
  is: typeFunction((input, specifier, context) => isType(input, specifier, context)),
  as: typeFunction((input, specifier, context) => asType(input, specifier, context)),
  ofType: typeFunction((input, specifier, { model }) => ofType(input, specifier, model)),
  type: plainFunction((input) => input.map(typeInfo)),
};

function typeFunction(
  evaluate: (input: Nodes, specifier: TypeSpecifier, context: CompileContext) => Nodes,
): FhirPathFunction {
  return {
    takes: [1, 1],
    build: ({ parameters: [parameter], context }) => {
      const specifier = typeParameter(parameter);
      return (_scope, input) => evaluate(input, specifier, context);
    },
  };
}

/** `is`. Throws FhirPathError for a list. */
export function isType(input: Nodes, specifier: TypeSpecifier, { model }: CompileContext): Nodes {
  const node = singleNode(input, 'is');
  if (node === undefined) return NOTHING;
  return [booleanNode(isOfType(node, wantedType(specifier, model).name, model))];
}

/** `as`. Throws FhirPathError for an unknown type, and for a list where lists are not taken. */
export function asType(input: Nodes, specifier: TypeSpecifier, { model, options }: CompileContext): Nodes {
  if (options.takesListsAs !== true) singleNode(input, 'as');
  return ofType(input, specifier, model);
}

function ofType(input: Nodes, specifier: TypeSpecifier, model: TypeModel): Nodes {
  const { name, isKnown } = wantedType(specifier, model);
  if (!isKnown) throw new FhirPathError('The type is not known');
  return input.filter((node) => isCastableTo(node, name, model));
}

function typeInfo({ type }: TypedNode): TypedNode {
  if (type.startsWith('System.')) {
    return { type: 'System.SimpleTypeInfo', value: { namespace: 'System', name: type.slice('System.'.length) } };
  }
  return { type: 'System.ClassInfo', value: { namespace: 'FHIR', name: type } };
}
