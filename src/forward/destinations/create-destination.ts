import type { DestinationConfig } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { Destination } from '../destination.ts';
import type { RebuildForm } from '../national-form.ts';
import { createClaimPortalDestination } from './claim-portal.ts';
import { createPrescriptionDestination } from './e-prescription.ts';
import { createFhirDestination } from './fhir.ts';
import { createFileDestination } from './file.ts';
import { createHubDestination } from './moh-hub.ts';
import { createWarehouseDestination } from './province-warehouse.ts';

export interface DestinationDeps {
  readonly clock: () => EpochMs;
  /** A random UUIDv4, for protocols that want one. */
  readonly newUuid: () => string;
  readonly rebuildForm: RebuildForm;
}

type Creators = {
  readonly [K in DestinationConfig['kind']]: (
    config: Extract<DestinationConfig, { readonly kind: K }>,
    deps: DestinationDeps,
  ) => Destination;
};

const CREATE_BY_KIND: Creators = {
  fhir: createFhirDestination,
  'province-warehouse': createWarehouseDestination,
  'moh-hub': createHubDestination,
  'claim-portal': createClaimPortalDestination,
  'e-prescription': createPrescriptionDestination,
  file: createFileDestination,
};

/** A destination of the configured kind. Opens no connection yet. Refuses (throws) a URL that is not one. */
export function createDestination(config: DestinationConfig, deps: DestinationDeps): Destination {
  const create = CREATE_BY_KIND[config.kind] as (config: DestinationConfig, deps: DestinationDeps) => Destination;
  return create(config, deps);
}
