import type { DestinationConfig } from '../../types/config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Destination } from '../destination.ts';
import { createFhirDestination } from './fhir.ts';

export interface DestinationDeps {
  readonly clock: () => EpochMs;
}

const CREATE_BY_KIND: {
  readonly [K in DestinationConfig['kind']]: (config: DestinationConfig, deps: DestinationDeps) => Destination;
} = {
  fhir: createFhirDestination,
};

/** A destination of the configured kind. Opens no connection yet. Refuses (throws) a URL that is not one. */
export function createDestination(config: DestinationConfig, deps: DestinationDeps): Destination {
  return CREATE_BY_KIND[config.kind](config, deps);
}
