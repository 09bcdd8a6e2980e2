import type { FormField } from '../../fhir/forms.ts';
import { isDigits } from './value-forms.ts';

/** The rule that a value breaks, or null. */
export type ValueCheck = (value: string) => string | null;

/** How the values of certain fields are written, beyond their type. */
const BY_NAME: ReadonlyMap<string, ValueCheck> = new Map([
  ['SO_CCCD', (value: string) => (isIdentityNumber(value) ? null : 'LT-B017')],
  ['MA_THE_BHYT', (value: string) => (isInsuranceNumber(value) ? null : 'LT-B018')],
  ['MA_CSKCB', checkFacility],
  ['MA_DKBD', checkFacility],
  ['MA_NOI_DI', checkFacility],
  ['MA_NOI_DEN', checkFacility],
  ['MA_TTDV', (value: string) => (value.length === 10 && isDigits(value) ? null : 'LT-B020')],
  ['GOI_VTYT', (value: string) => (/^G[1-9]\d{0,2}$/.test(value) ? null : 'LT-B026')],
  ['VET_THUONG_TP', (value: string) => (value === '1' ? null : 'LT-B027')],
  ['TAI_SU_DUNG', (value: string) => (value === '1' ? null : 'LT-B027')],
]);

/** The check of a field's own form, when it has one. */
export function formCheckOf({ name, codes }: FormField): ValueCheck | null {
  return codes === 'ICD10_VN' ? checkDiagnosisCode : (BY_NAME.get(name) ?? null);
}

/**
 * SO_CCCD: 12 digits (số định danh), 9 digits (old CMND), or a letter and 7 digits (passport).
 * @source Luật Căn cước 2023, art. 12; validation sheet of the insurance portal
 */
function isIdentityNumber(value: string): boolean {
  if (value.length === 8) return /^[A-Za-z]$/.test(value.charAt(0)) && isDigits(value, 1);
  return (value.length === 12 || value.length === 9) && isDigits(value);
}

/**
 * Health-insurance number, three forms live: 2 letters and 13 digits; 10 digits (mã số BHXH); 12 digits (số định danh).
 * @source NĐ 188/2025/NĐ-CP
 */
function isInsuranceNumber(value: string): boolean {
  if (value.length === 15) return /^[A-Z]{2}$/.test(value.slice(0, 2)) && isDigits(value, 2);
  return (value.length === 10 || value.length === 12) && isDigits(value);
}

/** @source QĐ 384/QĐ-BYT (2019): 5 characters */
function checkFacility(value: string): string | null {
  return /^[0-9A-Z]{5}$/.test(value) ? null : 'LT-B019';
}

/** ICD-10 codes are sent without the dagger and asterisk of the double classification. */
function checkDiagnosisCode(value: string): string | null {
  return /[†‡*+]/.test(value) ? 'LT-B021' : null;
}
