import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import { type Episode, referenceTo } from '../episode.ts';
import type { Codec } from './codec.ts';

/**
 * Practitioners by the number of their practice licence (MA_BAC_SI since QĐ 4750). The reference carries the identifier
 * too, so that the list can be read back without following it.
 */
function referToPractitioner(episode: Episode, licence: string, system: string): object {
  const instance = episode.onDemand('practitioner', licence);
  return { reference: referenceTo(instance), identifier: { system, value: licence } };
}

/** Where FHIR has room for one: the first of the list; a longer list is kept verbatim. */
export function practitionerCodec({ systems }: IdentifierSystems): Codec {
  const system = String(systems['cchn']);
  return ({ parent, name }, text, { episode }) => {
    const [first = ''] = text.split(';');
    if (first.trim() === '') return 'verbatim';
    parent[name] = referToPractitioner(episode, first, system);
    return first === text ? 'exact' : 'verbatim';
  };
}

/** Where FHIR has a list: every practitioner, as references or as `{ [wrap]: reference }`. */
export function practitionersCodec({ systems }: IdentifierSystems, wrap?: string): Codec {
  const system = String(systems['cchn']);
  return ({ parent, name }, text, { episode }) => {
    const licences = text.split(';').filter((licence) => licence.trim() !== '');
    const references = licences.map((licence) => referToPractitioner(episode, licence, system));
    if (references.length > 0) parent[name] = wrap === undefined ? references : references.map((r) => ({ [wrap]: r }));
    return licences.join(';') === text ? 'exact' : 'verbatim';
  };
}
