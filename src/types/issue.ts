import type { OperationOutcomeIssue } from '@medplum/fhirtypes';

/** A text for people, in Vietnamese and English. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** What a broken rule does to the record it stands in; the worst action of a record's issues is its verdict. */
export type RuleAction = 'accept' | 'quarantine' | 'refuse';

/** How sure a rule is: its basis was `read`, it was `seen` in working systems, or it is `reported` at second hand. */
export type RuleCertainty = 'read' | 'seen' | 'reported';

/** One entry of the rule catalogue (profiles/rules/*.yaml). */
export interface Rule {
  /** Stable number, `LT-` + stage letter + three digits, e.g. `LT-D004`. Never reused. */
  readonly id: string;
  readonly severity: OperationOutcomeIssue['severity'];
  /** FHIR issue-type code. @source https://hl7.org/fhir/R4/valueset-issue-type.html */
  readonly code: OperationOutcomeIssue['code'];
  readonly action: RuleAction;
  /** HTTP status when this rule refuses a whole call. */
  readonly status?: number;
  /** What is wrong; `{name}` is filled from the parameters. Never carries personal data. */
  readonly text: Bilingual;
  /** What to do about it. */
  readonly remedy: Bilingual;
  /** Legal or technical basis. */
  readonly source: string;
  /** Absent: `read`. Anything less sure never holds a record back by itself. */
  readonly certainty?: RuleCertainty;
  /** First and last day, `YYYY-MM-DD`, judged by the record's own day (its end of care); absent: open. */
  readonly validFrom?: string;
  readonly validTo?: string;
  /** No matter of policy: what breaks it cannot be mapped or kept as what it is. */
  readonly fixed?: true;
}

/** What a constraint of FHIR itself says, for people (profiles/rules/constraints/). */
export interface ConstraintText {
  /** Constraints that say this: `pat-1`. */
  readonly keys: readonly string[];
  /** Their text as HL7 publishes it. */
  readonly published: string;
  readonly vi: string;
  /** Absent: as published. */
  readonly en?: string;
}

/** One finding about what was sent. */
export interface Issue {
  readonly rule: Rule;
  /** Filled text of the rule. */
  readonly text: Bilingual;
  /** Filled remedy of the rule. */
  readonly remedy: Bilingual;
  /** Place in the sender's own file: `XML3[12].MA_DICH_VU` (table, row from 1, field), or `line 12, column 3`. */
  readonly place?: string;
  /** FHIRPath of the element, e.g. `Encounter.period.end`, or `Bundle.entry[3].resource.status`. */
  readonly expression?: string;
  /** Key of the constraint of FHIR or of a profile that does not hold: `pat-1`. */
  readonly constraint?: string;
  /** Where it stands in a text that was given, both from 1. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** Where an issue stands and what fills its text. */
export interface IssueSite {
  readonly place?: string | undefined;
  readonly expression?: string | undefined;
  /** Values for `{name}` in the text: codes, counts, element names, texts; never personal data. */
  readonly with?: Readonly<Record<string, string | number | Bilingual>>;
}

/** Makes issues from rule ids. Refuses an unknown id by throwing: that is a bug, not bad input. */
export interface RuleCatalogue {
  issue(ruleId: string, site?: IssueSite): Issue;
  readonly rules: readonly Rule[];
  /** What a constraint says, by its key and its text in English; undefined for one that FHIR itself does not have. */
  constraintText(key: string, published: string): Bilingual | undefined;
}

/** An expected refusal of a whole call, as a value. */
export interface Refusal {
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers?: Readonly<Record<string, string>>;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };
