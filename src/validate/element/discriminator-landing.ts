import { isObject } from '../reference/json-object.ts';
import type { Compiler } from './compiler.ts';
import type { Step } from './discriminator-path.ts';
import { choiceValue } from './fixed-pattern.ts';
import { findNode, type ProfileNode } from './profile-tree.ts';
import { profilesOf } from './type-profile-rule.ts';

/** A place in the definition of a slice that the path of a discriminator leads to. */
export interface Landing {
  /** Undefined when the slice has no element there, or only an inherited value. */
  readonly node: ProfileNode | undefined;
  /** Part of a fixed or pattern value of an element above that falls on the place. */
  readonly inherited: unknown;
  /** Type, or path of content defined in place. */
  readonly holder: string;
}

/**
 * Follows the path of a discriminator through the elements of a slice: into values fixed above, into slices of elements
 * on the way, and into the profiles of their types.
 */
export function descend(
  slice: ProfileNode,
  steps: readonly Step[],
  holder: string,
  compiler: Compiler,
): readonly Landing[] {
  let landings: readonly Landing[] = [{ node: slice, inherited: undefined, holder }];
  for (const step of steps) landings = landings.flatMap((landing) => follow(landing, step, compiler));
  return landings;
}

function follow(landing: Landing, step: Step, compiler: Compiler): readonly Landing[] {
  switch (step.kind) {
    case 'element':
      return intoElement(landing, step.name, compiler);
    case 'extension':
      return intoElement(landing, 'extension', compiler).filter(
        ({ node }) => node !== undefined && isOfUrl(node, step.url, compiler),
      );
    case 'ofType':
      return [landing];
    case 'resolve':
      return [landing, ...intoTarget(landing, compiler)];
  }
}

function intoElement({ node, inherited, holder }: Landing, name: string, compiler: Compiler): readonly Landing[] {
  if (inherited !== undefined) return [{ node: undefined, inherited: partOf(inherited, name), holder: '' }];
  if (node === undefined) return [];
  const child = node.children.get(name) ?? node.children.get(`${name}[x]`);
  const value = choiceValue(node.element, 'fixed') ?? choiceValue(node.element, 'pattern');
  const part = partOf(value, name);
  if (part !== undefined) return [{ node: undefined, inherited: part, holder: '' }];
  if (child !== undefined) {
    const inner = holderOf(child, holder, compiler);
    return [child, ...child.slices].map((found) => ({ node: found, inherited: undefined, holder: inner }));
  }
  return intoProfiles(node, name, compiler);
}

/** The element is defined in the profile of the type: the url of an extension is. */
function intoProfiles(node: ProfileNode, name: string, compiler: Compiler): readonly Landing[] {
  const named = (node.element.type ?? []).flatMap(profilesOf);
  return named.flatMap(({ canonical, element }) => {
    const root = compiler.tree(canonical);
    const found = root === undefined || element === undefined ? root : findNode(root, element);
    if (found === undefined) return [];
    const holder = found.element.path ?? '';
    return intoElement({ node: found, inherited: undefined, holder }, name, compiler);
  });
}

function intoTarget({ node }: Landing, compiler: Compiler): readonly Landing[] {
  const canonicals = (node?.element.type ?? []).flatMap(({ targetProfile = [] }) => targetProfile);
  return canonicals.flatMap((canonical) => {
    const root = compiler.tree(canonical);
    return root === undefined ? [] : [{ node: root, inherited: undefined, holder: root.name }];
  });
}

function partOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => partOf(item, name)).find((part) => part !== undefined);
  return isObject(value) ? value[name] : undefined;
}

function isOfUrl(node: ProfileNode, url: string, compiler: Compiler): boolean {
  const profiles = (node.element.type ?? []).flatMap(({ profile = [] }) => profile);
  if (profiles.some((canonical) => canonical.split('|', 1)[0] === url)) return true;
  return intoElement({ node, inherited: undefined, holder: 'Extension' }, 'url', compiler).some(
    (landing) =>
      landing.inherited === url || (landing.node !== undefined && choiceValue(landing.node.element, 'fixed') === url),
  );
}

function holderOf(node: ProfileNode, holder: string, compiler: Compiler): string {
  const path = `${holder}.${node.name}`;
  const [code = ''] = (node.element.type ?? []).map((row) => row.code ?? '');
  return (code === 'BackboneElement' || code === 'Element') && compiler.baseElement(path) !== undefined ? path : code;
}
