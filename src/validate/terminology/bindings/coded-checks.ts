import type { ElementDefinitionBinding } from '@medplum/fhirtypes';
import type { Definitions } from '../../definitions/definitions.ts';
import type { Terminology } from '../terminology.ts';
import { createBindingCheck } from './binding-check.ts';
import { createCodingCheck, createQuantityCheck } from './coding-check.ts';
import type { CodedCheck } from './finding-sink.ts';
import { readBindings } from './read-binding.ts';

/** Checks of codes, for a set of definitions. */
export interface CodedChecks {
  /**
   * The check of an element's binding on a value of a type; undefined when there is nothing to decide. `isOfProfile` when
   * a profile and not R4 itself binds so.
   */
  binding(binding: ElementDefinitionBinding, type: string, isOfProfile?: boolean): CodedCheck | undefined;
  /** The check of a Coding by itself; once for each, whatever it is bound to. */
  readonly coding: CodedCheck;
  /** The check of the unit of a Quantity by itself. */
  readonly quantity: CodedCheck;
}

/** Makes the checks of codes. */
export function createCodedChecks(terminology: Terminology, definitions: Definitions): CodedChecks {
  return {
    coding: createCodingCheck(terminology, definitions),
    quantity: createQuantityCheck(terminology, definitions),
    binding: (binding, type, isOfProfile = false) => {
      const checks = readBindings(binding, isOfProfile)
        .map((one) => createBindingCheck(one, type, terminology))
        .filter((check) => check !== undefined);
      return inTurn(checks);
    },
  };
}

function inTurn(checks: readonly CodedCheck[]): CodedCheck | undefined {
  const [first, ...others] = checks;
  if (others.length === 0) return first;
  return (value, sink, sibling) => {
    for (const check of checks) check(value, sink, sibling);
  };
}
