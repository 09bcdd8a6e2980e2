import {
  type FhirPathFunction,
  type FunctionTable,
  plainFunction,
  valueFunction,
} from '../engine/fhirpath-function.ts';
import { innerVariables, NOTHING, type Nodes, type Scope } from '../engine/scope.ts';
import { singleNode, textOf, truthOf } from '../engine/singleton.ts';
import type { Expression } from '../syntax/expression.ts';
import type { TypedNode } from '../typed-node.ts';
import { CONVERSIONS, type Conversion } from '../values/convert.ts';
import { convertQuantity } from '../values/quantity-arithmetic.ts';
import { booleanNode, quantityNode, systemValueOf } from '../values/system-value.ts';

/** Conversion: `iif()`, `toX()`, `convertsToX()`. @source http://hl7.org/fhirpath/N1/#conversion */
export const CONVERSION_FUNCTIONS: FunctionTable = {
  iif: iifFunction(),
  ...Object.fromEntries(
    Object.entries(CONVERSIONS).flatMap(([type, conversion]) => [
      [`to${type}`, toFunction(conversion)],
      [`convertsTo${type}`, convertsToFunction(conversion)],
    ]),
  ),
  toQuantity: quantityFunction((quantity) => quantity),
  convertsToQuantity: quantityFunction((quantity, isGiven) => (isGiven ? [booleanNode(quantity.length > 0)] : NOTHING)),
};

/** The branch that is not taken is not evaluated. The input, when there is one, is `$this`. */
function iifFunction(): FhirPathFunction {
  return {
    takes: [2, 3],
    build: ({ name, parameters: [criterion, consequence, otherwise], context }) => {
      const decide = context.compile(criterion as Expression);
      const yes = context.compile(consequence as Expression);
      const no = otherwise === undefined ? undefined : context.compile(otherwise);
      return (scope, input) => {
        singleNode(input, `${name}()`);
        const inner: Scope = { ...scope, self: input, variables: innerVariables(scope.variables) };
        if (truthOf(decide(inner, input), `${name}()`) === true) return yes(inner, input);
        return no?.(inner, input) ?? NOTHING;
      };
    },
  };
}

function converted(input: Nodes, conversion: Conversion, name: string): TypedNode | undefined {
  const node = singleNode(input, `${name}()`);
  const value = node && systemValueOf(node);
  return value && conversion(value);
}

function toFunction(conversion: Conversion): FhirPathFunction {
  return plainFunction((input, name) => {
    const node = converted(input, conversion, name);
    return node === undefined ? NOTHING : [node];
  });
}

function convertsToFunction(conversion: Conversion): FhirPathFunction {
  return plainFunction((input, name) => {
    const node = converted(input, conversion, name);
    return input.length === 0 ? NOTHING : [booleanNode(node !== undefined)];
  });
}

/** The unit to convert to may be given. */
function quantityFunction(answer: (quantity: Nodes, isGiven: boolean) => Nodes): FhirPathFunction {
  return valueFunction([0, 1], (input, [unit], name) => {
    const node = converted(input, CONVERSIONS['Quantity'] as Conversion, name);
    const isGiven = input.length > 0;
    if (node === undefined) return answer(NOTHING, isGiven);
    const wanted = unit === undefined ? undefined : textOf(unit, `${name}()`);
    if (wanted === undefined) return answer([node], isGiven);
    const value = systemValueOf(node);
    const quantity = value?.kind === 'quantity' ? convertQuantity(value.value, wanted) : undefined;
    return answer(quantity === undefined ? NOTHING : [quantityNode(quantity)], isGiven);
  });
}
