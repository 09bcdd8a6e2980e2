import type { Definitions } from '../../definitions/definitions.ts';
import { isObject, type JsonObject } from '../../reference/json-object.ts';
import { isAbsoluteUri } from '../grammars/uri.ts';
import type { CodeKnowledge, Terminology } from '../terminology.ts';
import type { CodedCheck, FindingSink } from './finding-sink.ts';

const UNKNOWN_CODE = 'LT-V210';
const UNKNOWN_SYSTEM = 'LT-V211';
const UNDECIDED_CODE = 'LT-V212';
const WRONG_DISPLAY = 'LT-V213';
const INACTIVE_CODE = 'LT-V214';
const RELATIVE_SYSTEM = 'LT-V215';
const VALUE_SET_FOR_SYSTEM = 'LT-V216';
const NO_SYSTEM = 'LT-V217';
const SUPPLEMENT_FOR_SYSTEM = 'LT-V218';
const UNKNOWN_UNIT = 'LT-V220';

/**
 * Makes the check of a Coding by itself, whatever it is bound to: its system is one, has the code, and gives it the
 * display that stands there.
 * @source https://hl7.org/fhir/R4/datatypes.html#Coding
 */
export function createCodingCheck(terminology: Terminology, definitions: Definitions): CodedCheck {
  const checkSystemAndCode = createSystemAndCodeCheck(terminology, definitions, UNKNOWN_CODE);
  return (value, sink) => {
    if (!isObject(value)) return;
    const knowledge = checkSystemAndCode(value, sink);
    if (knowledge?.status !== 'known') return;
    if (knowledge.isInactive) sink.report(INACTIVE_CODE, words(value), '.code');
    const display = value['display'];
    if (typeof display === 'string' && display !== knowledge.displays[0]) checkDisplay(display, knowledge, value, sink);
  };
}

/**
 * Makes the check of the unit of a Quantity: its system has the code. `unit` is for people and may say anything. A unit that
 * nobody can compute with leaves the Quantity readable, and official examples of R4 have such: it is no error.
 * @source https://hl7.org/fhir/R4/datatypes.html#Quantity
 */
export function createQuantityCheck(terminology: Terminology, definitions: Definitions): CodedCheck {
  const checkSystemAndCode = createSystemAndCodeCheck(terminology, definitions, UNKNOWN_UNIT);
  return (value, sink) => {
    // A code without system is an error of its own (qty-3).
    if (isObject(value) && value['system'] !== undefined) checkSystemAndCode(value, sink);
  };
}

type SystemAndCodeCheck = (value: JsonObject, sink: FindingSink) => CodeKnowledge | undefined;

function createSystemAndCodeCheck(
  terminology: Terminology,
  definitions: Definitions,
  unknownCode: string,
): SystemAndCodeCheck {
  return (value, sink) => {
    const { system, code, version } = value;
    if (system === undefined) {
      if (typeof code === 'string') sink.report(NO_SYSTEM);
      return undefined;
    }
    if (typeof system !== 'string' || typeof code !== 'string') return undefined;
    const knowledge = terminology.code(system, code, typeof version === 'string' ? version : undefined);
    if (knowledge.status === 'known') return knowledge;
    if (knowledge.status === 'unknown-code') sink.report(unknownCode, { system }, '.code');
    else reportUndecided(system, knowledge.status === 'undecided', definitions, sink);
    return knowledge;
  };
}

function reportUndecided(system: string, isKnown: boolean, definitions: Definitions, sink: FindingSink): void {
  if (isKnown) {
    const definition = definitions.codeSystem(system);
    const isSupplement = definition?.content === 'supplement' || definition?.supplements !== undefined;
    sink.report(isSupplement ? SUPPLEMENT_FOR_SYSTEM : UNDECIDED_CODE, { system }, '.system');
    return;
  }
  if (!isAbsoluteUri(system)) sink.report(RELATIVE_SYSTEM, {}, '.system');
  else if (definitions.valueSet(system) !== undefined) sink.report(VALUE_SET_FOR_SYSTEM, {}, '.system');
  else sink.report(UNKNOWN_SYSTEM, {}, '.system');
}

/** Upper and lower case do not matter in a display. */
function checkDisplay(display: string, { displays }: CodeKnowledge, coding: JsonObject, sink: FindingSink): void {
  const [preferred] = displays;
  if (preferred === undefined) return;
  const folded = display.toLowerCase();
  if (displays.some((one) => one.toLowerCase() === folded)) return;
  sink.report(WRONG_DISPLAY, { ...words(coding), display: preferred }, '.display');
}

/** Names only what is loaded: the system of a code that it has. */
function words(coding: JsonObject): { system: string } {
  return { system: String(coding['system']) };
}
