import { expect, it } from '@jest/globals';
import { renderHtml } from '../../../src/console/html.ts';
import { renderTroubles } from '../../../src/console/overview/troubles-notice.ts';
import { createView } from '../../../src/console/view.ts';
import { type DeliveryTroubleDeps, readDeliveryTroubles } from '../../../src/desk/delivery-troubles.ts';

const read = (parts: {
  readonly stops?: readonly string[];
  readonly open?: readonly string[];
  readonly held?: number;
}) =>
  readDeliveryTroubles({
    store: {
      destinationStops: async () => (parts.stops ?? []).map((destination) => ({ destination })),
      queueDepths: async () => [
        { destination: 'nation', state: 'parked', count: parts.held ?? 0 },
        { destination: 'nation', state: 'queued', count: 7 },
      ],
    } as unknown as DeliveryTroubleDeps['store'],
    standings: () =>
      ['nation', 'province'].map((destination) => ({
        destination,
        breaker: (parts.open ?? []).includes(destination) ? 'open' : 'closed',
      })) as unknown as ReturnType<DeliveryTroubleDeps['standings']>,
    clock: () => 0,
  });

it('names stopped destinations, those that do not answer, and deliveries that wait for a person', async () => {
  const troubles = await read({ stops: ['province'], open: ['nation', 'province'], held: 3 });
  expect(troubles).toEqual({ stopped: ['province'], unreached: ['nation'], held: 3 });
  const shown = renderHtml(renderTroubles(troubles, createView('vi')));
  expect(shown).toContain('Đã dừng gửi tới: province.');
  expect(shown).toContain('tới: nation.');
  expect(shown).toContain('3 lượt gửi');
  expect(shown).toContain('href="/destinations"');
});

it('says nothing when all is well', async () => {
  expect(renderHtml(renderTroubles(await read({}), createView('en')))).toBe('');
});
