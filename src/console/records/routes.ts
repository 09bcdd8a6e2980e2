import { isCalendarDay, startOfLocalDay } from '../../fhir/local-time.ts';
import type { RecordHandle } from '../../types/inspection.ts';
import type { QueueDesk } from '../../types/queue-desk.ts';
import type { RecordDesk } from '../../types/record-desk.ts';
import type { Facility } from '../../types/registry.ts';
import type { EpochMs, RecordState } from '../../types/submission.ts';
import { readLine, staffName } from '../frame/acting.ts';
import { renderInstant } from '../instant.ts';
import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import { renderContent } from './content-page.ts';
import { renderRecord } from './record-page.ts';
import { type Asked, renderSearch } from './search-page.ts';

export interface RecordRoutesDeps {
  readonly records: RecordDesk;
  readonly queue: Pick<QueueDesk, 'release'>;
  readonly facilities: () => Promise<readonly Facility[]>;
  readonly clock: () => EpochMs;
}

const DAY_MS = 86_400_000;
/** Records that a list shows. */
const MAX_SHOWN = 200;
const FACILITY = /^[0-9A-Za-z]{5,13}$/;
const RULE = /^LT-[A-Z]\d{3}$/;
const PERSON = /^\d{12}$/;
/** A key that could be the number of a person goes into no address. */
const NUMBER_LIKE = /^\d{9,12}$/;
const MAX_TEXT = 200;
const NOTHING: Asked = { by: 'key', text: '', facility: null, day: null, state: null, rule: null, isNumber: false };

/**
 * `GET /records` (`?q=&facility=`, or `?facility=&day=&state=&rule=`), `POST /records` (a search, also by personal number),
 * `GET /records/:id`, `POST /records/:id/content` (its content, audited), `POST /records/:id/release`.
 */
