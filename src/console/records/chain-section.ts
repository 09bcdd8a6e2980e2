import type { DeliveryLink, RecordChain } from '../../types/record-desk.ts';
import { renderWords } from '../destinations/act-list.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';

type Progress = 'done' | 'waits' | 'failed' | 'none';

interface Step {
  readonly name: string;
  readonly progress: Progress;
  readonly text: Html;
}

const SIGNS: Readonly<Record<Progress, string>> = { done: '✓', waits: '…', failed: '✗', none: '–' };

/** The receipt chain, from the call that brought the record to the receivers’ own ids. */
export function renderChain(chain: RecordChain, view: View): Html {
  return html`<ol class="chain">${stepsOf(chain, view).map(
    ({ name, progress, text }) => html`<li class="${progress}">
      <span class="sign" aria-hidden="true">${SIGNS[progress]}</span>
      <div><b>${name}</b><p>${text}</p></div></li>`,
  )}</ol>`;
}

function stepsOf({ record, deliveries, released }: RecordChain, view: View): readonly Step[] {
  const { state, policy, mapping, resourceCount, receivedAt, sha256 } = record;
  const isHeld = state === 'quarantined' || record.releasedAt !== null;
  // As it was judged when it came: a release is a step of its own.
  const judgedAs = isHeld ? 'quarantined' : state;
  const judged = { state: view.say(`record-${judgedAs}`), policy: policy ?? '–' };
  const isMapped = resourceCount > 0;
  const nowhere = view.say(state === 'accepted' ? 'recordOwedNowhere' : 'recordNotSent');
  return [
    {
      name: view.say('recordStepReceived'),
      progress: 'done',
      text: html`${renderInstant(receivedAt, view)}
        <code class="aside hash">${view.say('recordOfBytes', { sha256 })}</code>`,
    },
    {
      name: view.say('recordStepValid'),
      progress: judgedAs === 'accepted' ? 'done' : 'failed',
      text: html`${view.say('recordJudged', judged)}`,
    },
    {
      name: view.say('recordStepMapped'),
      progress: isMapped ? 'done' : 'none',
      text: isMapped
        ? html`${view.say('recordMapped', { count: resourceCount, mapping: mapping ?? '–' })}`
        : html`${view.say('recordNotMapped')}`,
    },
    ...(isHeld ? heldSteps(record, released, view) : []),
    storedStep(record, view),
    queuedStep(deliveries, nowhere, view),
    arrivedStep(deliveries, nowhere, view),
  ];
}

function heldSteps(
  { receivedAt, releasedAt }: RecordChain['record'],
  act: RecordChain['released'],
  view: View,
): readonly Step[] {
  const waits = releasedAt === null;
  const since = html`${renderInstant(receivedAt, view)}${waits ? html`, ${view.say('recordHeldSince')}` : ''}`;
  const held: Step = { name: view.say('recordStepHeld'), progress: waits ? 'waits' : 'done', text: since };
  if (releasedAt === null) return [held];
  const text = act === null ? renderInstant(releasedAt, view) : renderWords({ ...act, at: releasedAt }, view);
  return [held, { name: view.say('recordStepReleased'), progress: 'done', text }];
}

function storedStep({ state, kept, version, receivedAt, releasedAt }: RecordChain['record'], view: View): Step {
  const name = view.say('recordStepStored');
  if (state === 'refused') return { name, progress: 'failed', text: html`${view.say('recordNotStored')}` };
  if (state === 'quarantined') return { name, progress: 'waits', text: html`${view.say('recordHeld')}` };
  const past = kept === 'receipt' ? html`<br>${view.say('recordKeptReceipt')}` : '';
  return {
    name,
    progress: 'done',
    text: html`${renderInstant(releasedAt ?? receivedAt, view)}, ${view.say('recordStored', { version })}${past}`,
  };
}

function queuedStep(deliveries: readonly DeliveryLink[], nowhere: string, view: View): Step {
  const name = view.say('recordStepQueued');
  const [first] = deliveries;
  if (first === undefined) return { name, progress: 'none', text: html`${nowhere}` };
  const owed = view.say('recordOwed', { count: deliveries.length });
  return { name, progress: 'done', text: html`${renderInstant(first.delivery.queuedAt, view)}, ${owed}` };
}

function arrivedStep(deliveries: readonly DeliveryLink[], nowhere: string, view: View): Step {
  const name = view.say('recordStepDelivered');
  if (deliveries.length === 0) return { name, progress: 'none', text: html`${nowhere}` };
  const arrived = deliveries.filter(({ delivery }) => delivery.state === 'delivered');
  const needs = deliveries.some(({ delivery }) => delivery.state === 'refused' || delivery.state === 'parked');
  const unfinished = needs ? 'failed' : 'waits';
  const receipts = arrived.map(
    ({ delivery }) => html`<br>${delivery.destination}:
      ${delivery.deliveredAt === null ? '' : renderInstant(delivery.deliveredAt, view)}
      <code>${delivery.receipt ?? ''}</code>`,
  );
  const counted = view.say('recordArrived', { arrived: arrived.length, count: deliveries.length });
  return {
    name,
    progress: arrived.length === deliveries.length ? 'done' : unfinished,
    text: html`${counted}${receipts}`,
  };
}
