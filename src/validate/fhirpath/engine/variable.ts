import { UCUM_SYSTEM } from '../../ucum/is-unit.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import { stringNode } from '../values/system-value.ts';
import type { Evaluate } from './fhirpath-function.ts';
import { findVariable, type Nodes } from './scope.ts';

/** Variables that always have the same text, by name. */
export const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['sct', 'http://snomed.info/sct'],
  ['loinc', 'http://loinc.org'],
  ['ucum', UCUM_SYSTEM],
  ['us-zip', '[0-9]{5}(-[0-9]{4}){0,1}'],
]);

/** `%vs-name`, `%ext-name`: what the beginning of a name stands for. */
const PREFIXES: readonly (readonly [start: string, address: string])[] = [
  ['vs-', 'http://hl7.org/fhir/ValueSet/'],
  ['ext-', 'http://hl7.org/fhir/StructureDefinition/'],
  ['cs-', 'http://hl7.org/fhir/'],
];

/**
 * `%name`: the variables of FHIRPath and FHIR, those that the environment gives, and those that `defineVariable()`
 * made. Throws FhirPathError, when evaluated, for any other name.
 * @source https://hl7.org/fhir/R4/fhirpath.html#vars
 */
export function compileVariable(name: string): Evaluate {
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return always(constant);
  if (name === 'context') return (scope) => scope.context;
  if (name === 'resource') return (scope) => [scope.environment.resource];
  if (name === 'rootResource') return (scope) => [scope.environment.rootResource];
  const canonical = canonicalOf(name);
  return (scope) => {
    const nodes = findVariable(scope.variables, name) ?? givenVariable(scope.environment.variables, name) ?? canonical;
    if (nodes === undefined) throw new FhirPathError('A variable is not known');
    return nodes;
  };
}

function givenVariable(variables: Readonly<Record<string, Nodes>> | undefined, name: string): Nodes | undefined {
  return variables !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function always(text: string): Evaluate {
  const nodes = [stringNode(text)];
  return () => nodes;
}

function canonicalOf(name: string): Nodes | undefined {
  const [start, address] = PREFIXES.find(([prefix]) => name.startsWith(prefix)) ?? [];
  return start === undefined ? undefined : [stringNode(address + name.slice(start.length))];
}
