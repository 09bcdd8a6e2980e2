import { type FhirPathFunction, type FunctionTable, plainFunction } from '../engine/fhirpath-function.ts';
import { findVariable, NOTHING, type Nodes, type Scope } from '../engine/scope.ts';
import { textOf } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { Expression } from '../syntax/expression.ts';
import { dateNow, dateTimeNow, timeNow } from '../values/moment.ts';
import { temporalNode } from '../values/system-value.ts';

/** Utility. @source http://hl7.org/fhirpath/N1/#utility-functions */
export const UTILITY_FUNCTIONS: FunctionTable = {
  now: plainFunction((_input, name, scope) => [temporalNode(dateTimeNow(momentOf(scope, name)))]),
  today: plainFunction((_input, name, scope) => [temporalNode(dateNow(momentOf(scope, name)))]),
  timeOfDay: plainFunction((_input, name, scope) => [temporalNode(timeNow(momentOf(scope, name)))]),
  trace: traceFunction(),
  defineVariable: defineVariableFunction(),
  coalesce: coalesceFunction(),
};

/** The moment is a parameter of the evaluation. Throws FhirPathError without one. */
function momentOf({ environment, account }: Scope, name: string): Date {
  if (environment.now !== undefined) return environment.now;
  account.isUndecided = true;
  throw new FhirPathError(`${name}() needs to be told the time`);
}

function traceFunction(): FhirPathFunction {
  return {
    takes: [1, 2],
    build: ({ name, parameters: [label, projection], context }) => {
      const labelOf = context.compile(label as Expression);
      const project = projection === undefined ? undefined : context.compile(projection);
      const { trace } = context.options;
      return (scope, input) => {
        if (trace !== undefined) {
          const title = textOf(labelOf(scope, scope.self), `${name}()`) ?? '';
          trace(title, project === undefined ? input : project({ ...scope, self: input }, input));
        }
        return input;
      };
    },
  };
}

function defineVariableFunction(): FhirPathFunction {
  return {
    takes: [1, 2],
    build: ({ name, parameters: [label, value], context }) => {
      const labelOf = context.compile(label as Expression);
      const evaluate = value === undefined ? undefined : context.compile(value);
      return (scope, input) => {
        const variable = textOf(labelOf(scope, scope.self), `${name}()`);
        if (variable === undefined) throw new FhirPathError(`${name}() needs a name`);
        if (isTaken(scope, variable)) throw new FhirPathError(`${name}() cannot define a name twice`);
        const nodes: Nodes = evaluate === undefined ? input : evaluate({ ...scope, self: input }, input);
        scope.variables.names = new Map([...(scope.variables.names ?? []), [variable, nodes]]);
        return input;
      };
    },
  };
}

const RESERVED: ReadonlySet<string> = new Set(['context', 'resource', 'rootResource', 'sct', 'loinc', 'ucum']);

function isTaken(scope: Scope, name: string): boolean {
  return RESERVED.has(name) || findVariable(scope.variables, name) !== undefined;
}

/** The first of its parameters that is not empty. */
function coalesceFunction(): FhirPathFunction {
  return {
    takes: [1, 20],
    build: ({ parameters, context }) => {
      const choices = parameters.map(context.compile);
      return (scope) => {
        for (const choice of choices) {
          const nodes = choice(scope, scope.self);
          if (nodes.length > 0) return nodes;
        }
        return NOTHING;
      };
    },
  };
}
