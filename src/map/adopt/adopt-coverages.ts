import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import type { Adoption } from './adoption.ts';

/** Two letters and thirteen digits. @source QĐ 1351/QĐ-BHXH (2015), mã thẻ BHYT */
const CARD = /^[A-Z]{2}\d{13}$/;
const SOCIAL_INSURANCE = /bhxh|bhyt|bảo hiểm xã hội|bảo hiểm y tế/i;

/**
 * The cards of the health insurance (MA_THE_BHYT), named by the Claim in their order: of the Coverages, else of the
 * identifiers of the Patient. A number of another insurance is no card.
 */
export function adoptCoverages(adoption: Adoption): void {
  const { claim, ofType, systems, add } = adoption;
  const system = systems.systems['bhyt'];
  const cards = ofType('Coverage').filter((coverage) => {
    const value = cardOf(coverage, adoption);
    if (value !== undefined) coverage['identifier'] = [{ system, value }];
    return value !== undefined;
  });
  if (cards.length === 0) {
    for (const coverage of cardsOfPatient(adoption)) {
      add(coverage);
      cards.push(coverage);
    }
  }
  claim['insurance'] = cards.map(({ id }, index) => ({
    sequence: index + 1,
    focal: index === 0,
    coverage: { reference: `Coverage/${id}` },
  }));
}

function cardOf(coverage: JsonNode, { follow, systems }: Adoption): string | undefined {
  const identifiers = objectsAt(coverage, 'identifier');
  const own = identifiers.find(({ system }) => system === systems.systems['bhyt']);
  if (own !== undefined) return textAt(own, 'value');
  const numbers = [coverage['subscriberId'], ...identifiers.map(({ value }) => value)];
  const known = numbers.filter((number) => typeof number === 'string');
  const payors = objectsAt(coverage, 'payor').map(
    (payor) => textAt(payor, 'display') ?? textAt(follow(payor), 'name') ?? '',
  );
  return payors.some((name) => SOCIAL_INSURANCE.test(name)) ? known[0] : known.find((number) => CARD.test(number));
}

function cardsOfPatient({ encounter, follow, systems }: Adoption): JsonNode[] {
  return objectsAt(follow(encounter['subject']), 'identifier')
    .filter((identifier) => identifier['use'] !== 'old' && identifier['use'] !== 'temp')
    .filter(({ system, type, value }) => {
      const isHealthCard = objectsAt(type, 'coding').some(({ code }) => code === 'HC' || code === 'SN');
      return system === systems.systems['bhyt'] || (isHealthCard && CARD.test(String(value)));
    })
    .map(({ value, period }, index) => ({
      resourceType: 'Coverage',
      id: `card-${index + 1}`,
      identifier: [{ system: systems.systems['bhyt'], value }],
      ...(isObject(period) ? { period } : {}),
    }));
}
