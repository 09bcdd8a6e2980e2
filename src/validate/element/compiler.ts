import type { ElementDefinition, ElementDefinitionBinding, StructureDefinition } from '@medplum/fhirtypes';
import type { RuleCatalogue } from '../../types/issue.ts';
import type { Definitions } from '../definitions/definitions.ts';
import type { TypeModel } from '../definitions/type-model.ts';
import type { TypedNode } from '../fhirpath/typed-node.ts';
import type { Finding } from '../finding.ts';
import type { Terminology } from '../terminology/terminology.ts';
import type { ObjectPlan } from './object-plan.ts';
import type { ProfileNode } from './profile-tree.ts';
import type { Visit } from './visit.ts';

/** A rule on one value of an element. `sibling` has the id and extensions of a primitive. */
export interface ValueRule {
  (value: unknown, sibling: unknown, visit: Visit): void;
  /** Whether the rule has nothing to say about a value: quicker than the rule itself, where there is such a way. */
  readonly accepts?: (value: unknown) => boolean;
}

/** Rules of one profile on the values of its type. */
export interface ProfileRules {
  readonly canonical: string;
  /** Type that it constrains: `Patient`, `Extension`. */
  readonly type: string;
  readonly structure: StructureDefinition;
  check(value: unknown, sibling: unknown, visit: Visit): void;
}

/** What a validator does where the standard leaves it a choice. */
export interface Strictness {
  /** What an extension that no definition is known for is; in a modifierExtension it is always an error. */
  readonly unknownExtension: 'error' | 'warning' | 'information';
  /** What a profile in meta.profile that is not known is. */
  readonly unknownProfile: 'error' | 'warning' | 'information';
  /** Whether vital signs are held against the profile of R4 that their code implies; what does not conform is a warning. */
  readonly impliedProfiles: boolean;
  /** Whether constraints marked as best practice (dom-6) are looked at. */
  readonly bestPractice: boolean;
}

/** Everything that checks are compiled from and ask each other for: one for each set of definitions. */
export interface Compiler {
  readonly definitions: Definitions;
  readonly model: TypeModel;
  readonly strictness: Strictness;
  /** Plan of a type or of an element with content of its own (`Patient.contact`). Made at first use. */
  plan(name: string): ObjectPlan;
  /** Snapshot element of a base type, by path. */
  baseElement(path: string): ElementDefinition | undefined;
  /** Snapshot of a profile or type, as published or made of its differential. */
  snapshot(structure: StructureDefinition): readonly ElementDefinition[];
  /** Where the differential of a profile is at odds with its base: why it has no snapshot, or what it loosens. */
  definitionFaults(structure: StructureDefinition): readonly Finding[];
  /** Tree of the snapshot of a profile or type; undefined when it is not known. */
  tree(canonical: string): ProfileNode | undefined;
  /** Rules of a profile; undefined when it is not known or cannot be made a snapshot of. */
  profile(canonical: string): ProfileRules | undefined;
  /** Why a profile that is loaded cannot be decided by. */
  fault(canonical: string): Error | undefined;
  /** Rule of a binding; undefined when there is nothing to decide. */
  binding(binding: ElementDefinitionBinding, type: string, isOfProfile: boolean): ValueRule | undefined;
  /** Rule of a type whose values are coded by themselves: Coding, Quantity. */
  coded(type: string): ValueRule | undefined;
  readonly terminology: Terminology;
  /** What a constraint of FHIR itself says, for people. */
  readonly constraintText: RuleCatalogue['constraintText'];
  /** Whether a code, Coding or CodeableConcept is in a value set; undefined when that cannot be decided. */
  memberOf(node: TypedNode, valueSet: string): boolean | undefined;
  /** Whether a type is a resource type that instances can have. */
  isResourceType(name: unknown): name is string;
  /** A resource in its own scope: its type, what it claims to conform to, what only its type has. */
  checkResource(value: unknown, visit: Visit): void;
  /** A resource inside another one. */
  checkNested(value: unknown, visit: Visit): void;
  /** An extension by the definition of its url. */
  checkExtension(value: unknown, visit: Visit): void;
}
