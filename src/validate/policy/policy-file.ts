import { Ajv, type ErrorObject, type Schema } from 'ajv';
import { parseDocument } from 'yaml';
import type { PolicyAction, PolicyPhase } from '../../types/policy.ts';
import type { FacilityCode } from '../../types/submission.ts';

/** Days of a setting, `YYYY-MM-DD`, both included; absent: open. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

/** From when to when a facility is in a phase. */
export type Period = Days & { readonly phase: PolicyPhase };

/** What a phase makes of the rules. */
export interface PhaseSettings {
  /** No rule does more than this, unless it is named below. */
  readonly atMost?: PolicyAction;
  /** By rule id, or by stage (`LT-B`); a rule id counts more than its stage. */
  readonly rules?: Readonly<Record<string, PolicyAction>>;
}

/** A decision about single rules that goes before the phase; of several, the last one in the file holds. */
export type PolicyException = Days & {
  readonly rules: readonly string[];
  readonly action: PolicyAction;
  /** Absent: every facility. */
  readonly facilities?: readonly FacilityCode[];
  readonly reason: string;
};

/** A policy as written (profiles/policy.schema.json). Every scalar is text. */
export interface PolicyFile {
  readonly name: string;
  readonly version: string;
  readonly phases?: Readonly<Partial<Record<PolicyPhase, PhaseSettings>>>;
  /** Of every facility that is not named in `facilities`; a day that no period covers is `enforced`. */
  readonly schedule?: readonly Period[];
  readonly facilities?: Readonly<Record<FacilityCode, readonly Period[]>>;
  readonly exceptions?: readonly PolicyException[];
}

/**
 * Reads the text of a policy and checks its shape. Scalars stay text, so that facility `01234` keeps its zero.
 * Refuses (throws, one line that names the place) what is not YAML, an unknown key and a wrong value.
 */
export function parsePolicyFile(text: string, schema: Schema): PolicyFile {
  const document = parseDocument(text, { schema: 'failsafe' });
  const [fault] = document.errors;
  if (fault !== undefined) throw new Error(`line ${fault.linePos?.[0].line ?? 1} is not valid YAML (${fault.code})`);
  const file: unknown = document.toJS();
  const validate = new Ajv({ verbose: true, allowUnionTypes: true }).compile<PolicyFile>(schema);
  if (validate(file)) return file;
  throw new Error(describe(validate.errors?.[0]));
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'is not a policy';
  const { keyword, instancePath, params, parentSchema, propertyName } = error;
  const place = instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return `${place}: ${params['missingProperty']} is missing`;
  if (keyword === 'additionalProperties') return `${place}: ${params['additionalProperty']} is not known here`;
  const at = propertyName === undefined ? place : `${place}.${propertyName}`;
  const wanted = parentSchema?.['description'];
  return wanted === undefined ? `${at}: ${error.message}` : `${at}: write ${wanted}`;
}
