import {
  type FhirPathFunction,
  type FunctionTable,
  plainFunction,
  valueFunction,
} from '../engine/fhirpath-function.ts';
import { NOTHING } from '../engine/scope.ts';
import { integerOf, singleNode } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { TypedNode } from '../typed-node.ts';
import { decimalBoundary } from '../values/decimal-boundary.ts';
import { areComparableQuantities } from '../values/quantity-order.ts';
import {
  booleanNode,
  decimalNode,
  integerNode,
  quantityNode,
  type SystemValue,
  systemValueOf,
  temporalNode,
} from '../values/system-value.ts';
import { boundaryOf, type Side, temporalPrecision } from '../values/temporal-boundary.ts';

/** Precision. @source https://hl7.org/fhirpath/#lowboundaryprecision-integer-decimal--date--datetime--time */
export const BOUNDARY_FUNCTIONS: FunctionTable = {
  lowBoundary: boundaryFunction('low'),
  highBoundary: boundaryFunction('high'),
  precision: plainFunction((input, name) => {
    const node = singleNode(input, `${name}()`);
    const value = node && systemValueOf(node);
    if (value === undefined) return NOTHING;
    if (value.kind === 'decimal' || value.kind === 'integer') return [integerNode(value.value.scale)];
    if (value.kind === 'temporal') return [integerNode(temporalPrecision(value.value))];
    throw new FhirPathError(`${name}() needs a number, date or time`);
  }),
  comparable: valueFunction([1, 1], (input, [other = NOTHING], name) => {
    const values = [singleNode(input, `${name}()`), singleNode(other, `${name}()`)].map(
      (node) => node && systemValueOf(node),
    );
    const [one, two] = values;
    const areBoth = one?.kind === 'quantity' && two?.kind === 'quantity';
    return [booleanNode(areBoth && areComparableQuantities(one.value, two.value))];
  }),
};

function boundaryFunction(side: Side): FhirPathFunction {
  return valueFunction([0, 1], (input, [digits], name) => {
    const node = singleNode(input, `${name}()`);
    const count = digits === undefined ? undefined : integerOf(digits, `${name}()`);
    const value = node && systemValueOf(node);
    if (value === undefined || (digits !== undefined && count === undefined)) return NOTHING;
    const boundary = boundaryNode(value, side, count);
    return boundary === undefined ? NOTHING : [boundary];
  });
}

function boundaryNode(value: SystemValue, side: Side, digits: number | undefined): TypedNode | undefined {
  switch (value.kind) {
    case 'integer':
    case 'decimal': {
      const boundary = decimalBoundary(value.value, side, digits);
      return boundary && decimalNode(boundary);
    }
    case 'quantity': {
      const boundary = decimalBoundary(value.value.value, side, digits);
      return boundary && quantityNode({ ...value.value, value: boundary });
    }
    case 'temporal': {
      const boundary = boundaryOf(value.value, side, digits);
      return boundary && temporalNode(boundary);
    }
    default:
      throw new FhirPathError('Only numbers, quantities, dates and times have boundaries');
  }
}
