import type { CodeableConcept, Observation, ObservationComponent, Quantity, Resource } from '@medplum/fhirtypes';

/** What a code says to a reader: its text, else the display of a coding, else the code. */
export function wordOf(concept: CodeableConcept | undefined): string {
  const codings = concept?.coding ?? [];
  return (
    concept?.text ?? codings.find(({ display }) => display)?.display ?? codings.find(({ code }) => code)?.code ?? ''
  );
}

/** The codes of a concept, for a reader who knows them: `I10`. */
export function codesOf(concept: CodeableConcept | undefined): string {
  return (concept?.coding ?? []).flatMap(({ code }) => code ?? []).join(', ');
}

/** `22/11/2026` of a FHIR date or dateTime, or what is known of it: `11/2026`, `2026`. */
export function dayOf(date: string | undefined): string {
  return (date ?? '').slice(0, 10).split('-').reverse().join('/');
}

/** `5,6 mmol/L`, with its comparator. */
export function amountOf(quantity: Quantity | undefined): string {
  if (quantity?.value === undefined) return '';
  const number = String(quantity.value).replace('.', ',');
  return [`${quantity.comparator ?? ''}${number}`, quantity.unit ?? quantity.code ?? ''].join(' ').trim();
}

/** The value of an observation or of one of its components; several components one after the other. */
export function resultOf(observation: Observation | ObservationComponent): string {
  const { valueQuantity, valueCodeableConcept, valueString, valueBoolean, valueInteger, valueDateTime } = observation;
  const value =
    amountOf(valueQuantity) ||
    wordOf(valueCodeableConcept) ||
    valueString ||
    yesOrNo(valueBoolean) ||
    (valueInteger === undefined ? '' : String(valueInteger)) ||
    dayOf(valueDateTime);
  const components = 'component' in observation ? (observation.component ?? []) : [];
  const parts = components.map((part) => `${wordOf(part.code)}: ${resultOf(part)}`);
  return [value, ...parts].filter((part) => part !== '').join('; ');
}

function yesOrNo(value: boolean | undefined): string {
  if (value === undefined) return '';
  return value ? 'có' : 'không';
}

interface Dated {
  readonly onsetDateTime?: string;
  readonly recordedDate?: string;
  readonly authoredOn?: string;
  readonly effectiveDateTime?: string;
  readonly effectivePeriod?: { readonly start?: string };
  readonly occurrenceDateTime?: string;
  readonly performedDateTime?: string;
  readonly performedPeriod?: { readonly start?: string };
  readonly issued?: string;
  readonly date?: string;
  readonly period?: { readonly start?: string };
  readonly encounter?: { readonly reference?: string };
}

/** When it was: the date that the type has for it, else that of its encounter; as FHIR writes it. */
export function whenOf(resource: Resource, find: (reference: string) => Resource | undefined): string | undefined {
  const dated = resource as Dated;
  const own =
    dated.onsetDateTime ??
    dated.effectiveDateTime ??
    dated.effectivePeriod?.start ??
    dated.performedDateTime ??
    dated.performedPeriod?.start ??
    dated.occurrenceDateTime ??
    dated.authoredOn ??
    dated.recordedDate ??
    dated.issued ??
    dated.date ??
    dated.period?.start;
  if (own !== undefined || dated.encounter?.reference === undefined) return own;
  return (find(dated.encounter.reference) as Dated | undefined)?.period?.start;
}
