import { isObject } from '../../reference/json-object.ts';
import type { Terminology } from '../terminology.ts';
import { judge, type ResolvedBinding, resolveBinding } from './binding-verdict.ts';
import { type CodedKind, codedKind, codingMembership, codingsOf, conceptMembership } from './coded-value.ts';
import type { CodedCheck } from './finding-sink.ts';
import type { Binding } from './read-binding.ts';

const NO_CODE_REQUIRED = 'LT-V203';
const NO_CODE_EXTENSIBLE = 'LT-V205';
const NO_CODE_MAXIMUM = 'LT-V206';
const VALUE_SET_UNKNOWN = 'LT-V209';
const CODE_SYSTEM_FOR_VALUE_SET = 'LT-V221';
const CROSS_VERSION = /^http:\/\/hl7\.org\/fhir\/[0-9]\.[0-9]\/StructureDefinition\/extension-/;

/**
 * Makes the check of one binding on values of one type. The value set is looked up at the first value. Undefined for a
 * type that carries no code. As the HL7 validator decides: a Coding or Quantity without system or code is not compared
 * (its own check speaks of that), a CodeableConcept needs one coding that is in, and a required code cannot be left out in
 * favour of an extension.
 */
export function createBindingCheck(binding: Binding, type: string, terminology: Terminology): CodedCheck | undefined {
  const kind = codedKind(type);
  if (kind === undefined) return undefined;
  let check: CodedCheck | undefined;
  return (value, sink, sibling) => {
    check ??= makeCheck(binding, kind, terminology);
    check(value, sink, sibling);
  };
}

function makeCheck(binding: Binding, kind: CodedKind, terminology: Terminology): CodedCheck {
  const resolved = resolveBinding(binding, terminology);
  if (resolved === undefined) return unknownValueSet(binding.valueSet, terminology);
  if (kind === 'code') return codeCheck(resolved);
  return kind === 'Coding' ? codingCheck(resolved) : conceptCheck(resolved);
}

function unknownValueSet(valueSet: string, terminology: Terminology): CodedCheck {
  const isCodeSystem = terminology.code(valueSet, '').status !== 'unknown-system';
  const rule = isCodeSystem ? CODE_SYSTEM_FOR_VALUE_SET : VALUE_SET_UNKNOWN;
  return (_value, sink) => sink.report(rule, { valueSet });
}

function codeCheck(binding: ResolvedBinding): CodedCheck {
  const { set, strength } = binding;
  return (value, sink, sibling) => {
    if (typeof value !== 'string') {
      if (strength === 'required' && isLeftOut(value, sibling))
        sink.report(NO_CODE_REQUIRED, { valueSet: set.canonical });
      return;
    }
    const membership = set.has(undefined, value);
    if (membership !== 'in') judge(binding, 'code', membership, (maximum) => maximum.has(undefined, value), sink);
  };
}

/** Extensions instead of a code, as data-absent-reason; a code of another FHIR version may stand in one. */
function isLeftOut(value: unknown, sibling: unknown): boolean {
  if ((value !== undefined && value !== null) || !isObject(sibling)) return false;
  const extensions = Array.isArray(sibling['extension']) ? sibling['extension'] : [];
  return !extensions.some((extension) => isObject(extension) && CROSS_VERSION.test(String(extension['url'])));
}

function codingCheck(binding: ResolvedBinding): CodedCheck {
  const { set } = binding;
  return (value, sink) => {
    if (!isObject(value) || typeof value['system'] !== 'string' || typeof value['code'] !== 'string') return;
    const membership = codingMembership(set, value);
    if (membership !== 'in') judge(binding, 'Coding', membership, (maximum) => codingMembership(maximum, value), sink);
  };
}

function conceptCheck(binding: ResolvedBinding): CodedCheck {
  const { set } = binding;
  return (value, sink) => {
    if (!isObject(value)) return;
    const codings = codingsOf(value);
    if (codings.length === 0) {
      reportNoCoding(binding, sink);
      return;
    }
    const membership = conceptMembership(set, codings);
    if (membership === 'in') return;
    judge(binding, 'CodeableConcept', membership, (maximum) => conceptMembership(maximum, codings), sink);
  };
}

/** A text says nothing that can be compared. */
function reportNoCoding(binding: ResolvedBinding, sink: Parameters<CodedCheck>[1]): void {
  if (binding.strength === 'required') sink.report(NO_CODE_REQUIRED, { valueSet: binding.set.canonical });
  if (binding.strength !== 'extensible') return;
  if (binding.maximum === undefined) sink.report(NO_CODE_EXTENSIBLE, { valueSet: binding.set.canonical });
  else sink.report(NO_CODE_MAXIMUM, { valueSet: binding.maxValueSet });
}
