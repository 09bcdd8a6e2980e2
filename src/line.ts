import { join } from 'node:path';
import { PATHS } from './config/paths.ts';
import { createDecoder } from './decode/detect-format.ts';
import { type CodeLists, loadCodeLists } from './fhir/code-lists.ts';
import { extendForms } from './fhir/extend-forms.ts';
import { type Form, type Forms, loadForms } from './fhir/forms.ts';
import { type IdentifierSystems, loadIdentifierSystems } from './fhir/identifier-systems.ts';
import { importedFolder } from './fhir/imported-code-lists.ts';
import { toLocalDay } from './fhir/local-time.ts';
import { loadRuleCatalogue } from './fhir/rule-catalogue.ts';
import { loadEmrSections } from './map/evidence/emr-sections.ts';
import { extendTables } from './map/extend-tables.ts';
import { createFhirMapper } from './map/fhir-mapper.ts';
import { createFormMapper } from './map/form-mapper.ts';
import { createFormReader, type RebuildForms } from './map/form-reader.ts';
import { loadMappingTables } from './map/load-mapping-tables.ts';
import type { MappingTable } from './map/mapping-table.ts';
import { applyOverrides } from './map/overrides/apply-overrides.ts';
import { createOverrideReader, loadOverrides, type Overrides } from './map/overrides/load-overrides.ts';
import { TABLE_FOLDERS } from './map/table-folders.ts';
import type { Stages } from './pipeline/judge-records.ts';
import type { Limits } from './types/config.ts';
import type { Issue, RuleCatalogue } from './types/issue.ts';
import type { Policy } from './types/policy.ts';
import type { FormRecord } from './types/source-record.ts';
import { createBusinessRules } from './validate/business/create-business-rules.ts';
import type { Strictness } from './validate/element/compiler.ts';
import { createJudge } from './validate/judge.ts';
import { loadInstanceValidator, type ValidatorSettings } from './validate/load-instance-validator.ts';
import { loadPolicy } from './validate/policy/load-policy.ts';
import type { TextCheck } from './validate/text-check.ts';

/** decode, map and validate, made from the data that ships with the program. The same for the gateway and for offline commands. */
export interface Line {
  readonly stages: Omit<Stages, 'timed'>;
  readonly rules: RuleCatalogue;
  readonly policy: Policy;
  readonly systems: IdentifierSystems;
  readonly codeLists: CodeLists;
  readonly overrides: Overrides;
  readonly forms: Forms;
  /** Compiles the way back from FHIR to forms, which only offline commands need. */
  readonly createFormReader: () => RebuildForms;
  /** Checks of single resources, by FHIR R4, the project's own profiles and the packages that were asked for. */
  readonly check: TextCheck;
  /** What these checks decide by, to make them again in another thread. */
  readonly decidesBy: ValidatorSettings;
  /** What is remarkable about the packages. */
  readonly packageIssues: readonly Issue[];
}

export interface LineOptions {
  /** The deployment's own policy; null for the one that ships. */
  readonly policyFile?: string | null;
  /** The deployment's own overrides of facilities; null for those that ship: none. */
  readonly overridesFolder?: string | null;
  /** The deployment's own forms and tables, beside those that ship; null for none. */
  readonly mappingsFolder?: string | null;
  /** Code lists that were imported stand in its folder `codes`. */
  readonly dataDir?: string;
  /** Judges everybody as if every rule were enforced. */
  readonly asEnforced?: boolean;
  /** Paths of further FHIR packages. */
  readonly packages?: readonly string[];
}

/** What a hospital adds to its FHIR beyond the shared profiles is kept and told, not refused. */
const STRICTNESS: Strictness = {
  unknownExtension: 'warning',
  unknownProfile: 'warning',
  impliedProfiles: false,
  bestPractice: false,
};

/** That a code could not be checked here, or is not the recommended one, is nothing a hospital could mend. */
const UNDECIDED: ReadonlySet<string> = new Set(['LT-V207', 'LT-V208', 'LT-V211', 'LT-V212']);

