import { PATHS } from '../../config/paths.ts';
import { loadCommunes } from '../../fhir/communes.ts';
import { toLocalDay } from '../../fhir/local-time.ts';
import { loadRuleCatalogue } from '../../fhir/rule-catalogue.ts';
import type { ImportContext } from '../../registry/import-registry.ts';
import type { Facility } from '../../types/registry.ts';
import type { CliIo } from '../command.ts';
import { UsageError } from '../failures.ts';
import { refuseExtra, required } from '../parse-options.ts';

export const TEXT = { type: 'string' } as const;

/** What entries are judged by, on the registry as it is. */
export function importContextOf(known: readonly Facility[], { clock }: Pick<CliIo, 'clock'>): ImportContext {
  const rules = loadRuleCatalogue(PATHS.rules, 'F');
  return { known, communes: loadCommunes(PATHS.communes), rules, today: toLocalDay(clock()) };
}

/** The only positional argument: a code, a file. */
export function onlyArgument(positionals: readonly string[], name: string): string {
  const [argument] = positionals;
  if (argument === undefined || argument === '') throw new UsageError(`${name} is required`);
  refuseExtra(positionals, 1);
  return required(argument, name);
}
