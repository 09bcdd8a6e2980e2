import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAdvisor, findFaults } from '../../../../src/measure/advice/advise.ts';
import type { FacilityQueue, FacilityStanding, Silence } from '../../../../src/types/coverage.ts';
import { adviceWords, NO_QUEUE, type StandingChanges, standingOf } from '../../../support/advised-standing.ts';

const DAY = '2026-11-22';
const words = adviceWords();
const advise = createAdvisor(words);
const kindsOf = (changes: StandingChanges) => advise(standingOf(changes), DAY).map(({ kind }) => kind);

describe('a facility with nothing wrong', () => {
  it('gets no advice, proven or on its way', () => {
    expect(advise(standingOf(), DAY)).toEqual([]);
    expect(kindsOf({ proven: false, completeDays: 3 })).toEqual([]);
  });
});

describe('each kind', () => {
  it.each<[string, StandingChanges, { vi: string; en: string; affected: number | null; behind: unknown }]>([
    [
      'sign-in',
      { connected: false },
      {
        vi: 'Không có lần đăng nhập nào vào cổng trong 30 ngày qua',
        en: 'No sign-in to the gateway in the last 30 days',
        affected: null,
        behind: null,
      },
    ],
    [
      'silence',
      { silence: 'week', sending: false },
      {
        vi: 'Không có bản ghi nào được nhận từ 08:30 ngày 14/11/2026, đã quá 7 ngày',
        en: 'No record was accepted since 08:30 on 14/11/2026, more than 7 days',
        affected: null,
        behind: null,
      },
    ],
    [
      'silence',
      { silence: 'unusual' },
      {
        vi: 'lâu bất thường so với nhịp gửi của chính cơ sở',
        en: 'unusually long for the rhythm of this facility',
        affected: null,
        behind: null,
      },
    ],
    [
      'records',
      { sending: false, silence: 'never', lastAcceptedAt: null, figures: { received: 0, accepted: 0 } },
      {
        vi: 'Chưa có bản ghi nào được nhận trong 7 ngày qua',
        en: 'No record was accepted in the last 7 days',
        affected: null,
        behind: null,
      },
    ],
    [
      'records',
      { sending: false, silence: 'never', figures: { received: 1_200, accepted: 0, quarantined: 1_000, refused: 200 } },
      {
        vi: 'Cả 1.200 bản ghi nhận trong 30 ngày qua đều bị giữ lại (1.000) hoặc từ chối (200)',
        en: 'All 1,200 records received in the last 30 days are held back (1,000) or refused (200)',
        affected: 1_200,
        behind: null,
      },
    ],
    [
      'expected',
      { coverage: { expected: null, volume: null } },
      {
        vi: 'Chưa biết cơ sở có bao nhiêu lượt khám',
        en: 'How many encounters the facility had in the last 30 days is not known',
        affected: null,
        behind: null,
      },
    ],
    [
      'volume',
      { coverage: { emr: 838, volume: 838 / 1_250 } },
      {
        vi: '412 trong 1.250 lượt khám kết thúc trong 30 ngày qua chưa có bệnh án điện tử (đạt 67%, cần 95%): gửi đủ hồ sơ lâm sàng cho ít nhất 350 lượt nữa',
        en: '412 of 1,250 encounters that ended in the last 30 days have no electronic medical record (67%, 95% is needed): send the clinical tables of at least 350 more',
        affected: 412,
        behind: { encounters: { show: 'no-emr' } },
      },
    ],
    [
      'volume',
      { coverage: { expected: 2_000, emr: 1_899, volume: 1_899 / 2_000 }, figures: { claimed: 0, encounters: 1_899 } },
      {
        vi: 'Thiếu 101 bệnh án điện tử trên 2.000 lượt khám dự kiến trong 30 ngày qua (đạt 94,9%, cần 95%): gửi thêm ít nhất 1 lượt',
        en: '101 electronic medical records are missing of 2,000 expected encounters in the last 30 days (94.9%, 95% is needed): send at least 1 more',
        affected: 101,
        behind: null,
      },
    ],
    [
      'section',
      {
        coverage: { completeness: 0.9 },
        figures: { sections: { laboratory: { due: 1_250, present: 1_036 }, admission: { due: 9, present: 9 } } },
      },
      {
        vi: 'Bổ sung mục “Kết quả xét nghiệm” cho 214 trong 1.250 lượt khám phải có mục này: dữ liệu gửi đến không có nội dung đó; cho HIS xuất XML4.GIA_TRI / KetQuaXetNghiem / DiagnosticReport LAB.',
        en: 'Add the section “Laboratory results” to 214 of the 1,250 encounters that must have it',
        affected: 214,
        behind: { encounters: { show: 'missing-section', section: 'laboratory' } },
      },
    ],
    [
      'section',
      { figures: { sections: { 'of-a-province': { due: 100, present: 90 } } } },
      {
        vi: 'Bổ sung mục “of-a-province” cho 10 trong 100 lượt khám phải có mục này: dữ liệu gửi đến không có nội dung đó.',
        en: 'Add the section “of-a-province” to 10 of the 100 encounters that must have it: what was sent does not hold it.',
        affected: 10,
        behind: { encounters: { show: 'missing-section', section: 'of-a-province' } },
      },
    ],
    [
      'timeliness',
      { coverage: { timeliness: 1_036 / 1_250 }, figures: { timely: 1_036 } },
      {
        vi: '214 trong 1.250 bệnh án điện tử đến muộn hơn 24 giờ sau khi kết thúc điều trị (đúng hạn 82,8%, cần 90%)',
        en: '214 of 1,250 electronic medical records came later than 24 hours after the end of care (82.8% on time, 90% is needed)',
        affected: 214,
        behind: { encounters: { show: 'late' } },
      },
    ],
    [
      'rule',
      { figures: { broken: { 'LT-X001': 87 } } },
      {
        vi: 'Sửa lỗi LT-X001 ở 87 trong 2.500 bản ghi nhận trong 30 ngày qua (lỗi này giữ lại hoặc từ chối bản ghi): Một trường bị trống. Điền giá trị.',
        en: 'Mend LT-X001 in 87 of 2,500 records received in the last 30 days (it holds records back or refuses them): The field is empty. Fill it.',
        affected: 87,
        behind: { rule: 'LT-X001' },
      },
    ],
    [
      'rule',
      { figures: { broken: { 'LT-X002': 87 } } },
      {
        vi: 'hiện vẫn nhận, sẽ bị giữ lại hoặc từ chối khi áp dụng đầy đủ',
        en: 'accepted today, held back or refused once everything is enforced',
        affected: 87,
        behind: { rule: 'LT-X002' },
      },
    ],
    [
      'identity',
      { coverage: { identity: 0.75 }, figures: { identified: 937 } },
      {
        vi: '313 trong 1.250 bệnh án điện tử không có số định danh cá nhân 12 chữ số (có 75%, mục tiêu 80%)',
        en: '313 of 1,250 electronic medical records have no personal number of 12 digits (75% have one, the target is 80%)',
        affected: 313,
        behind: { encounters: { show: 'no-identity' } },
      },
    ],
    [
      'queue',
      { queue: { parked: 12 } },
      {
        vi: '12 bản ghi đã nhận đang dừng',
        en: '12 accepted records are parked',
        affected: 12,
        behind: { queue: 'parked' },
      },
    ],
    [
      'queue',
      { queue: { queued: 40, late: 5 } },
      {
        vi: '5 trong 40 bản ghi đang chờ chuyển tiếp đã quá hạn',
        en: '5 of 40 records that wait for a destination are past their deadline',
        affected: 5,
        behind: { queue: 'late' },
      },
    ],
    [
      'refused',
      { queue: { refused: 7 } },
      {
        vi: '7 bản ghi đã nhận nhưng bị nơi nhận từ chối',
        en: '7 accepted records were refused',
        affected: 7,
        behind: { queue: 'refused' },
      },
    ],
  ])('%s of %j', (kind, changes, { vi, en, ...expected }) => {
    const [advice, ...others] = advise(standingOf(changes), DAY);
    expect(others).toEqual([]);
    expect(advice).toMatchObject({ kind, ...expected });
    expect(advice?.text.vi).toContain(vi);
    expect(advice?.text.en).toContain(en);
    expect(`${advice?.text.vi}${advice?.text.en}`).not.toMatch(/\{\w+\}|undefined|NaN/);
  });

  it('passes over a rule that holds nothing back, and one that is not in the catalogue', () => {
    expect(kindsOf({ figures: { broken: { 'LT-X003': 2_000, 'LT-Z999': 2_000 } } })).toEqual([]);
  });

  it('leaves out where a rule was broken: that differs from record to record', () => {
    const told = (vi: string) => {
      const rule = () => ({ text: { vi, en: vi }, remedy: { vi: '', en: '' }, holdsBack: 'now' as const });
      const [advice] = createAdvisor({ ...words, rule })(standingOf({ figures: { broken: { 'LT-X001': 1 } } }), DAY);
      return advice?.text.vi.split('bản ghi): ')[1]?.trim();
    };
    expect(told('{table}.{field}: số trong (dòng {rows}) không khớp.')).toBe('Số trong không khớp.');
    expect(told('{field} muộn hơn {other} (theo giờ máy).')).toBe('Trường này muộn hơn giá trị này (theo giờ máy).');
  });

  it('asks the policy of the facility and the day', () => {
    const asked: string[] = [];
    const rule = (id: string, facility: string, day: string) => {
      asked.push(`${id} ${facility} ${day}`);
      return undefined;
    };
    createAdvisor({ ...words, rule })(standingOf({ figures: { broken: { 'LT-X001': 1 } } }), DAY);
    expect(asked).toEqual(['LT-X001 99001 2026-11-22']);
  });
});

