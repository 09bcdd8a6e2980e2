import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

/** A part of a complex extension that goes by another name in examples published with R4 (4.0.1) itself. */
export interface PartCorrection {
  readonly extension: string;
  readonly published: string;
  /** Name that is taken too. */
  readonly alias: string;
  readonly why: string;
}

export const CORRECTED_PARTS: readonly PartCorrection[] = [
  {
    extension: 'http://hl7.org/fhir/StructureDefinition/hla-genotyping-results-glstring',
    published: 'url',
    alias: 'uri',
    why: 'The published example Bundle/hla-1 names the part uri.',
  },
];

/** Elements of a structure, with the parts of the extension under their other names as well. */
export function correctParts(
  structure: StructureDefinition,
  elements: readonly ElementDefinition[],
): ElementDefinition[] {
  const correction = CORRECTED_PARTS.find(({ extension }) => extension === structure.url);
  if (correction === undefined) return [...elements];
  const { published, alias } = correction;
  const prefix = `Extension.extension:${published}`;
  const isPart = ({ id = '' }: ElementDefinition) => id === prefix || id.startsWith(`${prefix}.`);
  const copies = elements.filter(isPart).map((element) => ({
    ...element,
    id: `Extension.extension:${alias}${(element.id ?? '').slice(prefix.length)}`,
    ...(element.sliceName === published && { sliceName: alias }),
    ...(element.fixedUri === published && { fixedUri: alias }),
  }));
  const end = elements.findLastIndex(isPart) + 1;
  return [...elements.slice(0, end), ...copies, ...elements.slice(end)];
}
