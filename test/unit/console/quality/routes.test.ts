import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../../src/console/html.ts';
import type { PageContent, PageRequest } from '../../../../src/console/page.ts';
import { createQualityRoutes } from '../../../../src/console/quality/routes.ts';
import { createView } from '../../../../src/console/view.ts';
import type { WorklistEntry, WorklistFilter } from '../../../../src/types/code-worklist.ts';
import type { QualityDesk } from '../../../../src/types/quality-desk.ts';
import { NOON } from '../../../support/store-fixtures.ts';

const entry = (index: number) =>
  ({
    id: index,
    list: 'MA_KHOA',
    code: `K${index}`,
    form: 'XML1',
    field: 'MA_KHOA',
    facility: '99001',
    reason: 'not-in-list',
    count: 1000 - index,
    firstSeen: NOON,
    lastSeen: NOON,
  }) as unknown as WorklistEntry;

describe('pages of unmapped codes', () => {
  it('have 50 each, and lead to the next', async () => {
    const codes = async ({ limit }: WorklistFilter) => Array.from({ length: limit }, (_, index) => entry(index));
    const quality = { codes } as unknown as QualityDesk;
    const routes = createQualityRoutes({ quality, facilities: async () => [], clock: () => NOON });
    const request = { view: createView('vi'), query: {} } as unknown as PageRequest;
    const [answer] = await Promise.all(
      routes.filter(({ path }) => path === '/quality/codes').map((route) => route.answer(request)),
    );
    const text = renderHtml((answer as PageContent).main);
    expect(text.match(/<th scope="row">/g)).toHaveLength(50);
    expect(text).toContain('after=951-49');
  });
});
