import type { StructureDefinition } from '@medplum/fhirtypes';
import type { TypeModel } from '../definitions/type-model.ts';
import { compileInvariant } from '../fhirpath/compile-invariant.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { Compiler, ProfileRules } from './compiler.ts';
import { compileContext } from './extension-context.ts';
import type { Visit } from './visit.ts';

/** An extension definition, ready to be asked. */
interface ExtensionRules {
  readonly profile: ProfileRules;
  readonly isModifier: boolean;
  readonly isAllowedHere: (visit: Visit) => boolean;
  /** Whether what the definition says of its holder (contextInvariant) holds. */
  readonly holdsHere: (visit: Visit) => boolean;
  /** Relative urls of the extensions in it. */
  readonly parts: ReadonlySet<string>;
}

/**
 * Checks extensions by the definition of their url: where they may stand, whether they modify, and what they hold. An
 * extension without a known definition is never passed over in silence.
 * @source https://hl7.org/fhir/R4/extensibility.html
 */
export function createExtensionCheck(compiler: Compiler): (value: unknown, visit: Visit) => void {
  const known = new Map<string, ExtensionRules | undefined>();

  function rulesOf(url: string): ExtensionRules | undefined {
    if (known.has(url)) return known.get(url);
    // A url is no canonical: a version does not belong to it.
    const profile = url.includes('|') ? undefined : compiler.profile(url);
    const rules = profile?.type === 'Extension' ? readRules(profile, compiler) : undefined;
    // Urls come from senders: those that mean nothing are not kept.
    if (rules !== undefined) known.set(url, rules);
    return rules;
  }

  return (value, visit) => {
    if (!isObject(value) || typeof value['url'] !== 'string') return;
    const { url } = value;
    const property = visit.property(0);
    const isPart = property?.path === 'Extension.extension';
    if (!url.includes(':')) {
      if (!isPart) visit.report('LT-V051', {}, 'url');
      return;
    }
    const isModifying = property?.element === 'modifierExtension';
    const rules = rulesOf(url);
    if (rules === undefined) {
      reportUnknown(url, isModifying, compiler, visit);
      return;
    }
    if (rules.isModifier !== isModifying) visit.report(isModifying ? 'LT-V055' : 'LT-V054', { canonical: url });
    if (!rules.isAllowedHere(visit) || !rules.holdsHere(visit)) visit.report('LT-V053', { canonical: url });
    checkParts(value, rules, visit);
    rules.profile.check(value, undefined, visit);
  };
}

function readRules(profile: ProfileRules, compiler: Compiler): ExtensionRules {
  const parts = new Set<string>();
  for (const element of compiler.snapshot(profile.structure)) {
    if (element.path === 'Extension.extension.url' && element.fixedUri !== undefined) parts.add(element.fixedUri);
  }
  return {
    profile,
    parts,
    isModifier: isModifier(profile.structure, compiler),
    isAllowedHere: compileContext(
      OF_DEFINITIONS.test(profile.canonical) ? [] : (profile.structure.context ?? []),
      compiler.model,
    ),
    holdsHere: compileHolderInvariants(profile.structure.contextInvariant ?? [], compiler.model),
  };
}

/** An invariant that cannot be evaluated holds. */
function compileHolderInvariants(texts: readonly string[], model: TypeModel): (visit: Visit) => boolean {
  const invariants = texts.flatMap((text) => {
    try {
      return [compileInvariant(text, model, 'Element')];
    } catch {
      return [];
    }
  });
  return (visit) =>
    invariants.every((holds) => {
      const { value, sibling, type } = visit.holder;
      return holds(value, sibling, type, visit.environment);
    });
}

function isModifier(structure: StructureDefinition, compiler: Compiler): boolean {
  return compiler.snapshot(structure)[0]?.isModifier === true;
}

/** A complex extension has only the parts that it defines. */
function checkParts(value: JsonObject, { parts, profile }: ExtensionRules, visit: Visit): void {
  const inside = value['extension'];
  if (!Array.isArray(inside)) return;
  for (const [index, part] of inside.entries()) {
    const url: unknown = isObject(part) ? part['url'] : undefined;
    if (typeof url !== 'string' || url.includes(':') || parts.has(url)) continue;
    visit.report('LT-V056', { canonical: profile.canonical }, `.extension[${index}]`);
  }
}

/** Extensions of definitions: the published R4 definitions themselves carry them where their contexts do not say. */
const OF_DEFINITIONS = /^http:\/\/hl7\.org\/fhir\/StructureDefinition\/(?:structuredefinition-|regex$)/;

/** Extensions of other FHIR versions: http://hl7.org/fhir/5.0/StructureDefinition/extension-Patient.… */
const CROSS_VERSION = /^http:\/\/hl7\.org\/fhir\/\d\.\d\/StructureDefinition\/extension-/;
/** HL7 defines extensions for R4 after R4 too, and examples of R4 have those of US Core: they are not at hand here. */
const OF_HL7 = /^http:\/\/hl7\.org\/fhir\/(?:us\/core\/)?StructureDefinition\//;
const OF_EXAMPLES = /example\.org|acme\.com|nema\.org|^http:\/\/hl7\.org\/fhir\/tools\/StructureDefinition\//;

const UNKNOWN_RULES = { error: 'LT-V050', warning: 'LT-V057', information: 'LT-V058' } as const;

function reportUnknown(url: string, isModifying: boolean, { strictness }: Compiler, visit: Visit): void {
  if (OF_EXAMPLES.test(url)) visit.report(UNKNOWN_RULES.information, {}, 'url');
  else if (isModifying) visit.report('LT-V052', {}, 'url');
  else if (CROSS_VERSION.test(url)) visit.report(UNKNOWN_RULES.information, {}, 'url');
  else if (OF_HL7.test(url)) visit.report(UNKNOWN_RULES.warning, {}, 'url');
  else visit.report(UNKNOWN_RULES[strictness.unknownExtension], {}, 'url');
}
