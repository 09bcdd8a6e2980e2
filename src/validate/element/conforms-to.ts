import { isObject } from '../reference/json-object.ts';
import { type Answers, Scope } from '../reference/scope.ts';
import type { Compiler } from './compiler.ts';
import { Visit } from './visit.ts';

/** Questions in questions: constraints of profiles that ask for profiles with constraints. */
const MAX_LEVELS = 16;

/**
 * Makes the answer to `conformsTo()` of expressions. Undefined when the profile is not known, or the question stands in too
 * many others; one that comes up inside itself is answered yes.
 * @source https://hl7.org/fhir/R4/fhirpath.html#functions
 */
export function createConformsTo(
  compiler: Compiler,
  isError: (rule: string) => boolean,
  answers: () => Answers,
): NonNullable<Answers['conformsTo']> {
  const open: { readonly value: unknown; readonly canonical: string }[] = [];
  return (node, canonical) => {
    const { value, sibling, type } = node;
    const profile = compiler.profile(canonical);
    if (profile === undefined || open.length >= MAX_LEVELS) return undefined;
    if (open.some((other) => other.value === value && other.canonical === canonical)) return true;
    if (profile.type !== type && compiler.isResourceType(type)) return false;
    open.push({ value, canonical });
    try {
      const visit = new Visit('', Scope.of(isObject(value) ? value : {}, answers()), isError);
      profile.check(value, sibling, visit);
      return visit.errors === 0;
    } finally {
      open.pop();
    }
  };
}
