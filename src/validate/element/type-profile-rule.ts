import type { ElementDefinitionType } from '@medplum/fhirtypes';
import { checkNode } from './check-profile.ts';
import type { Compiler, ValueRule } from './compiler.ts';
import { compileNode } from './profile-rules.ts';
import { findNode } from './profile-tree.ts';

/** A profile that a type is narrowed to: the whole of it, or one element of it. */
interface NamedProfile {
  readonly canonical: string;
  /** Id of an element in the profile, `Composition.section:codeA`, whose rules hold here. */
  readonly element: string | undefined;
}

const PROFILE_ELEMENT = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element';

interface Extended {
  readonly extension?: readonly { readonly url?: string; readonly valueString?: string }[];
}

/** The profiles of a type row. @source https://hl7.org/fhir/R4/extension-elementdefinition-profile-element.html */
export function profilesOf(row: ElementDefinitionType): readonly NamedProfile[] {
  const siblings = (row as { readonly _profile?: readonly (Extended | null)[] })._profile ?? [];
  return (row.profile ?? []).map((canonical, index) => ({
    canonical,
    element: siblings[index]?.extension?.find(({ url }) => url === PROFILE_ELEMENT)?.valueString,
  }));
}

/** Rules of the profiles of a type: a value conforms to one of them at least. Those of `published` are left out. */
export function profileRules(
  row: ElementDefinitionType | undefined,
  published: ElementDefinitionType | undefined,
  compiler: Compiler,
): ValueRule[] {
  const named = row === undefined ? [] : profilesOf(row);
  if (named.every(({ canonical }) => published?.profile?.includes(canonical))) return [];
  const words = { canonical: named.map(({ canonical }) => canonical).join(', ') };
  const ruleOf = rememberRules(compiler);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) {
    return [
      (value, sibling, visit) => {
        const rule = ruleOf(only);
        if (rule === undefined) visit.report('LT-V033', words);
        else rule(value, sibling, visit);
      },
    ];
  }
  return [
    (value, sibling, visit) => {
      const known = named.flatMap((profile) => ({ key: keyOf(profile), rule: ruleOf(profile) }));
      const fits = known.some(({ key, rule }) => rule && visit.conforms(value, key, () => rule(value, sibling, visit)));
      if (!fits) visit.report(known.every(({ rule }) => rule !== undefined) ? 'LT-V034' : 'LT-V033', words);
    },
  ];
}

function keyOf({ canonical, element }: NamedProfile): string {
  return element === undefined ? canonical : `${canonical}#${element}`;
}

type RuleOf = (profile: NamedProfile) => ValueRule | undefined;

/** Rules are looked up when a value stands there: a profile may be reached from its own elements. */
function rememberRules(compiler: Compiler): RuleOf {
  const known = new Map<string, ValueRule | undefined>();
  return (profile) => {
    const key = keyOf(profile);
    if (!known.has(key)) known.set(key, createRule(profile, compiler));
    return known.get(key);
  };
}

function createRule({ canonical, element }: NamedProfile, compiler: Compiler): ValueRule | undefined {
  if (element === undefined) return compiler.profile(canonical)?.check;
  const root = compiler.tree(canonical);
  const node = root && findNode(root, element);
  if (node === undefined) return undefined;
  const holder = node.element.path ?? '';
  const rules = compileNode(node, { published: undefined, holder, types: [holder] }, compiler);
  return (value, sibling, visit) => {
    const property = visit.property(0);
    if (property !== undefined)
      checkNode(rules, { property, name: '', index: -1, type: holder, value, sibling }, visit);
  };
}
