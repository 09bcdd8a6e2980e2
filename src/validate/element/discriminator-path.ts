/** One step of the restricted FHIRPath of a discriminator. @source https://hl7.org/fhir/R4/profiling.html#discriminator */
export type Step =
  | { readonly kind: 'element'; readonly name: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'ofType'; readonly type: string };

const ELEMENT = /^[A-Za-z][A-Za-z0-9]*(?:\[x\])?$/;
const EXTENSION = /^extension\(\s*['"]([^'"]+)['"]\s*\)$/;
const OF_TYPE = /^(?:ofType|as)\(\s*(?:FHIR\.)?([A-Za-z][A-Za-z0-9]*)\s*\)$/;

/** Reads the path of a discriminator; undefined for one that goes beyond what the standard allows there. */
export function readDiscriminatorPath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const part of splitPath(path)) {
    if (part === '$this' || part === '') continue;
    const step = readStep(part);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return steps;
}

function readStep(part: string): Step | undefined {
  if (part === 'resolve()') return { kind: 'resolve' };
  const [, url] = EXTENSION.exec(part) ?? [];
  if (url !== undefined) return { kind: 'extension', url };
  const [, type] = OF_TYPE.exec(part) ?? [];
  if (type !== undefined) return { kind: 'ofType', type };
  return ELEMENT.test(part) ? { kind: 'element', name: part.replace('[x]', '') } : undefined;
}

/** At the dots that are not in brackets. */
function splitPath(path: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < path.length; at += 1) {
    const sign = path[at];
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '.' && depth === 0) {
      parts.push(path.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(path.slice(start));
  return parts.map((part) => part.trim());
}
