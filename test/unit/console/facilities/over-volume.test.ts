import { describe, expect, it } from '@jest/globals';
import { readFacilityQuery } from '../../../../src/console/facilities/facility-query.ts';
import { renderTable } from '../../../../src/console/facilities/facility-table.ts';
import { renderLadder } from '../../../../src/console/facilities/ladder-section.ts';
import { renderHtml } from '../../../../src/console/html.ts';
import { createView } from '../../../../src/console/view.ts';
import { standing } from '../../../support/standings.ts';

const context = { query: readFacilityQuery({}), now: 0, isPlaceholder: () => false, reasonsOf: () => [] };

describe('a volume over 1', () => {
  it.each([
    ['vi', '103,2%', 'vượt số dự kiến'],
    ['en', '103.2%', 'over the expected'],
  ] as const)('is shown as it is, with a mark and what it means (%s)', (language, share, mark) => {
    const view = createView(language);
    const pages = (volume: number | null) => {
      const one = standing({ volume });
      return [renderHtml(renderTable([one], context, view)), renderHtml(renderLadder(one, 0, view))];
    };
    for (const page of pages(1.0326)) {
      expect(page).toContain(share);
      expect(page).toContain(`>${mark}</span>`);
      expect(page).toContain(view.say('overExpectedHint'));
    }
    for (const page of [...pages(1), ...pages(null)]) expect(page).not.toContain(mark);
  });
});
