import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import { type JsonNode, listOf } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { adoptOrder, type DrugOrder, drugLine, drugOrdersOf, lineOrder } from './adopt-drugs.ts';
import { type Service, serviceLine, servicesOf } from './adopt-services.ts';
import { type Adoption, codeIn, isSameConcept, rowMark, withWords } from './adoption.ts';

/** MA_NHOM of drugs, which stand in XML2. @source QĐ 130/QĐ-BYT, MA_NHOM */
const DRUG_GROUPS: ReadonlySet<unknown> = new Set(['4']);

/**
 * What was ordered, done and charged as rows of XML2 and XML3. A Claim that has lines of a form is the whole of it: its
 * lines are the rows, with what the order or the procedure of the same name tells; others are not claimed. Without such lines
 * each drug order, procedure, service order or charge gets a line of its own, without amounts.
 */
export function adoptLines(adoption: Adoption): void {
  const { claim } = adoption;
  const rows = { XML2: 0, XML3: 0 };
  const add = (form: 'XML2' | 'XML3', line: JsonNode, parts: readonly JsonNode[]) => {
    rows[form] += 1;
    listOf(line, 'extension').push(rowMark(adoption, form, rows[form], parts));
  };
  const [orders, services] = [drugOrdersOf(adoption), servicesOf(adoption)];
  const lines = objectsAt(claim, 'item');
  const drugs = new Map<JsonNode, DrugOrder | undefined>();
  for (const line of lines) {
    const order = takeSame(orders, line, ({ medication }) => medication);
    if (order !== undefined || isDrugLine(line, adoption)) drugs.set(line, order);
  }
  const hasServices = drugs.size < lines.length;
  for (const line of lines) {
    adoptLine(line);
    if (drugs.has(line)) add('XML2', line, claimedDrug(line, drugs.get(line), adoption));
    else
      add(
        'XML3',
        line,
        claimedService(
          line,
          takeSame(services, line, ({ code }) => code),
        ),
      );
  }
  const further: JsonNode[] = [];
  for (const order of orders) {
    if (drugs.size > 0) for (const resource of order.resources) adoption.leaveOut(resource, 'not-on-claim');
    else add('XML2', pushed(further, drugLine(order, adoption)), []);
  }
  for (const service of services) {
    if (hasServices) adoption.leaveOut(service.resource, 'not-on-claim');
    else add('XML3', pushed(further, serviceLine(service)), service.parts);
  }
  claim['item'] = [...lines, ...further];
}

function pushed(list: JsonNode[], line: JsonNode): JsonNode {
  list.push(line);
  return line;
}

/** Takes the first of the list that is the same thing as a line. */
function takeSame<T>(list: T[], { productOrService }: JsonNode, conceptOf: (one: T) => unknown): T | undefined {
  const at = list.findIndex((one) => isSameConcept(conceptOf(one), productOrService));
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

function isDrugLine({ category, productOrService }: JsonNode, { systems }: Adoption): boolean {
  const group = codeIn(category, codeSystemOf(systems, 'MA_NHOM'));
  return DRUG_GROUPS.has(group) || codeIn(productOrService, codeSystemOf(systems, 'MA_THUOC')) !== undefined;
}

/** A day is a period that begins on it; money is in đồng, or it is no amount of the forms. */
function adoptLine(line: JsonNode): void {
  const served = textAt(line, 'servicedDate');
  if (served !== undefined && line['servicedPeriod'] === undefined) line['servicedPeriod'] = { start: served };
  for (const name of ['unitPrice', 'net']) if (!isInDong(line[name])) delete line[name];
  line['productOrService'] = withWords(line['productOrService']);
}

const isInDong = (money: unknown) => (textAt(money, 'currency') ?? 'VND') === 'VND';

/** A line of a drug without an order gets one that tells no more than the line does: the forms read the drug from it. */
function claimedDrug(line: JsonNode, known: DrugOrder | undefined, adoption: Adoption): JsonNode[] {
  const medication = line['productOrService'];
  const order: DrugOrder = known ?? { medication, order: undefined, resources: [], executions: [] };
  const made = drugLine(order, adoption);
  for (const name of ['quantity', 'servicedPeriod']) line[name] ??= made[name];
  listOf(line, 'extension').push(lineOrder(adoptOrder(order, adoption), adoption));
  return [];
}

function claimedService(line: JsonNode, service: Service | undefined): readonly JsonNode[] {
  if (service === undefined) return [];
  const { extension: _, ...made } = serviceLine(service);
  for (const [name, value] of Object.entries(made)) line[name] ??= value;
  const code = isObject(service.code) ? objectsAt(service.code, 'coding') : [];
  for (const coding of code) listOf(line['productOrService'] as JsonNode, 'coding').push(coding);
  return service.parts;
}
