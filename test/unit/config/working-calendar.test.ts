import { describe, expect, it } from '@jest/globals';
import { loadYaml, refusalOf } from '../../support/config-text.ts';

describe('workingCalendar', () => {
  it('reads hours and years', () => {
    const yaml = `workingCalendar:
  hours: [{ days: [6, 1], from: "07:00", to: "24:00" }]
  years: { 2027: { closed: [2027-02-05] }, 2028: {} }`;
    expect(loadYaml(yaml).workingCalendar).toEqual({
      hours: [{ days: [6, 1], from: '07:00', to: '24:00' }],
      years: { '2027': { closed: ['2027-02-05'], worked: [] }, '2028': { closed: [], worked: [] } },
    });
  });

  it.each([
    ['hours: []', 'hours has a wrong value; write a list of working times, each with days, from and to'],
    [
      'hours: [{ days: [], from: "07:00", to: "11:00" }]',
      'hours[0].days has a wrong value; write a list of days of the week',
    ],
    [
      'hours: [{ days: [8], from: "07:00", to: "11:00" }]',
      'hours[0].days[0] has a wrong value; write days of the week',
    ],
    [
      'hours: [{ days: [1], from: 700, to: "11:00" }]',
      'hours[0].from has a wrong value; write a time in quotation marks',
    ],
    ['hours: [{ days: [1], from: "22:00", to: "06:00" }]', 'hours[0] ends before it starts; write a time after from'],
    ['years: { 27: {} }', 'years.27 is not a known key; write years with their days'],
    [
      'years: { 2027: { closed: [2026-02-05] } }',
      'years.2027.closed[0] is no day of 2027; write for example 2027-01-02',
    ],
    [
      'years: { 2027: { worked: [2027-02-30] } }',
      'years.2027.worked[0] is no day of 2027; write for example 2027-01-02',
    ],
    ['years: { 2027: { closed: [2027-02-05], worked: [2027-02-05] } }', 'years.2027 has a day twice'],
  ])('refuses %s', (yaml, line) => {
    const { message } = refusalOf(() => loadYaml(`workingCalendar: { ${yaml} }`));
    expect(message).toContain(`LT_CONFIG: workingCalendar.${line}`);
  });
});
