import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import { type Episode, referenceTo } from '../episode.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { isObject, textAt } from '../unchecked-element.ts';
import type { Codec } from './codec.ts';

/**
 * Practitioners by the number of their practice licence (MA_BAC_SI since QĐ 4750), or by another number of theirs (`system`
 * and `node`). The reference carries the identifier too, so that the list can be read back without following it.
 */
interface Numbering {
  readonly node: string;
  readonly system: string;
}

function numberingOf(
  { system = 'cchn', node = 'practitioner' }: TargetSpec,
  { systems }: IdentifierSystems,
): Numbering {
  const uri = systems[system];
  if (uri === undefined) throw new Error(`identifier system ${system} is not in profiles/identifiers.json`);
  return { node, system: uri };
}

function referTo(episode: Episode, number: string, { node, system }: Numbering): object {
  const instance = episode.onDemand(node, number);
  return { reference: referenceTo(instance), identifier: { system, value: number } };
}

const numberAt = (reference: unknown) => textAt(reference, 'identifier', 'value');

/** Where FHIR has room for one: the first of the list; a longer list is kept verbatim. */
export function practitionerCodec(spec: TargetSpec, systems: IdentifierSystems): Codec {
  const numbering = numberingOf(spec, systems);
  return {
    write({ parent, name }, text, { episode }) {
      const [first = ''] = text.split(';');
      if (first.trim() === '') return 'verbatim';
      // A name may stand there already as the display.
      const before = parent[name];
      parent[name] = { ...(isObject(before) ? before : {}), ...referTo(episode, first, numbering) };
      return first === text ? 'exact' : 'verbatim';
    },
    read: ({ parent, name }) => numberAt(parent[name]),
  };
}

/** Where FHIR has a list: every practitioner, as references or as `{ [wrap]: reference }`. */
export function practitionersCodec(spec: TargetSpec, systems: IdentifierSystems, wrap?: string): Codec {
  const numbering = numberingOf(spec, systems);
  return {
    write({ parent, name }, text, { episode }) {
      const numbers = text.split(';').filter((number) => number.trim() !== '');
      const references = numbers.map((number) => referTo(episode, number, numbering));
      if (references.length > 0)
        parent[name] = wrap === undefined ? references : references.map((r) => ({ [wrap]: r }));
      return numbers.join(';') === text ? 'exact' : 'verbatim';
    },
    read({ parent, name }) {
      const references: unknown[] = Array.isArray(parent[name]) ? parent[name] : [];
      const numbers = references.map((element) =>
        numberAt(wrap !== undefined && isObject(element) ? element[wrap] : element),
      );
      const known = numbers.filter((number) => number !== undefined);
      return known.length === 0 ? undefined : known.join(';');
    },
  };
}

/** Whoever or whatever is known by an identifier only: Reference.identifier of `system`. */
export function referenceIdentifierCodec({ system = '' }: TargetSpec, { systems }: IdentifierSystems): Codec {
  const uri = systems[system];
  if (uri === undefined) throw new Error(`identifier system ${system} is not in profiles/identifiers.json`);
  return {
    write({ parent, name }, text, { episode }) {
      const before = parent[name];
      const identifier = { system: uri.replace('{facility}', episode.facility), value: text };
      parent[name] = { ...(isObject(before) ? before : {}), identifier };
      return 'exact';
    },
    read: ({ parent, name }) => numberAt(parent[name]),
  };
}
