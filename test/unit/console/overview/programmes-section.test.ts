import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../../src/console/html.ts';
import { renderProgrammes } from '../../../../src/console/overview/programmes-section.ts';
import { createView } from '../../../../src/console/view.ts';
import { computeFigures } from '../../../../src/measure/programmes/figures.ts';
import { monthSoFar } from '../../../../src/measure/programmes/month-so-far.ts';
import { noResidents } from '../../../../src/measure/programmes/residents.ts';
import { loadYaml } from '../../../support/config-text.ts';

const parts = { settings: loadYaml('').programmes, registry: [], to: '2026-11-22' };
const rowOf = (page: string, name: string) => page.split('<tr>').find((row) => row.includes(name)) ?? '';

describe('the further indicators on the overview', () => {
  it('shows each with its definition; unknown is a word and 0 of 0 no share', () => {
    const facilities = new Map([['99001', { encounters: 4, identified: 3, birthsUntold: 2 }]]);
    const figures = computeFigures({ facilities, residents: noResidents() }, parts);
    const page = renderHtml(renderProgrammes(figures, createView('en')));
    const identity = rowOf(page, 'Encounters with a personal number');
    expect(identity.replace(/<details.*<\/details>/s, '').match(/>[\d.,%]+</g)).toEqual([
      '>75%<',
      '>80%<',
      '>3<',
      '>4<',
      '>0<',
    ]);
    expect(identity).toContain('Only the form of the number is looked at');
    expect(rowOf(page, 'Electronic health book')).toContain('<td>unknown</td>');
    const births = rowOf(page, 'Birth certificates');
    expect(births).toContain('<td>2</td>');
    expect(births).not.toContain('>0%<');
    expect(renderHtml(renderProgrammes(null, createView('vi')))).toContain('Đang đếm');
  });

  it('does not keep the page waiting, and does not fail it', async () => {
    const clock = () => Date.parse('2026-11-22T08:00:00+07:00');
    const asked: unknown[] = [];
    const figures = computeFigures(null, parts);
    const soon = {
      async figures(period: unknown) {
        asked.push(period);
        return figures;
      },
    };
    expect(await monthSoFar(soon, clock)).toBe(figures);
    expect(asked).toEqual([{ from: '2026-11-01', to: '2026-11-22' }]);
    expect(await monthSoFar({ figures: () => new Promise(() => undefined) }, clock)).toBeNull();
    expect(await monthSoFar({ figures: () => Promise.reject(new Error('closed')) }, clock)).toBeNull();
  });
});