describe('which three', () => {
  it('puts what keeps a facility from the next step first', () => {
    const wrong: StandingChanges = {
      ...{ connected: false, sending: false, silence: 'week', queue: { parked: 900 } },
      ...{ coverage: { emr: 0, volume: 0, completeness: null, timeliness: null, identity: null } },
      figures: { emr: 0, sections: { laboratory: { due: 1_250, present: 0 } } },
    };
    expect(kindsOf(wrong)).toEqual(['sign-in', 'silence', 'volume']);
    expect(kindsOf({ ...wrong, connected: true })).toEqual(['silence', 'volume', 'section']);
    expect(kindsOf({ ...wrong, connected: true, sending: true, silence: 'none' })).toEqual([
      'volume',
      'section',
      'queue',
    ]);
  });

  it('of one step, puts first what most encounters would be won by', () => {
    const sections = { laboratory: { due: 500, present: 300 }, imaging: { due: 400, present: 100 } };
    const late = { coverage: { completeness: 0.8, timeliness: 0.8 }, figures: { timely: 1_000, sections } };
    const told = advise(standingOf(late), DAY).map(({ kind, affected }) => `${kind} ${affected}`);
    expect(told).toEqual(['section 300', 'timeliness 250', 'section 200']);
  });

  it('weighs a rule that holds records back by the step that it keeps from', () => {
    const broken = { 'LT-X001': 2_000, 'LT-X002': 2_400 };
    const late = { coverage: { timeliness: 0.8 }, figures: { timely: 1_000, broken } };
    expect(kindsOf(late)).toEqual(['timeliness', 'rule', 'rule']);
    const few = { coverage: { emr: 838, volume: 838 / 1_250 }, figures: { emr: 838, timely: 838, broken } };
    expect(advise(standingOf(few), DAY).map(({ behind }) => behind)).toEqual([
      { rule: 'LT-X001' },
      { encounters: { show: 'no-emr' } },
      { rule: 'LT-X002' },
    ]);
  });
});

