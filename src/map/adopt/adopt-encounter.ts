import { type JsonNode, listOf } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, rowMark, wordsOf } from './adoption.ts';

/**
 * The Encounter as the one row of XML1: its number as MA_LK (its identifier, else its id), its reasons as texts, the
 * facility as MA_CSKCB, its coverages on the Claim. Gives the number.
 */
export function adoptEncounter(adoption: Adoption): string {
  const { encounter, systems, facility } = adoption;
  const key = numberOf(encounter, systems.systems['maLk']);
  const own = facility === '' ? [] : [{ url: 'MA_CSKCB', valueString: facility }];
  listOf(encounter, 'extension').push(rowMark(adoption, 'XML1', 1, own));
  for (const reason of objectsAt(encounter, 'reasonCode')) {
    const words = wordsOf(reason);
    if (words !== undefined) reason['text'] = words;
  }
  adoptCoverages(adoption);
  return key;
}

function numberOf(encounter: JsonNode, system: string | undefined): string {
  const identifiers = objectsAt(encounter, 'identifier');
  const own = identifiers.find((identifier) => identifier['system'] === system);
  const value = textAt(own ?? identifiers[0], 'value') ?? String(encounter['id']);
  if (own === undefined) encounter['identifier'] = [...identifiers, { system, value }];
  return value;
}

/** Cards that no Claim names are named by the adopted one, in their order. */
function adoptCoverages({ claim, systems, ofType }: Adoption): void {
  const coverages = ofType('Coverage');
  for (const coverage of coverages) {
    const identifiers = objectsAt(coverage, 'identifier');
    const card = textAt(coverage, 'subscriberId') ?? textAt(identifiers[0], 'value');
    if (card === undefined || identifiers.some(({ system }) => system === systems.systems['bhyt'])) continue;
    coverage['identifier'] = [...identifiers, { system: systems.systems['bhyt'], value: card }];
  }
  if (objectsAt(claim, 'insurance').some((insurance) => textAt(insurance['coverage'], 'reference') !== undefined))
    return;
  claim['insurance'] = coverages.map(({ id }, index) => ({
    sequence: index + 1,
    focal: index === 0,
    coverage: { reference: `Coverage/${id}` },
  }));
}
