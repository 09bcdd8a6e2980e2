import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';

/** `Encounter/id` that a resource says it belongs to. A context may be an episode of care instead, which is no encounter. */
export function encounterNamedBy(resource: JsonNode): string | undefined {
  if (isObject(resource['encounter'])) return textAt(resource['encounter'], 'reference') ?? 'Encounter';
  const reference = textAt(resource['context'], 'reference');
  return reference?.startsWith('Encounter/') === true ? reference : undefined;
}

/** Whom a resource is about: a reference, or an identifier; undefined when it does not say. */
export function subjectOf(resource: JsonNode): string | undefined {
  const subject = resource['subject'] ?? resource['patient'] ?? resource['beneficiary'] ?? participantOf(resource);
  if (!isObject(subject)) return undefined;
  const identifier = subject['identifier'];
  const byIdentifier = isObject(identifier) ? `${identifier['system']}|${identifier['value']}` : undefined;
  return textAt(subject, 'reference') ?? byIdentifier;
}

function participantOf({ resourceType, participant }: JsonNode): unknown {
  if (resourceType !== 'Appointment') return undefined;
  const actors = objectsAt({ participant }, 'participant').map(({ actor }) => actor);
  return actors.find((actor) => textAt(actor, 'reference')?.startsWith('Patient/') === true);
}