export function createRecordRoutes(deps: RecordRoutesDeps): readonly ConsoleRoute[] {
  const { records, queue, clock } = deps;

  async function answerSearch(
    { view, author }: PageRequest,
    asked: Asked,
    found: readonly RecordHandle[] | null,
    wrong: string | null = null,
  ): Promise<PageAnswer> {
    const facilities = await deps.facilities();
    const isCut = (found?.length ?? 0) >= MAX_SHOWN;
    return {
      kind: 'page',
      status: wrong === null ? 200 : 422,
      title: view.say('records'),
      main: renderSearch({ asked, facilities, found, isCut, wrong, author }, view),
    };
  }

  async function answerRecord({ view, params, author }: PageRequest, wrong: string | null): Promise<PageAnswer> {
    const chain = await records.chain(String(params['id']));
    if (chain === undefined) return { kind: 'missing' };
    const key = chain.key === '' ? view.say('recordNoKey') : chain.key;
    return {
      kind: 'page',
      status: wrong === null ? 200 : 422,
      title: view.say('recordTitle', { key }),
      crumbs: [],
      path: `/records/${chain.record.id}`,
      main: renderRecord({ chain, now: clock(), author, wrong }, view),
      live: ['deliveries'],
    };
  }

  async function browse(request: PageRequest): Promise<PageAnswer> {
    const asked = readBrowsed(request.query);
    const { facility, day, state, rule } = asked;
    // Which days to look at, the tallies know.
    if (facility !== null && day === null && rule !== null)
      return { kind: 'goto', path: `/quality/rules/${rule}?facility=${facility}` };
    if (facility === null || day === null) return answerSearch(request, asked, null);
    const from = startOfLocalDay(day);
    const found = await records.received({
      facility,
      from,
      until: from + DAY_MS,
      state: state ?? undefined,
      rule: rule ?? undefined,
      limit: MAX_SHOWN,
    });
    return answerSearch(request, asked, found);
  }

  async function searchPerson(request: PageRequest, text: string, facility: string | null): Promise<PageAnswer> {
    const asked: Asked = { ...NOTHING, by: 'person', facility };
    const { view, author } = request;
    if (!PERSON.test(text)) return answerSearch(request, asked, null, view.say('recordWrongNumber'));
    if (author === null) return answerSearch(request, asked, null, view.say('recordWrongAuthor'));
    return answerSearch(request, asked, await records.findPerson(text, facility, staffName(author)));
  }

  return [
    {
      method: 'get',
      path: '/records',
      place: 'records',
      async answer(request) {
        const text = readLine(request.query['q'], MAX_TEXT);
        if (text === null) return browse(request);
        const isNumber = PERSON.test(text);
        const asked = { ...NOTHING, text, isNumber, facility: readFacility(request.query['facility']) };
        return answerSearch(request, asked, await records.find(text, asked.facility));
      },
    },
    {
      method: 'post',
      path: '/records',
      place: 'records',
      async answer(request) {
        const { form, view } = request;
        const text = readLine(form['text'], MAX_TEXT);
        const facility = readFacility(form['facility']);
        if (form['by'] === 'person') return searchPerson(request, (text ?? '').replace(/\s/g, ''), facility);
        if (text === null) return answerSearch(request, { ...NOTHING, facility }, null, view.say('recordWrongText'));
        if (NUMBER_LIKE.test(text)) {
          const asked = { ...NOTHING, facility, isNumber: PERSON.test(text) };
          return answerSearch(request, asked, await records.find(text, facility));
        }
        const query = new URLSearchParams({ q: text, ...(facility === null ? {} : { facility }) });
        return { kind: 'goto', path: `/records?${query.toString()}` };
      },
    },
    {
      method: 'get',
      path: '/records/:id',
      place: 'records',
      answer: (request) => answerRecord(request, null),
    },
    {
      method: 'get',
      path: '/records/:id/content',
      place: 'records',
      answer: async ({ params }) => ({ kind: 'goto', path: `/records/${encodeURIComponent(String(params['id']))}` }),
    },
    {
      method: 'post',
      path: '/records/:id/content',
      place: 'records',
      async answer(request) {
        const { view, params, form, author } = request;
        if (author === null) return answerRecord(request, view.say('recordIncomplete'));
        const id = String(params['id']);
        const reason = readLine(form['reason']);
        const opened = await records.open(id, { by: staffName(author), reason });
        const chain = opened === undefined ? undefined : await records.chain(id);
        if (opened === undefined || chain === undefined) return { kind: 'missing' };
        return {
          kind: 'page',
          title: view.say('recordContent', { key: chain.key }),
          crumbs: [{ label: view.say('recordTitle', { key: chain.key }), path: `/records/${id}` }],
          path: `/records/${id}`,
          main: renderContent(opened, { author, time: renderInstant(clock(), view) }, view),
          scripts: ['record-content'],
        };
      },
    },
    {
      method: 'post',
      path: '/records/:id/release',
      place: 'records',
      async answer(request) {
        const { view, params, form, author } = request;
        const recordId = String(params['id']);
        const chain = await records.chain(recordId);
        const reason = readLine(form['reason']);
        if (chain === undefined) return { kind: 'missing' };
        if (author === null || reason === null) return answerRecord(request, view.say('recordIncomplete'));
        const { key, record } = chain;
        const release = { recordId, facility: record.facility, key, reason };
        const outcome = await queue.release(release, staffName(author));
        return { kind: 'goto', path: `/records/${recordId}`, flash: view.say(RELEASED[outcome], { key }) };
      },
    },
  ];
}

const RELEASED = { released: 'recordReleased', superseded: 'recordSuperseded', unknown: 'recordNotHeld' } as const;
const STATES: readonly RecordState[] = ['accepted', 'quarantined', 'refused'];

function readFacility(text: string | undefined): string | null {
  return text !== undefined && FACILITY.test(text) ? text : null;
}

function readBrowsed({ facility, day, state, rule }: PageRequest['query']): Asked {
  return {
    ...NOTHING,
    facility: readFacility(facility),
    day: day !== undefined && isCalendarDay(day) ? day : null,
    state: STATES.find((each) => each === state) ?? null,
    rule: rule !== undefined && RULE.test(rule) ? rule : null,
  };
}
