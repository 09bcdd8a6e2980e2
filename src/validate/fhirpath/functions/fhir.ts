import { type FunctionTable, plainFunction, valueFunction } from '../engine/fhirpath-function.ts';
import { NOTHING } from '../engine/scope.ts';
import { singleNode, textOf } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { TypedNode } from '../typed-node.ts';
import { isPrimitiveType, systemTypeOf } from '../values/system-type.ts';
import { booleanNode } from '../values/system-value.ts';

/** What FHIR adds. @source https://hl7.org/fhir/R4/fhirpath.html#functions */
export const FHIR_FUNCTIONS: FunctionTable = {
  extension: valueFunction([1, 1], (input, [url = NOTHING], name, _scope, { navigator }) => {
    const wanted = textOf(url, `${name}()`);
    const found: TypedNode[] = [];
    for (const node of input) {
      navigator.addChildren(node, 'extension', found);
      navigator.addChildren(node, 'modifierExtension', found);
    }
    return wanted === undefined ? NOTHING : found.filter(({ value }) => (value as { url?: unknown })?.url === wanted);
  }),
  hasValue: plainFunction((input) => [booleanNode(input.length === 1 && hasPrimitiveValue(input[0] as TypedNode))]),
  getValue: plainFunction((input) => {
    const [node] = input;
    if (node === undefined || input.length > 1 || !hasPrimitiveValue(node)) return NOTHING;
    return [{ value: node.value, type: systemTypeOf(node.type) ?? node.type }];
  }),
  resolve: plainFunction((input, _name, { environment }) =>
    input.flatMap((node) => {
      const reference = referenceOf(node);
      const target = reference === undefined ? undefined : environment.resolve?.(reference);
      return target === undefined ? [] : [target];
    }),
  ),
  memberOf: valueFunction([1, 1], (input, [valueSet = NOTHING], name, { environment, account }) => {
    const node = singleNode(input, `${name}()`);
    const canonical = textOf(valueSet, `${name}()`);
    if (node === undefined || canonical === undefined) return NOTHING;
    const isMember = environment.memberOf?.(node, canonical);
    if (isMember !== undefined) return [booleanNode(isMember)];
    account.isUndecided = true;
    return NOTHING;
  }),
  conformsTo: valueFunction([1, 1], (input, [profile = NOTHING], name, { environment }) => {
    const node = singleNode(input, `${name}()`);
    const canonical = textOf(profile, `${name}()`);
    if (node === undefined || canonical === undefined) return NOTHING;
    const conforms = environment.conformsTo?.(node, canonical);
    if (conforms === undefined) throw new FhirPathError(`${name}() does not know the profile`);
    return [booleanNode(conforms)];
  }),
  htmlChecks: plainFunction((input, name, _scope, { options }) => {
    const narrative = textOf(input, `${name}()`);
    if (narrative === undefined) return NOTHING;
    if (options.isSafeNarrative === undefined) throw new FhirPathError(`${name}() cannot be decided here`);
    return [booleanNode(options.isSafeNarrative(narrative))];
  }),
};

function hasPrimitiveValue({ type, value }: TypedNode): boolean {
  const isPrimitive = isPrimitiveType(type) || (type.startsWith('System.') && type !== 'System.Quantity');
  return isPrimitive && value !== undefined && value !== null;
}

/** A reference, or the text of a uri or canonical. */
function referenceOf({ type, value }: TypedNode): string | undefined {
  const text = type === 'Reference' ? (value as { reference?: unknown })?.reference : value;
  return typeof text === 'string' ? text : undefined;
}
