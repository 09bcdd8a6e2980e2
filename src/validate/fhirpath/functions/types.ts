import {
  type CompileContext,
  type FhirPathFunction,
  type FunctionTable,
  plainFunction,
} from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { singleNode } from '../engine/singleton.ts';
import { type CastTest, castTest, isOfType, typeParameter, wantedType } from '../engine/type-specifier.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { TypeSpecifier } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import { booleanNode } from '../values/system-value.ts';

/** What is asked of the nodes before `is`, `as` or `ofType()`. */
type TypeQuestion = (input: Nodes) => Nodes;

/** Types. @source http://hl7.org/fhirpath/N1/#types */
export const TYPE_FUNCTIONS: FunctionTable = {
  is: typeFunction(isType),
  as: typeFunction((specifier, context) => asType(castTest(specifier, context.model), context)),
  ofType: typeFunction((specifier, { model }) => keepThose(castTest(specifier, model))),
  type: plainFunction((input) => input.map(typeInfo)),
};

function typeFunction(question: (specifier: TypeSpecifier, context: CompileContext) => TypeQuestion): FhirPathFunction {
  return {
    takes: [1, 1],
    build: ({ parameters: [parameter], context }) => {
      const evaluate = question(typeParameter(parameter), context);
      return (_scope, input) => evaluate(input);
    },
  };
}

/** `is`. The answer throws FhirPathError for a list. */
export function isType(specifier: TypeSpecifier, { model }: CompileContext): TypeQuestion {
  const { name } = wantedType(specifier, model);
  return (input) => {
    const node = singleNode(input, 'is');
    return node === undefined ? NOTHING : [booleanNode(isOfType(node, name, model))];
  };
}

/** `as`. The answer throws FhirPathError for an unknown type, and for a list where lists are not taken. */
export function asType(test: CastTest | undefined, { options }: CompileContext): TypeQuestion {
  const keep = keepThose(test);
  return (input) => {
    if (options.takesListsAs !== true) singleNode(input, 'as');
    return keep(input);
  };
}

function keepThose(test: CastTest | undefined): TypeQuestion {
  return (input) => {
    if (test === undefined) throw new FhirPathError('The type is not known');
    return input.filter(({ type }) => test(type));
  };
}

function typeInfo({ type }: TypedNode): TypedNode {
  if (type.startsWith('System.')) {
    return { type: 'System.SimpleTypeInfo', value: { namespace: 'System', name: type.slice('System.'.length) } };
  }
  return { type: 'System.ClassInfo', value: { namespace: 'FHIR', name: type } };
}
