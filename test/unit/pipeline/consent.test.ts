import { describe, expect, it } from '@jest/globals';
import type { Consent } from '@medplum/fhirtypes';
import { permitsDisclosure } from '../../../src/pipeline/consent.ts';
import { judgedRecord } from '../../support/judged-record.ts';
import { at } from '../../support/working-calendar.ts';

const NOW = at('2026-11-20 09:00');
const OPT_IN = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] };
const PERMIT = { provision: { type: 'permit' } } as const;

const consent = (own: Partial<Consent> = {}): Consent => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  category: [{ text: 'disclosure' }],
  patient: { reference: 'Patient/p' },
  ...own,
});
const permits = (...consents: readonly Consent[]) =>
  permitsDisclosure(judgedRecord({ resources: consents }).mapped, NOW);

describe('consent', () => {
  it.each<[string, Partial<Consent>]>([
    ['a provision that permits', PERMIT],
    ['one inside another', { provision: { provision: [{ type: 'permit' }] } }],
    ['a policy of opting in', { policyRule: OPT_IN }],
    ['in force since the day before', { policyRule: OPT_IN, provision: { period: { start: '2026-11-19' } } }],
    ['in force to the end of this day', { policyRule: OPT_IN, provision: { period: { end: '2026-11-20' } } }],
  ])('permits: %s', (_name, own) => expect(permits(consent(own))).toBe(true));

  it.each<[string, Partial<Consent>]>([
    ['no word', {}],
    ['a draft', { ...PERMIT, status: 'draft' }],
    ['a withdrawn one', { ...PERMIT, status: 'inactive' }],
    ['of somebody else', { ...PERMIT, patient: { reference: 'Patient/other' } }],
    ['of nobody', { ...PERMIT, patient: {} }],
    ['not in force yet', { provision: { type: 'permit', period: { start: '2026-11-21' } } }],
    ['not in force any more', { provision: { type: 'permit', period: { end: '2026-11-20T08:59:59+07:00' } } }],
    ['a time that is none', { provision: { type: 'permit', period: { end: 'soon' } } }],
    ['opting out', { policyRule: { coding: [{ ...OPT_IN.coding[0], code: 'OPTOUT' }] } }],
    ['a limit to a purpose', { provision: { type: 'permit', purpose: [{ code: 'HRESCH' }] } }],
    ['a limit to somebody', { policyRule: OPT_IN, provision: { actor: [{ role: {}, reference: {} }] } }],
    ['a part that is denied', { policyRule: OPT_IN, provision: { provision: [{ type: 'deny' }] } }],
    ['a denial', { provision: { type: 'deny' } }],
  ])('does not: %s', (_name, own) => expect(permits(consent(own))).toBe(false));

  it('without one, or of a record without a patient', () => {
    expect(permits()).toBe(false);
    const { mapped } = judgedRecord({ resources: [consent(PERMIT)], patient: null });
    expect(permitsDisclosure(mapped, NOW)).toBe(false);
  });

  it('a denial outweighs what another permits', () => {
    expect(permits(consent(PERMIT), consent({ provision: { type: 'deny' } }))).toBe(false);
    expect(permits(consent(PERMIT), consent({ status: 'inactive', provision: { type: 'deny' } }))).toBe(true);
  });
});
