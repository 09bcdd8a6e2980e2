import { join } from 'node:path';
import { PATHS } from './config/paths.ts';
import { createDecoder } from './decode/detect-format.ts';
import { loadClaimForms } from './fhir/claim-forms.ts';
import { loadCodeLists } from './fhir/code-lists.ts';
import { type IdentifierSystems, loadIdentifierSystems } from './fhir/identifier-systems.ts';
import { loadRuleCatalogue } from './fhir/rule-catalogue.ts';
import { createClaimMapper } from './map/claim-mapper.ts';
import { loadEmrSections } from './map/evidence/emr-sections.ts';
import { createFhirMapper } from './map/fhir-mapper.ts';
import { loadMappingTables } from './map/load-mapping-tables.ts';
import type { Stages } from './pipeline/judge-records.ts';
import type { Limits } from './types/config.ts';
import type { RuleCatalogue } from './types/issue.ts';
import type { ClaimRecord } from './types/source-record.ts';
import { createBusinessRules } from './validate/business/create-business-rules.ts';
import { createJudge } from './validate/judge.ts';
import { loadProfiles } from './validate/structure/profile-files.ts';
import { createStructureValidator } from './validate/structure/structure-validator.ts';

/** decode, map and validate, made from the data that ships with the program. The same for the gateway and for offline commands. */
export interface Line {
  readonly stages: Omit<Stages, 'timed'>;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
}

/** Reads rules, identifier systems, forms, code lists, mapping tables and profiles, and compiles them. Throws on a mistake in them. */
export function createLine(limits: Limits): Line {
  const rules = loadRuleCatalogue(PATHS.rules);
  const systems = loadIdentifierSystems(PATHS.identifiers);
  const codeLists = loadCodeLists(join(PATHS.mappings, 'codes'));
  const forms = loadClaimForms(join(PATHS.mappings, 'forms.json'));
  const decideSections = loadEmrSections(join(PATHS.profiles, 'emr-sections.yaml'));
  const mapClaim = createClaimMapper({
    tables: loadMappingTables(PATHS.mappings, ['claim', 'claim-4210']),
    systems,
    rules,
    codeLists,
    decideSections,
  });
  const mapFhir = createFhirMapper({
    rules,
    policy: {
      decideSections,
      encounterSystem: systems.systems['maLk'] ?? '',
      personalNumberSystem: systems.systems['cccd'] ?? '',
    },
  });
  const structure = createStructureValidator({ rules, profiles: loadProfiles(PATHS.profiles) });
  const judge = createJudge({
    checkResource: structure.validate,
    checkSource: createBusinessRules({ rules, codeLists, forms }),
  });
  const decoder = createDecoder({ rules, limits, systems, forms });
  return {
    stages: {
      decode: (raw) => decoder.decode(raw.bytes),
      map: (facility, record) =>
        record.format === 'claim-xml' ? mapClaim(ofFacility(facility, record)) : mapFhir(facility, record),
      judge,
    },
    rules,
    systems,
  };
}

/** A table sent alone may not say whose it is: then it is the sender's. */
function ofFacility(facility: string, record: ClaimRecord): ClaimRecord {
  return record.facility === '' ? { ...record, facility } : record;
}
