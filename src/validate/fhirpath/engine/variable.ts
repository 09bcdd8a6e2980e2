import { FhirPathError } from '../fhirpath-error.ts';
import { stringNode } from '../values/system-value.ts';
import type { Evaluate } from './fhirpath-function.ts';
import { findVariable, type Nodes } from './scope.ts';

const CONSTANTS: Readonly<Record<string, Nodes>> = {
  sct: [stringNode('http://snomed.info/sct')],
  loinc: [stringNode('http://loinc.org')],
  ucum: [stringNode(UCUM_SYSTEM)],
  'us-zip': [stringNode('[0-9]{5}(-[0-9]{4}){0,1}')],
};

const PREFIXES: Readonly<Record<string, string>> = {
  'vs-': 'http://hl7.org/fhir/ValueSet/',
  'ext-': 'http://hl7.org/fhir/StructureDefinition/',
  'cs-': 'http://hl7.org/fhir/',
};

/**
 * `%name`: the variables of FHIRPath and FHIR, those that the environment gives, and those that `defineVariable()`
 * made. Throws FhirPathError, when evaluated, for any other name.
 * @source https://hl7.org/fhir/R4/fhirpath.html#vars
 */
export function compileVariable(name: string): Evaluate {
  const constant = CONSTANTS[name];
  if (constant !== undefined) return () => constant;
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

function canonicalOf(name: string): Nodes | undefined {
  const prefix = Object.keys(PREFIXES).find((start) => name.startsWith(start));
  return prefix === undefined ? undefined : [stringNode(`${PREFIXES[prefix]}${name.slice(prefix.length)}`)];
}
