import type { ElementDefinitionSlicing } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';
import { checkNode } from './check-profile.ts';
import type { Compiler } from './compiler.ts';
import type { Landing } from './discriminator-landing.ts';
import type { Step } from './discriminator-path.ts';
import { fixedPartOf, isFixedBelow } from './fixed-part.ts';
import { choiceValue, equalsFixed, matchesPattern } from './fixed-pattern.ts';
import { contentOf, type Occurrence } from './occurrence.ts';
import { compileNode, isEmpty } from './profile-rules.ts';
import type { ProfileNode } from './profile-tree.ts';
import type { Visit } from './visit.ts';

export type DiscriminatorRow = NonNullable<ElementDefinitionSlicing['discriminator']>[number];

/** Whether a value that the path of a discriminator leads to is that of a slice. */
export type Criterion = (value: Occurrence, visit: Visit) => boolean;

/**
 * What a place in the definition of a slice says of the values there, for a type of discriminator; undefined when it says
 * nothing that would tell them.
 * @source https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function criterionOf(
  row: DiscriminatorRow,
  landing: Landing,
  steps: readonly Step[],
  compiler: Compiler,
): Criterion | undefined {
  if (row.type === 'type') return typeCriterion(landing, steps, compiler);
  if (row.type === 'profile') return profileCriterion(landing, steps, compiler);
  return valueCriterion(landing, compiler);
}

function valueCriterion({ node, inherited, holder }: Landing, compiler: Compiler): Criterion | undefined {
  if (inherited !== undefined) return ({ value }) => matchesPattern(value, inherited);
  if (node === undefined) return undefined;
  const fixed = choiceValue(node.element, 'fixed');
  if (fixed !== undefined) return ({ value }) => equalsFixed(value, fixed);
  const pattern = choiceValue(node.element, 'pattern');
  if (pattern !== undefined) return ({ value }) => matchesPattern(value, pattern);
  return contentCriterion(node, holder, compiler) ?? bindingCriterion(node, compiler);
}

/** Values fixed further down tell the slice as well. */
function contentCriterion(node: ProfileNode, holder: string, compiler: Compiler): Criterion | undefined {
  if (!isFixedBelow(node)) return undefined;
  let rules: ReturnType<typeof compileNode> | undefined;
  return (value, visit) => {
    rules ??= compileNode(fixedPartOf(node), { published: undefined, holder, types: [value.type] }, compiler);
    const own = rules;
    return isEmpty(own) || visit.probe(() => checkNode(own, value, visit));
  };
}

function bindingCriterion({ element }: ProfileNode, compiler: Compiler): Criterion | undefined {
  const { binding } = element;
  if (binding?.strength !== 'required') return undefined;
  return (occurrence, visit) => {
    const rule = compiler.binding(binding, occurrence.type, true);
    return rule === undefined || visit.probe(() => rule(occurrence.value, occurrence.sibling, visit));
  };
}

/** By the type of a value, or of what a reference leads to. */
export function typeCriterion({ node }: Landing, steps: readonly Step[], compiler: Compiler): Criterion | undefined {
  const rows = node?.element.type ?? [];
  const codes = new Set(
    steps.at(-1)?.kind === 'resolve'
      ? rows.flatMap(({ targetProfile = [] }) => targetProfile.map((canonical) => typeOf(canonical, compiler)))
      : rows.map(({ code = '' }) => code),
  );
  if (codes.size === 0) return undefined;
  return ({ type, property }) => codes.has(type) || codes.has(property.type) || codes.has('Resource');
}

/** The type that a profile constrains; of one that is not known, what its address ends with. */
function typeOf(canonical: string, { definitions }: Compiler): string {
  const [url = ''] = canonical.split('|', 1);
  return definitions.structure(canonical)?.type ?? url.slice(url.lastIndexOf('/') + 1);
}

function profileCriterion({ node }: Landing, steps: readonly Step[], compiler: Compiler): Criterion | undefined {
  const isResolved = steps.at(-1)?.kind === 'resolve';
  const canonicals = (node?.element.type ?? []).flatMap(({ profile = [], targetProfile = [] }) =>
    isResolved && targetProfile.length > 0 ? targetProfile : profile,
  );
  if (canonicals.length === 0) return undefined;
  return (occurrence, visit) => canonicals.some((canonical) => conforms(occurrence, canonical, visit, compiler));
}

function conforms(occurrence: Occurrence, canonical: string, visit: Visit, compiler: Compiler): boolean {
  const profile = compiler.profile(canonical);
  if (profile === undefined) return false;
  if (compiler.isResourceType(occurrence.type) && profile.type !== occurrence.type) return false;
  const { value, sibling } = occurrence;
  const content = contentOf(occurrence);
  return visit.conforms(isObject(value) ? value : content, canonical, () => profile.check(value, sibling, visit));
}
