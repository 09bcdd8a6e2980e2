import { describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../src/console/html.ts';
import { daysUntil } from '../../../src/console/targets.ts';
import { TEXTS } from '../../../src/console/texts.ts';
import { createView } from '../../../src/console/view.ts';

const vi = createView('vi');
const en = createView('en');
const AT = Date.parse('2026-11-21T17:05:00Z');

describe('figures', () => {
  it.each<[number | null, string, string]>([
    [1, '100%', '100%'],
    [0.9996, '99,9%', '99.9%'],
    [0.57, '57%', '57%'],
    [0.285, '28,5%', '28.5%'],
    [0, '0%', '0%'],
    [null, 'chưa biết', 'unknown'],
  ])('writes the share %s, cut and not rounded', (share, inVietnamese, inEnglish) => {
    expect([vi.share(share), en.share(share)]).toEqual([inVietnamese, inEnglish]);
  });

  it('writes counts with the separators of the language', () => {
    expect([vi.count(12_345), en.count(12_345)]).toEqual(['12.345', '12,345']);
  });

  it('says unknown to the ear where the eye sees a dash', () => {
    expect(renderHtml(vi.shareCell(null))).toBe(
      '<span class="unknown" aria-hidden="true">–</span><span class="heard">chưa biết</span>',
    );
  });
});

describe('days and times', () => {
  it('are those of Việt Nam, wherever the machine is', () => {
    expect([vi.day('2026-11-22'), en.day('2026-11-22')]).toEqual(['22/11/2026', '22 Nov 2026']);
    expect([vi.time(AT), vi.moment(AT), en.moment(AT)]).toEqual(['00:05', '22/11 00:05', '22 Nov 00:05']);
  });

  it.each<[number, string, string]>([
    [-5, '0 phút trước', '0 minutes ago'],
    [1, '1 phút trước', '1 minute ago'],
    [59, '59 phút trước', '59 minutes ago'],
    [60, '1 giờ trước', '1 hour ago'],
    [47 * 60 + 59, '47 giờ trước', '47 hours ago'],
    [48 * 60, '2 ngày trước', '2 days ago'],
  ])('%i minutes ago', (minutes, inVietnamese, inEnglish) => {
    const now = AT + minutes * 60_000;
    expect([vi.ago(AT, now), en.ago(AT, now)]).toEqual([inVietnamese, inEnglish]);
  });

  it('counts the days to a target', () => {
    expect(daysUntil('2026-11-22', '2026-12-30')).toBe(38);
    expect(daysUntil('2026-12-30', '2026-12-30')).toBe(0);
    expect(daysUntil('2027-01-02', '2026-12-30')).toBe(-3);
  });
});

describe('words', () => {
  it('fill their names, and English tells one from many', () => {
    expect([vi.say('daysLeft', { count: 1 }), en.say('daysLeft', { count: 1 })]).toEqual(['Còn 1 ngày', '1 day left']);
    expect(en.say('daysLeft', { count: 1_200 })).toBe('1,200 days left');
  });

  it('have the same names in both languages', () => {
    const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const { vi: vietnamese, en: english } of Object.values(TEXTS)) {
      const other = typeof english === 'string' ? english : english.other;
      expect(names(other)).toEqual(names(vietnamese));
    }
  });
});
