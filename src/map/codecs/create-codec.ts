import type { CodeLists } from '../../fhir/code-lists.ts';
import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { moneyCodec, quantityCodec } from './amount.ts';
import { birthDateCodec } from './birth-date.ts';
import { BLOOD_PRESSURE } from './blood-pressure.ts';
import type { Codec } from './codec.ts';
import {
  codingCodec,
  conceptCodec,
  identifierCodec,
  placeCoding,
  placeConcept,
  placeInList,
  translatedCodec,
  translationPair,
} from './coded.ts';
import { diseaseCodec } from './disease.ts';
import { DATE, INSTANT } from './local-date.ts';
import { NARRATIVE } from './narrative.ts';
import { displayCodec, orderCategoryCodec } from './order-category.ts';
import { personalIdentifierCodec } from './personal-identifier.ts';
import { practitionerCodec, practitionersCodec, referenceIdentifierCodec } from './practitioner.ts';
import { BOOLEAN, CODE_TEXT, createPrimitives, decimalPair, INTEGER_TEXT, STRING } from './primitive.ts';
import { resultUnitCodec, resultValueCodec } from './result-value.ts';
import { DATE_DMY, INSTANT_DMY, INSTANT_YMD } from './written-date.ts';

/** Makes the codec that a target names in `as`. Throws on an unknown name: a table with a mistake must not start. */
export type CreateCodec = (spec: TargetSpec) => Codec;

/** The codecs by the names that mapping tables use; mappings/README.md tells what each is for. */
export function createCodecs(systems: IdentifierSystems, codeLists: CodeLists): CreateCodec {
  const primitives = createPrimitives(systems);
  const coded = { systems, codeLists, primitives };
  const byName: Readonly<Record<string, CreateCodec>> = {
    string: () => primitives.codec(STRING),
    code: () => primitives.codec(CODE_TEXT),
    boolean: () => primitives.codec(BOOLEAN),
    integer: () => primitives.codec(INTEGER_TEXT),
    decimal: ({ digits = 0 }) => primitives.codec(decimalPair(digits)),
    instant: () => primitives.codec(INSTANT),
    date: () => primitives.codec(DATE),
    'birth-12': () => birthDateCodec(primitives),
    translate: (spec) => primitives.codec(translationPair(spec, codeLists)),
    'translate-coding': (spec) => translatedCodec(spec, coded, placeCoding),
    'translate-concept': (spec) => translatedCodec(spec, coded, placeConcept),
    'translate-list': (spec) => translatedCodec(spec, coded, placeInList),
    coding: (spec) => codingCodec(spec, coded),
    concept: (spec) => conceptCodec(spec, coded),
    identifier: (spec) => identifierCodec(spec, coded),
    money: (spec) => moneyCodec(spec, primitives),
    quantity: (spec) => quantityCodec(spec, primitives),
    'blood-pressure': () => BLOOD_PRESSURE,
    disease: (spec) => diseaseCodec(conceptCodec(spec, coded), primitives),
    display: (spec) => displayCodec(spec, codeLists),
    'order-category': (spec) => orderCategoryCodec(spec),
    narrative: () => NARRATIVE,
    'personal-identifier': () => personalIdentifierCodec(systems, primitives),
    'date-dmy': () => primitives.codec(DATE_DMY),
    'instant-dmy': () => primitives.codec(INSTANT_DMY),
    'instant-ymd': () => primitives.codec(INSTANT_YMD),
    practitioner: (spec) => practitionerCodec(spec, systems),
    practitioners: (spec) => practitionersCodec(spec, systems),
    'practitioner-actors': (spec) => practitionersCodec(spec, systems, 'actor'),
    'reference-identifier': (spec) => referenceIdentifierCodec(spec, systems),
    'result-value': () => resultValueCodec(primitives),
    'result-unit': (spec) => resultUnitCodec(spec),
  };
  return (spec) => {
    const create = byName[spec.as ?? 'string'];
    if (create === undefined) throw new Error(`codec ${spec.as} of ${spec.to} does not exist`);
    return create(spec);
  };
}
