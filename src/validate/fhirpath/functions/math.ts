import {
  type FhirPathFunction,
  type FunctionTable,
  plainFunction,
  valueFunction,
} from '../engine/fhirpath-function.ts';
import { NOTHING, type Nodes } from '../engine/scope.ts';
import { integerOf, singleNode } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { isInteger32 } from '../values/convert.ts';
import {
  type Decimal,
  decimalOf,
  floor,
  multiply,
  negate,
  round,
  toNumber,
  truncate,
  wholeDecimal,
  withoutTrailingZeros,
} from '../values/decimal.ts';
import {
  decimalNode,
  integerNode,
  isNumber,
  type NumberValue,
  quantityNode,
  systemValueOf,
} from '../values/system-value.ts';

/** Digits of a result that is not exact: a JavaScript number has 15 that are certain. */
const SIGNIFICANT_DIGITS = 15;
const MAX_EXACT_EXPONENT = 64;
const MAX_ROUND_DIGITS = 28;

/** Math. A result that is no real number, or too great, is nothing. @source http://hl7.org/fhirpath/N1/#math */
export const MATH_FUNCTIONS: FunctionTable = {
  abs: plainFunction((input, name) => {
    const node = singleNode(input, `${name}()`);
    const value = node && systemValueOf(node);
    if (value?.kind !== 'quantity') return numberIs(input, name, absolute);
    return [quantityNode({ ...value.value, value: magnitude(value.value.value) })];
  }),
  ceiling: numberFunction(({ value }) => wholeResult(-floor(negate(value)))),
  floor: numberFunction(({ value }) => wholeResult(floor(value))),
  truncate: numberFunction(({ value }) => wholeResult(truncate(value).units)),
  exp: numberFunction(({ value }) => realResult(Math.exp(toNumber(value)))),
  ln: numberFunction(({ value }) => realResult(Math.log(toNumber(value)))),
  sqrt: numberFunction(({ value }) => realResult(Math.sqrt(toNumber(value)))),
  log: twoNumberFunction(({ value }, base) => realResult(Math.log(toNumber(value)) / Math.log(toNumber(base.value)))),
  power: twoNumberFunction(powerOf),
  round: valueFunction([0, 1], (input, [digits], name) =>
    numberIs(input, name, (value) => rounded(value, digits, name)),
  ),
};

function numberFunction(evaluate: (value: NumberValue) => Nodes): FhirPathFunction {
  return plainFunction((input, name) => numberIs(input, name, evaluate));
}

function twoNumberFunction(evaluate: (value: NumberValue, other: NumberValue) => Nodes): FhirPathFunction {
  return valueFunction([1, 1], (input, [parameter = NOTHING], name) =>
    numberIs(input, name, (value) => numberIs(parameter, name, (other) => evaluate(value, other))),
  );
}

/** Goes on with the only number of a list; without one there is no result. */
function numberIs(nodes: Nodes, name: string, evaluate: (value: NumberValue) => Nodes): Nodes {
  const node = singleNode(nodes, `${name}()`);
  if (node === undefined) return NOTHING;
  const value = systemValueOf(node);
  if (value === undefined || !isNumber(value)) throw new FhirPathError(`${name}() needs a number`);
  return evaluate(value);
}

function absolute({ kind, value }: NumberValue): Nodes {
  const decimal = magnitude(value);
  return kind === 'integer' ? wholeResult(decimal.units) : [decimalNode(decimal)];
}

function magnitude(decimal: Decimal): Decimal {
  return decimal.units < 0n ? negate(decimal) : decimal;
}

function wholeResult(value: bigint): Nodes {
  return isInteger32(value) ? [integerNode(Number(value))] : NOTHING;
}

function rounded({ value }: NumberValue, digits: Nodes | undefined, name: string): Nodes {
  const scale = digits === undefined ? 0 : integerOf(digits, `${name}()`);
  if (scale === undefined) return NOTHING;
  if (scale < 0 || scale > MAX_ROUND_DIGITS) throw new FhirPathError(`${name}() needs 0 to ${MAX_ROUND_DIGITS} digits`);
  return [decimalNode(round(value, scale))];
}

function powerOf(base: NumberValue, exponent: NumberValue): Nodes {
  const times = toNumber(exponent.value);
  if (!Number.isInteger(times) || times < 0 || times > MAX_EXACT_EXPONENT) {
    return realResult(toNumber(base.value) ** times);
  }
  let product = wholeDecimal(1);
  for (let count = 0; count < times; count += 1) product = multiply(product, base.value);
  return base.kind === 'integer' ? wholeResult(product.units) : [decimalNode(product)];
}

function realResult(value: number): Nodes {
  const decimal = Number.isFinite(value) ? decimalOf(Number(value.toPrecision(SIGNIFICANT_DIGITS))) : undefined;
  return decimal === undefined ? NOTHING : [decimalNode(withoutTrailingZeros(decimal))];
}
