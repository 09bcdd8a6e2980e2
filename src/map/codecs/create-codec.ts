import type { CodeLists } from '../../fhir/code-lists.ts';
import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { TargetSpec } from '../mapping-table.ts';
import { moneyCodec, quantityCodec } from './amount.ts';
import { birthDateCodec } from './birth-date.ts';
import type { Codec, PrimitivePair } from './codec.ts';
import { codingCodec, conceptCodec, identifierCodec, translatedCodingCodec, translationPair } from './coded.ts';
import { DATE, INSTANT } from './local-date.ts';
import { practitionerCodec, practitionersCodec } from './practitioner.ts';
import { CODE_TEXT, createPrimitiveWriter, decimalPair, STRING } from './primitive.ts';
import { resultUnitCodec, resultValueCodec } from './result-value.ts';

/** Makes the codec that a target names in `as`. Throws on an unknown name: a table with a mistake must not start. */
export type CreateCodec = (spec: TargetSpec) => Codec;

/** The codecs by the names that mapping tables use; mappings/README.md tells what each is for. */
export function createCodecs(systems: IdentifierSystems, codeLists: CodeLists): CreateCodec {
  const write = createPrimitiveWriter(systems);
  const coded = { systems, codeLists, write };
  const primitive = (pair: PrimitivePair): Codec => {
    return (slot, text) => {
      write(slot, text, pair);
      return 'exact';
    };
  };
  const byName: Readonly<Record<string, CreateCodec>> = {
    string: () => primitive(STRING),
    code: () => primitive(CODE_TEXT),
    decimal: ({ digits = 0 }) => primitive(decimalPair(digits)),
    instant: () => primitive(INSTANT),
    date: () => primitive(DATE),
    'birth-12': () => birthDateCodec(write),
    translate: (spec) => primitive(translationPair(spec, codeLists)),
    'translate-coding': (spec) => translatedCodingCodec(spec, coded),
    coding: (spec) => codingCodec(spec, coded),
    concept: (spec) => conceptCodec(spec, coded),
    identifier: (spec) => identifierCodec(spec, coded),
    money: (spec) => moneyCodec(spec, write),
    quantity: (spec) => quantityCodec(spec, write),
    practitioner: () => practitionerCodec(systems),
    practitioners: () => practitionersCodec(systems),
    'practitioner-actors': () => practitionersCodec(systems, 'actor'),
    'result-value': () => resultValueCodec(write),
    'result-unit': (spec) => resultUnitCodec(spec),
  };
  return (spec) => {
    const create = byName[spec.as ?? 'string'];
    if (create === undefined) throw new Error(`codec ${spec.as} of ${spec.to} does not exist`);
    return create(spec);
  };
}