/** Codes of national forms are judged by the rules of the forms, which name the field; their lists are not all public. */
const UNDECIDED_OF_FORMS: ReadonlySet<string> = new Set([...UNDECIDED, 'LT-V203', 'LT-V204', 'LT-V205', 'LT-V209']);

/** Reads rules, identifier systems, forms, code lists, mapping tables and profiles, and compiles them. Throws on a mistake in them. */
export async function createLine(
  limits: Limits,
  { policyFile, overridesFolder, mappingsFolder, dataDir, asEnforced = false, packages = [] }: LineOptions = {},
): Promise<Line> {
  const rules = loadRuleCatalogue(PATHS.rules);
  const policy = loadPolicy(policyFile ?? PATHS.policy, PATHS.policySchema, rules.rules);
  const systems = loadIdentifierSystems(PATHS.identifiers);
  const codeLists = loadCodeLists(
    join(PATHS.mappings, 'codes'),
    dataDir === undefined ? undefined : importedFolder(dataDir),
  );
  const shippedForms = loadForms(join(PATHS.mappings, 'forms'));
  const forms = mappingsFolder ? extendForms(shippedForms, mappingsFolder) : shippedForms;
  const readOverrides = createOverrideReader(PATHS.overrideSchema, { forms, codeLists });
  const overrides = loadOverrides(overridesFolder ?? PATHS.overrides, readOverrides);
  const decideSections = loadEmrSections(join(PATHS.profiles, 'emr-sections.yaml'));
  const parts = {
    tables: loadTables(mappingsFolder ?? null, codeLists, forms.forms),
    forms,
    systems,
    rules,
    codeLists,
  };
  const mapForm = createFormMapper({ ...parts, decideSections });
  const mapFhir = createFhirMapper({
    rules,
    policy: {
      decideSections,
      encounterSystem: systems.systems['maLk'] ?? '',
      personalNumberSystem: systems.systems['cccd'] ?? '',
    },
  });
  const decidesBy = { packages: [PATHS.profiles, ...packages], strictness: STRICTNESS };
  const { validator, packageIssues } = await loadInstanceValidator(decidesBy, rules);
  const judge = createJudge({
    checkResource: (resource, expression, format) =>
      validator.validate(resource, { expression, untold: format === 'fhir-json' ? UNDECIDED : UNDECIDED_OF_FORMS }),
    checkSource: createBusinessRules({ rules, codeLists, forms }),
    policyOn: asEnforced ? () => policy.enforced : policy.on,
  });
  const decoder = createDecoder({ rules, limits, systems, forms });
  return {
    stages: {
      decode: (raw) => decoder.decode(raw.bytes),
      override: (facility, record, receivedAt) => {
        if (record.format === 'fhir-json') return record;
        return applyOverrides(record, overrides.of(record.facility || facility, toLocalDay(receivedAt)), rules);
      },
      map: (facility, record) =>
        record.format === 'fhir-json' ? mapFhir(facility, record) : mapForm(ofFacility(facility, record)),
      judge,
    },
    rules,
    policy,
    systems,
    codeLists,
    overrides,
    forms,
    createFormReader: () => createFormReader(parts),
    check: { validator, rules, limits: { maxBytes: limits.maxBodyBytes, maxDepth: limits.maxDepth } },
    decidesBy,
    packageIssues,
  };
}

/** The tables that ship, and those that a deployment adds to them. */
function loadTables(
  folder: string | null,
  codeLists: CodeLists,
  forms: readonly Form[],
): ReadonlyMap<string, MappingTable> {
  const shipped = loadMappingTables(PATHS.mappings, TABLE_FOLDERS);
  if (folder === null) return shipped;
  const schema = join(PATHS.mappings, 'schema.json');
  const displayOf = (list: string, code: string) => codeLists.lookup(list, code)?.vi;
  const lists = new Set(codeLists.summaries.map(({ list }) => list));
  const isList = (list: string) => lists.has(list);
  return extendTables(shipped, { folder, folders: TABLE_FOLDERS, schema, displayOf, forms, isList });
}

/** A table sent alone may not say whose it is: then it is the sender's. */
function ofFacility(facility: string, record: FormRecord): FormRecord {
  return record.facility === '' ? { ...record, facility } : record;
}