describe('whatever the figures', () => {
  const count = fc.nat({ max: 5_000 });
  const part = (whole: number) => fc.nat({ max: whole });
  const share = (numerator: number, whole: number) => (whole === 0 ? null : numerator / whole);
  const queue = fc.record<FacilityQueue>({ queued: count, parked: count, refused: count, late: fc.constant(0) });

  const standings: fc.Arbitrary<Omit<FacilityStanding, 'advice'>> = fc
    .record({ encounters: count, received: count, hasClaims: fc.boolean(), other: fc.option(count), queue })
    .chain(({ encounters, received, hasClaims, other, queue: waiting }) =>
      fc
        .record({
          emr: part(encounters),
          due: fc.array(part(encounters), { minLength: 3, maxLength: 3 }),
          accepted: part(received),
          late: part(waiting.queued + waiting.parked + waiting.refused),
          broken: fc.dictionary(fc.constantFrom('LT-X001', 'LT-X002', 'LT-X003'), part(received)),
          flags: fc.record({ connected: fc.boolean(), sending: fc.boolean(), wasThere: fc.boolean() }),
          silence: fc.constantFrom<Silence>('none', 'unusual', 'week', 'never'),
        })
        .chain(({ emr, due, accepted, late, broken, flags, silence }) =>
          fc
            .record({
              timely: part(emr),
              identified: part(emr),
              present: fc.tuple(...due.map(part)),
              held: part(received - accepted),
            })
            .map(({ timely, identified, present, held }) => {
              const expected = hasClaims ? encounters : other;
              const sections = Object.fromEntries(
                ['laboratory', 'imaging', 'other'].map((id, at) => [
                  id,
                  { due: due[at] ?? 0, present: present[at] ?? 0 },
                ]),
              );
              return standingOf({
                ...{ connected: flags.connected, sending: flags.sending, silence, proven: false },
                lastAcceptedAt: flags.wasThere ? Date.parse('2026-11-14T08:30:00+07:00') : null,
                coverage: {
                  ...{ expected, emr, volume: expected === null ? null : share(emr, expected) },
                  ...{
                    timeliness: share(timely, emr),
                    identity: share(identified, emr),
                    completeness: share(emr, encounters),
                  },
                },
                figures: {
                  ...{ encounters, claimed: hasClaims ? encounters : 0, emr, timely, identified, sections, broken },
                  ...{ received, accepted, quarantined: held, refused: received - accepted - held },
                },
                queue: { ...waiting, late },
              });
            }),
        ),
    );

  it('there are three at most, none twice, none about more than there is, and always the same', () => {
    fc.assert(
      fc.property(standings, (standing) => {
        const faults = findFaults(standing, DAY, words);
        for (const { affected, base } of faults) {
          if (affected === null) continue;
          expect(affected).toBeGreaterThan(0);
          expect(affected).toBeLessThanOrEqual(base ?? -1);
        }
        const names = faults.map(({ kind, object }) => `${kind} ${object}`);
        expect(new Set(names).size).toBe(names.length);
        expect(faults.map(({ hinders }) => hinders)).toEqual(faults.map(({ hinders }) => hinders).toSorted());
        const advice = advise(standing, DAY);
        expect(advice).toHaveLength(Math.min(3, faults.length));
        expect(advise(structuredClone(standing), DAY)).toEqual(advice);
        expect(JSON.stringify(advice)).not.toMatch(/\{\w+\}|NaN|Infinity/);
      }),
      { numRuns: 200 },
    );
  });

  it('a proven facility without a backlog hears of nothing that would keep it from a step', () => {
    expect(findFaults(standingOf({ queue: NO_QUEUE }), DAY, words)).toEqual([]);
  });
});
