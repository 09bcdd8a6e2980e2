import type { TypeModel } from '../definitions/type-model.ts';
import { checkFhirPath } from './check/check-fhirpath.ts';
import { compileFhirPath } from './compile-fhirpath.ts';
import { isDerivedFrom } from './engine/type-specifier.ts';
import { nodesOfPlain, plainText, plainValue, resultType, typeOfObject } from './plain-values.ts';
import { resolveWithin } from './resolve-within.ts';
import { parseFhirPath } from './syntax/parse-fhirpath.ts';
import type { Environment, TypedNode } from './typed-node.ts';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** How an expression is evaluated on a resource. */
export interface EvaluationOptions extends Pick<Environment, 'now' | 'resolve' | 'memberOf' | 'conformsTo'> {
  /** Types and elements of the version of FHIR. */
  readonly model: TypeModel;
  /** Type of what is given, where it is not a resource: `HumanName`. */
  readonly type?: string;
  /** `%name`: texts, numbers, booleans, resources, or lists of them. */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Whether an element that is not defined, and other faults seen without data, are errors. By default they are. */
  readonly isStrict?: boolean;
}

/** A result with its type. */
export interface TypedResult {
  /** `FHIR` for what was found in a resource, `System` for what was computed or written out. */
  readonly namespace: 'FHIR' | 'System';
  /** A type of FHIR (`code`, `HumanName`); a system type by the name of FHIR: `boolean`, `integer`, `dateTime`, `Quantity`. */
  readonly type: string;
  /** As `evaluateFhirPath()` gives it. */
  readonly value: unknown;
  /** The text that `toString()` gives: a decimal with all its digits. Empty for what has none. */
  readonly text: string;
}

/**
 * Evaluates an expression on a resource and gives plain JavaScript values, in order: booleans, numbers and strings for
 * primitives (dates, times and date-times as strings without `@`; null for a primitive that has extensions but no
 * value); for a quantity that was computed `{ value, unit, system, code }`, with only `value` and `unit` for a calendar
 * duration such as `4 days`; for anything else the JSON object of the resource itself. An empty result is `[]`.
 * Throws FhirPathSyntaxError for what is not FHIRPath, and FhirPathError for what is wrong in it or cannot be evaluated
 * on this resource. For many resources compile once: `compileFhirPath()`.
 */
export function evaluateFhirPath(expression: string, resource: object, options: EvaluationOptions): unknown[] {
  return evaluateNodes(expression, resource, options).map(plainValue);
}

/** The same with the type and text of each result. */
export function evaluateFhirPathTyped(expression: string, resource: object, options: EvaluationOptions): TypedResult[] {
  return evaluateNodes(expression, resource, options).map((node) => ({
    namespace: node.type.startsWith('System.') ? 'System' : 'FHIR',
    type: resultType(node),
    value: plainValue(node),
    text: plainText(node),
  }));
}

function evaluateNodes(text: string, resource: object, options: EvaluationOptions): readonly TypedNode[] {
  const { model, isStrict = true } = options;
  const expression = parseFhirPath(text);
  const focus: TypedNode = { value: resource, type: options.type ?? typeOfObject(resource, model) };
  if (isStrict) checkFhirPath(expression, model, focus.type);
  return compileFhirPath(expression, model).evaluate(focus, environmentOf(focus, options));
}

function environmentOf(focus: TypedNode, options: EvaluationOptions): Environment {
  const { model, variables = {}, now, memberOf } = options;
  return {
    resource: focus,
    rootResource: focus,
    resolve: options.resolve ?? resolveWithin(focus.value as Readonly<Record<string, unknown>>, model),
    conformsTo: options.conformsTo ?? ((node, profile) => conformsToBase(node, profile, model)),
    ...(memberOf && { memberOf }),
    ...(now && { now }),
    variables: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, nodesOfPlain(value, model)])),
  };
}

/** Without a validator only the types of FHIR are known as profiles. */
function conformsToBase(node: TypedNode, profile: string, model: TypeModel): boolean | undefined {
  const type = profile.startsWith(BASE) ? profile.slice(BASE.length) : '';
  return model.kindOf(type) === undefined ? undefined : isDerivedFrom(node.type, type, model);
}
