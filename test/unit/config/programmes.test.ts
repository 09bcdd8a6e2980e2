import { describe, expect, it } from '@jest/globals';
import { loadYaml, refusalOf } from '../../support/config-text.ts';

describe('programmes', () => {
  it('reads targets, population and announced driver checks, and knows nothing that nobody wrote', () => {
    expect(loadYaml('').programmes).toMatchObject({
      targets: { 'health-book': 1, identity: 0.8, telehealth: null },
      population: { total: null, communes: {} },
      driverChecks: [],
    });
    const yaml = `programmes:
  targets: { identity: 0.95, health-check: null }
  population: { total: 12000, communes: { "21001": 5000, "21548": 7000 } }
  driverChecks: [{ facility: "99001", from: 2026-01-15 }, { facility: "99002", from: 2026-01-15, to: 2026-06-30 }]`;
    const { targets, population, driverChecks } = loadYaml(yaml).programmes;
    expect(targets).toMatchObject({ identity: 0.95, 'health-check': null, 'driver-check': 1 });
    expect(population).toEqual({ total: 12_000, communes: { '21001': 5_000, '21548': 7_000 } });
    expect(driverChecks).toEqual([
      { facility: '99001', from: '2026-01-15', to: null },
      { facility: '99002', from: '2026-01-15', to: '2026-06-30' },
    ]);
  });

  it.each([
    ['targets: { identity: 80 }', 'targets.identity has a wrong value; write a share from 0 to 1'],
    ['targets: { beds: 1 }', 'targets.beds is not a known key'],
    ['population: { total: 0 }', 'population.total has a wrong value; write a whole number of people'],
    ['population: { communes: { "21": 5 } }', 'population.communes.21 is not a known key'],
    ['population: { total: 10, communes: { "21001": 11 } }', 'population.communes has more people than'],
    ['driverChecks: [{ facility: "99001" }]', 'driverChecks[0].from is missing'],
    ['driverChecks: [{ facility: "99001", from: 2026-02-30 }]', 'driverChecks[0].from is no day'],
    ['driverChecks: [{ facility: "99001", from: 2026-02-03, to: soon }]', 'driverChecks[0].to is no day'],
    [
      'driverChecks: [{ facility: "99001", from: 2026-02-03, to: 2026-02-02 }]',
      'driverChecks[0] ends before it begins; write a day from its beginning on',
    ],
    [
      'driverChecks: [{ facility: "99001", from: 2026-02-03 }, { facility: "99001", from: 2026-02-04 }]',
      'driverChecks[1] names a facility for the second time; write it once',
    ],
  ])('refuses %s', (yaml, line) => {
    const { message } = refusalOf(() => loadYaml(`programmes: { ${yaml} }`));
    expect(message).toContain(`LT_CONFIG: programmes.${line}`);
  });
});
