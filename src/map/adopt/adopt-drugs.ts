import type { JsonNode } from '../json-node.ts';
import { fieldExtensionUrl } from '../kept-texts.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, isSameConcept, withWords, wordsOf } from './adoption.ts';
import { referenceOf } from './left-out.ts';
import { earliest } from './moments.ts';

/** A drug that was ordered, given or handed out. */
export interface DrugOrder {
  /** CodeableConcept of the drug. */
  readonly medication: unknown;
  readonly order: JsonNode | undefined;
  /** The resources that the row is made of. */
  readonly resources: readonly JsonNode[];
  /** What was handed out and given of it. */
  readonly executions: readonly JsonNode[];
}

/**
 * Drug orders with what was done of them; then what was handed out without an order, and what was given without one,
 * unless the same drug was handed out.
 */
export function drugOrdersOf(adoption: Adoption): DrugOrder[] {
  const { ofType } = adoption;
  const [dispenses, administrations] = [ofType('MedicationDispense'), ofType('MedicationAdministration')];
  const orders = ofType('MedicationRequest').map((order): DrugOrder => {
    const executions = [
      ...dispenses.filter((dispense) => names(dispense, 'authorizingPrescription', order)),
      ...administrations.filter((administration) => names(administration, 'request', order)),
    ];
    return { medication: medicationOf(order, adoption), order, resources: [order], executions };
  });
  const ordered = new Set(orders.flatMap(({ executions }) => executions));
  const alone = (execution: JsonNode): DrugOrder => ({
    medication: medicationOf(execution, adoption),
    order: undefined,
    resources: [execution],
    executions: [execution],
  });
  const handedOut = dispenses.filter((dispense) => !ordered.has(dispense)).map(alone);
  const given = administrations.filter((administration) => !ordered.has(administration)).map(alone);
  const onlyGiven = given.filter((one) => !handedOut.some((other) => isSameConcept(other.medication, one.medication)));
  return [...orders, ...handedOut, ...onlyGiven];
}

function names(execution: JsonNode, property: string, order: JsonNode): boolean {
  return objectsAt(execution, property).some(({ reference }) => reference === referenceOf(order));
}

function medicationOf(resource: JsonNode, { follow }: Adoption): JsonNode {
  const reference = resource['medicationReference'];
  const concept = resource['medicationCodeableConcept'] ?? follow(reference)?.['code'];
  const display = textAt(reference, 'display');
  return withWords(concept ?? (display === undefined ? undefined : { text: display }));
}

/** A line of XML2 for a drug, with how much of it was used and when. */
export function drugLine(drug: DrugOrder, adoption: Adoption): JsonNode {
  const quantity = quantityOf(drug);
  const start = executedAt(drug);
  return {
    extension: [lineOrder(adoptOrder(drug, adoption), adoption)],
    ...(quantity === undefined ? {} : { quantity }),
    ...(start === undefined ? {} : { servicedPeriod: { start } }),
  };
}

/** The part of a line that leads to its order. */
export function lineOrder(order: JsonNode, { systems }: Adoption): JsonNode {
  return {
    url: `${systems.base}/StructureDefinition/claim-line-order`,
    valueReference: { reference: referenceOf(order) },
  };
}

/** The order of a drug as the forms read it; made where there was none. */
export function adoptOrder({ order, medication, executions }: DrugOrder, adoption: Adoption): JsonNode {
  const adopted = order ?? newOrder(adoption, executions);
  adopted['medicationCodeableConcept'] = medication;
  const [dosage] = objectsAt(adopted, 'dosageInstruction');
  const instruction = textAt(dosage, 'patientInstruction');
  if (dosage !== undefined && dosage['text'] === undefined && instruction !== undefined) dosage['text'] = instruction;
  const source = order ?? executions[0];
  const form = wordsOf(adoption.follow(source?.['medicationReference'])?.['form']);
  const parts = form === undefined ? [] : [{ url: 'DANG_BAO_CHE', valueString: form }];
  const url = fieldExtensionUrl(adoption.systems.base, 'XML2');
  const others = objectsAt(adopted, 'extension').filter((extension) => extension['url'] !== url);
  adopted['extension'] = parts.length === 0 ? others : [...others, { url, extension: parts }];
  return adopted;
}

function newOrder({ add, ofType }: Adoption, [execution]: readonly JsonNode[]): JsonNode {
  const [dosage] = objectsAt(execution, 'dosage');
  const order: JsonNode = {
    resourceType: 'MedicationRequest',
    id: `made-${ofType('MedicationRequest').length + 1}`,
    dosageInstruction: execution?.['dosageInstruction'] ?? (dosage === undefined ? [] : [dosage]),
  };
  add(order);
  return order;
}

/** How much was handed out, else ordered, else given. @source QĐ 130/QĐ-BYT, SO_LUONG: số lượng thực tế sử dụng */
function quantityOf({ order, executions }: DrugOrder): JsonNode | undefined {
  const handedOut = executions.filter(({ resourceType }) => resourceType === 'MedicationDispense');
  const given = executions.filter(({ resourceType }) => resourceType === 'MedicationAdministration');
  const request = isObject(order?.['dispenseRequest']) ? order['dispenseRequest']['quantity'] : undefined;
  return (
    sumOf(handedOut.map(({ quantity }) => quantity)) ??
    sumOf([request]) ??
    sumOf(given.map(({ dosage }) => (isObject(dosage) ? dosage['dose'] : undefined)))
  );
}

/** The sum of quantities in one unit; of others there is none. */
function sumOf(quantities: readonly unknown[]): JsonNode | undefined {
  const known = quantities.filter(isObject).map(({ value, unit, code }) => ({ value, unit: unit ?? code }));
  const [first] = known;
  if (first === undefined || known.length < quantities.length) return undefined;
  const isSummable = known.every(({ value, unit }) => typeof value === 'number' && unit === first.unit);
  if (!isSummable) return undefined;
  const value = known.reduce((sum, one) => sum + Number(one.value), 0);
  return { value, ...(first.unit === undefined ? {} : { unit: first.unit }) };
}

/** When it was first given, else handed out. */
function executedAt({ executions }: DrugOrder): string | undefined {
  const given = executions.map((one) => textAt(one, 'effectiveDateTime') ?? textAt(one['effectivePeriod'], 'start'));
  const handedOut = executions.map((one) => textAt(one, 'whenHandedOver') ?? textAt(one, 'whenPrepared'));
  return earliest(given) ?? earliest(handedOut);
}
