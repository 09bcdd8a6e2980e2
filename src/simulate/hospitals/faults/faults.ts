import type { Fault } from './fault.ts';
import { REFUSED_FAULTS } from './refused-faults.ts';
import { STRUCTURE_FAULTS } from './structure-faults.ts';
import { VALUE_FAULTS } from './value-faults.ts';

/** Every fault that a synthetic hospital can commit, by name. */
export const FAULTS = { ...VALUE_FAULTS, ...STRUCTURE_FAULTS, ...REFUSED_FAULTS } as const satisfies Readonly<
  Record<string, Fault>
>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];
