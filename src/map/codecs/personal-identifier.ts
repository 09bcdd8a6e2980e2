import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import { childOf, listOf } from '../json-node.ts';
import { isObject } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';
import { type Primitives, STRING } from './primitive.ts';

/** @source https://terminology.hl7.org/CodeSystem/v2-0203 */
const NATIONAL_ID = { system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NI' };

/**
 * SO_CCCD of a person as the number of an identity paper: the personal number has 12 digits, the old identity card 9, any
 * other number (a passport, an account) stays in a system of its own. What else is told of the paper stands beside it.
 */
export function personalIdentifierCodec({ systems }: IdentifierSystems, { write, read }: Primitives): Codec {
  return {
    write({ parent, name }, text) {
      const paper = name === '' ? parent : childOf(parent, name);
      const system = systemOf(text);
      if (system === 'cccd') listOf(childOf(paper, 'type'), 'coding').unshift(NATIONAL_ID);
      paper['system'] = systems[system];
      write({ parent: paper, name: 'value' }, text, STRING);
      return 'exact';
    },
    read({ parent, name }) {
      const paper = name === '' ? parent : parent[name];
      return isObject(paper) ? read({ parent: paper, name: 'value' }, STRING) : undefined;
    },
  };
}

function systemOf(number: string): string {
  if (/^[0-9]{12}$/.test(number)) return 'cccd';
  return /^[0-9]{9}$/.test(number) ? 'cmnd' : 'personalIdText';
}
