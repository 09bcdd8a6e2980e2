import { codeSystemOf } from '../../fhir/identifier-systems.ts';
import { type JsonNode, listOf } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, codeIn, wordsOf } from './adoption.ts';
import { referenceOf } from './left-out.ts';

const ROLE = 'http://terminology.hl7.org/CodeSystem/diagnosis-role';
/** Roles that tell what was thought on arrival. @source https://hl7.org/fhir/R4/codesystem-diagnosis-role.html */
const ON_ARRIVAL: ReadonlySet<unknown> = new Set(['AD', 'CC']);

/**
 * Diagnoses in the roles of the form: the one on arrival, the main one (rank 1, else the first), then the others in their
 * order. Conditions of the encounter that it does not list come last. Of one without a code MA_BENH_KT has nothing to tell.
 */
export function adoptDiagnoses(adoption: Adoption): void {
  const { encounter, ofType } = adoption;
  const listed = objectsAt(encounter, 'diagnosis');
  const named = new Set(listed.map((diagnosis) => textAt(diagnosis['condition'], 'reference')));
  const unlisted = ofType('Condition')
    .filter((condition) => !named.has(referenceOf(condition)))
    .map(({ id }): JsonNode => ({ condition: { reference: `Condition/${id}` } }));
  const all = [...listed, ...unlisted].filter(
    ({ condition }) => adoption.follow(condition)?.['resourceType'] === 'Condition',
  );
  const arrival = all.find(isOnArrival);
  for (const { condition } of all) adoptCode(adoption.follow(condition), adoption);
  const [main, ...others] = all
    .filter((diagnosis) => !isOnArrival(diagnosis))
    .sort((left, right) => rankOf(left) - rankOf(right));
  const coded = others.filter(({ condition }) => hasCode(adoption.follow(condition), adoption));
  encounter['diagnosis'] = [
    ...(arrival === undefined ? [] : [{ condition: arrival['condition'], use: role('AD') }]),
    ...[...(main === undefined ? [] : [main]), ...coded].map(({ condition }, index) => ({
      condition,
      use: role('DD'),
      rank: index + 1,
    })),
  ];
}

const hasCode = (condition: JsonNode | undefined, { systems }: Adoption) =>
  codeIn(condition?.['code'], codeSystemOf(systems, 'ICD10_VN')) !== undefined;

const role = (code: string) => ({ coding: [{ system: ROLE, code }] });

const isOnArrival = ({ use }: JsonNode) => ON_ARRIVAL.has(codeIn(use, ROLE));

/** By its rank; without one the diagnosis of the discharge is before others, a disease beside it last. */
function rankOf({ rank, use }: JsonNode): number {
  if (typeof rank === 'number') return rank;
  const place = new Map<unknown, number>([
    ['DD', 0],
    ['CM', 2],
  ]).get(codeIn(use, ROLE));
  return UNRANKED + (place ?? 1);
}

const UNRANKED = 1_000_000;

/** ICD-10 of other editions is ICD-10 to the form; words of a coding are the diagnosis in words. */
function adoptCode(condition: JsonNode | undefined, { systems }: Adoption): void {
  const code = condition?.['code'];
  if (typeof code !== 'object' || code === null) return;
  const concept = code as JsonNode;
  const icd10 = codeSystemOf(systems, 'ICD10_VN');
  const codings = objectsAt(concept, 'coding');
  const other = codings.find(({ system }) => String(system).includes('icd-10'));
  if (other !== undefined && !codings.some(({ system }) => system === icd10)) {
    listOf(concept, 'coding').push({ system: icd10, code: other['code'] });
  }
  const words = wordsOf(concept);
  if (words !== undefined) concept['text'] = words;
}
