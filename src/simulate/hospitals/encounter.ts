import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { Person } from './person.ts';
import type { Practitioner } from './practitioner.ts';
import type { SUPPLIES, Treatment } from './vocabulary/charges.ts';
import type { Drug } from './vocabulary/drugs.ts';
import type { Diagnosis, Illness } from './vocabulary/illnesses.ts';
import type { LaboratoryTest, ResultIndex } from './vocabulary/laboratory.ts';
import type { ReadExamination, Reading } from './vocabulary/readings.ts';

/** When something was ordered, done and known; whole minutes. */
export interface OrderTimes {
  readonly orderedAt: EpochMs;
  readonly doneAt: EpochMs;
  readonly endedAt: EpochMs;
}

export interface DrugOrder {
  readonly drug: Drug;
  readonly days: number;
  /** Units of the drug. */
  readonly quantity: number;
  readonly orderedAt: EpochMs;
  /** When the first dose was given; null for what is taken home. */
  readonly givenAt: EpochMs | null;
  readonly doctor: Practitioner;
}

interface ServiceOrderBase {
  readonly times: OrderTimes;
  readonly doctor: Practitioner;
  readonly performer: Practitioner;
}

export interface ResultValue {
  readonly index: ResultIndex;
  /** Decimal text with the decimals of the index. */
  readonly value: string;
}

/** Ordered and done: a laboratory test, an examination that is read, a treatment. */
export type ServiceOrder = ServiceOrderBase &
  (
    | { readonly kind: 'test'; readonly test: LaboratoryTest; readonly results: readonly ResultValue[] }
    | { readonly kind: 'examination'; readonly examination: ReadExamination; readonly reading: Reading }
    | { readonly kind: 'treatment'; readonly treatment: Treatment }
  );

export type Supply = (typeof SUPPLIES)[keyof typeof SUPPLIES];

export interface SupplyUse {
  readonly supply: Supply;
  readonly quantity: number;
  readonly usedAt: EpochMs;
}

export interface BedUse {
  readonly bed: { readonly code: string; readonly name: string; readonly price: number };
  /** H, T, C or K and three digits. */
  readonly number: string;
  /** In halves of a day. */
  readonly days: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface ProgressNote {
  readonly at: EpochMs;
  readonly text: string;
  /** Text of the operation, '' when there was none. */
  readonly operation: string;
  readonly author: Practitioner;
}

export interface VitalSigns {
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number;
  /** Degrees Celsius with one decimal. */
  readonly temperature: number;
  /** Kilograms with one decimal. */
  readonly weight: number;
}

/** How the stay is paid for. */
export interface Cover {
  /** MA_DOITUONG_KCB */
  readonly route: string;
  /** MUC_HUONG, percent; 0 without insurance. */
  readonly benefit: 0 | 80 | 95 | 100;
  /** True when the state budget pays what lies outside the insured price. */
  readonly aid: boolean;
  /** The card was changed during the stay. */
  readonly secondCard: boolean;
}

/** One invented care episode, before it is written in any format. */
export interface Encounter {
  /** MA_LK */
  readonly key: string;
  readonly facility: FacilityCode;
  readonly person: Person;
  readonly illness: Illness;
  readonly otherDiagnoses: readonly Diagnosis[];
  readonly cover: Cover;
  readonly arrivedAt: EpochMs;
  readonly admittedAt: EpochMs | null;
  readonly endedAt: EpochMs;
  /** SO_NGAY_DTRI */
  readonly days: number;
  readonly vitalSigns: VitalSigns;
  readonly doctor: Practitioner;
  readonly drugs: readonly DrugOrder[];
  readonly services: readonly ServiceOrder[];
  readonly supplies: readonly SupplyUse[];
  readonly beds: readonly BedUse[];
  readonly notes: readonly ProgressNote[];
  /** KET_QUA_DTRI: 1 cured, 2 improved. */
  readonly outcome: '1' | '2';
  /** Facility that sent the patient here, and the one the patient is sent to; '' for none. */
  readonly referredFrom: string;
  readonly referredTo: string;
}
