import type { ElementDefinition } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { choiceStem, type ElementNode, isChoice } from './element-tree.ts';
import { type Generation, note, refuse } from './generation.ts';
import { isSlicedByType } from './type-slicing.ts';

/**
 * The rules below one element, by the child that they are about. `valueQuantity` is a slice by type of `value[x]`, and so is
 * a slice of `value[x]` with that name. A child that the base does not have is noted (LT-V254), and nothing can be asked of
 * it, as in the reference implementation. Refuses (throws `SnapshotError`) a type that the base does not allow (LT-V257).
 * @source https://hl7.org/fhir/R4/formats.html#choice
 */
export function matchRules(
  { children }: ElementNode,
  { children: rules }: Rule,
  generation: Generation,
): ReadonlyMap<ElementNode, readonly Rule[]> {
  const matched = new Map<ElementNode, Rule[]>();
  for (const rule of rules) {
    const child = findChild(children, rule.name);
    const fitted = child === undefined ? undefined : fitRule(child, rule, generation);
    if (child === undefined || fitted === undefined) note(rule, 'LT-V254', generation);
    else push(matched, child, fitted);
  }
  return matched;
}

function push(matched: Map<ElementNode, Rule[]>, child: ElementNode, rule: Rule): void {
  const rules = matched.get(child);
  if (rules === undefined) matched.set(child, [rule]);
  else rules.push(rule);
}

function findChild(children: readonly ElementNode[], name: string): ElementNode | undefined {
  return (
    children.find((child) => child.name === name) ??
    children.find((child) => isChoice(child.name) && name.startsWith(choiceStem(child.name))) ??
    children.find(({ definition }) => isChoice(name) && definition.base?.path?.endsWith(`.${name}`) === true)
  );
}

/** The rule as one for the child; undefined when its name does not end with a type, or, in a slice, with one that is left. */
function fitRule(child: ElementNode, rule: Rule, generation: Generation): Rule | undefined {
  if (!isChoice(child.name)) return rule;
  const stem = choiceStem(child.name);
  if (rule.name !== child.name) return fitShortName(child, rule.name.slice(stem.length), rule, generation);
  if (rule.sliceName === undefined) return rule;
  const [said, ...others] = rule.element?.type ?? [];
  const isKnown = child.slices.some(({ definition }) => definition.sliceName === rule.sliceName);
  if (said === undefined) {
    const code = rule.sliceName.startsWith(stem) ? findCode(child, rule.sliceName.slice(stem.length)) : undefined;
    return isKnown || code === undefined ? rule : typeRule(child, rule, rule.sliceName, code);
  }
  const sliceName = others.length === 0 && !isKnown ? nameOfSlice(child, said.code) : undefined;
  return sliceName === undefined ? rule : { ...rule, sliceName };
}

function fitShortName(child: ElementNode, suffix: string, rule: Rule, generation: Generation): Rule | undefined {
  const code = findCode(child, suffix);
  if (code !== undefined)
    return typeRule(child, rule, nameOfSlice(child, code) ?? choiceStem(child.name) + suffix, code);
  const isType = [suffix, suffix.charAt(0).toLowerCase() + suffix.slice(1)].some((name) => generation.structure(name));
  return isType && !rule.isInherited ? refuse(rule, 'LT-V257', generation, { type: suffix }) : undefined;
}

function findCode({ definition }: ElementNode, suffix: string): string | undefined {
  return definition.type?.find(({ code }) => code.charAt(0).toUpperCase() + code.slice(1) === suffix)?.code;
}

/** Name of the base's slice for a type. */
function nameOfSlice({ definition, slices }: ElementNode, code: string): string | undefined {
  if (!isSlicedByType(definition)) return undefined;
  const ofType = slices.find((slice) => slice.definition.type?.length === 1 && slice.definition.type[0]?.code === code);
  return ofType?.definition.sliceName;
}

function typeRule(choice: ElementNode, rule: Rule, sliceName: string, code: string): Rule {
  const said: ElementDefinition = rule.element ?? { path: rule.path };
  const element = { ...said, sliceName, type: said.type ?? [{ code }] };
  return { ...rule, name: choice.name, sliceName, element };
}
