import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { AddedExtension } from './overlay.ts';

/** The extension definitions of the overlay that the definitions at hand do not have. */
export function addedExtensions(
  added: readonly AddedExtension[],
  structures: readonly StructureDefinition[],
): StructureDefinition[] {
  return added.map(({ name, like, context, value }) => {
    const model = structures.find((structure) => structure.name === like && structure.type === 'Extension');
    if (model?.snapshot === undefined) throw new Error(`r4-overlay.yaml: no extension ${like} to make ${name} from`);
    const url = (model.url ?? '').replace(like, name);
    const element = model.snapshot.element.map((one) => elementLike(one, url, value));
    return { ...model, name, url, context: [{ type: 'element', expression: context }], snapshot: { element } };
  });
}

function elementLike(element: ElementDefinition, url: string, value: string): ElementDefinition {
  if (element.path === 'Extension.url') return { ...element, fixedUri: url };
  return element.path === 'Extension.value[x]' ? { ...element, min: 0, type: [{ code: value }] } : element;
}
