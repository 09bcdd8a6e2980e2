import type { OpenedField, OpenedRecord, OpenedResource, OpenedRow, OpenedTable } from '../../types/record-desk.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** The content of a record, as the sender’s form and as FHIR side by side; both lead to each other. */
export function renderContent(opened: OpenedRecord, opening: { author: string; time: Html }, view: View): Html {
  const [before = '', after = ''] = view.say('recordOpened', { author: opening.author, time: '\n' }).split('\n');
  return html`<p class="notice">${before}${opening.time}${after} ${renderProtection(opened, view)}</p>
  <p class="jump"><a href="#form">${view.say('recordToForm')}</a> <a href="#fhir">${view.say('recordToFhir')}</a></p>
  <div class="columns halves content">
    <section class="panel pane" id="form" tabindex="0" aria-labelledby="form-title"><h2 id="form-title">${view.say('recordForm')}
      ${opened.source === null ? '' : html`<span class="aside">${view.say(opened.source === 'sent' ? 'recordFormSent' : 'recordFormRebuilt')}</span>`}</h2>
      ${opened.tables.length === 0 ? html`<p class="empty">${view.say('recordNoForm')}</p>` : opened.tables.map((table, index) => renderTable(table, index === 0, view))}</section>
    <section class="panel pane" id="fhir" tabindex="0" aria-labelledby="fhir-title"><h2 id="fhir-title">FHIR
      <span class="aside">${view.say('recordFhirCount', { count: opened.resources.length })}</span></h2>
      ${opened.isStored || opened.resources.length === 0 ? '' : html`<p class="notice">${view.say('recordNotOurs')}</p>`}
      ${opened.resources.length === 0 ? html`<p class="empty">${view.say('recordNoResources')}</p>` : opened.resources.map((resource) => renderResource(resource, view))}</section>
  </div>`;
}

function renderProtection({ protectedCount, isProtectedShown }: OpenedRecord, view: View): string {
  if (protectedCount === 0) return '';
  return view.say(isProtectedShown ? 'recordShownProtected' : 'recordHiddenCount', { count: protectedCount });
}

function renderTable({ name, isHidden, count, rows }: OpenedTable, isFirst: boolean, view: View): Html {
  const title = html`<h3 id="t-${name}">${name} <span class="aside">${view.say('recordRows', { count })}</span></h3>`;
  if (isHidden) return html`${title}<p class="notice">${view.say('recordHidden')}</p>`;
  const left = count - rows.length;
  return html`${title}${rows.map((row, index) => renderRow(name, row, isFirst && index === 0, view))}
    ${left > 0 ? html`<p class="aside">${view.say('recordRowsLeft', { count: left })}</p>` : ''}`;
}

function renderRow(table: string, { number, within, fields }: OpenedRow, isOpen: boolean, view: View): Html {
  const name = `${table}[${number}]`;
  const heads = ['recordField', 'recordValue', 'recordElement'] as const;
  return html`<details${isOpen ? html` open` : ''}><summary><code>${name}</code>${within === undefined ? '' : html` <span class="aside">${within}</span>`}</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="${name}"><table class="list fields-of">
      <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
      <tbody>${fields.map((field) => renderField(field, view))}</tbody></table></div></details>`;
}

function renderField({ name, value, meaning, elements }: OpenedField, view: View): Html {
  return html`<tr><th scope="row"><code>${name}</code>${meaning === undefined ? '' : html`<span class="aside meaning">${meaning[view.language]}</span>`}</th>
    <td>${renderValue(value, view)}</td>
    <td>${elements.map(({ reference, path }) => html`<a class="element" href="#r-${reference.replace('/', '-')}">${reference.split('/')[0] ?? ''}${path === '' ? '' : `.${path}`}</a>`)}</td></tr>`;
}

function renderValue(value: string | null, view: View): Html {
  if (value === null) return html`<span class="tag warn">${view.say('recordHidden')}</span>`;
  return value === ''
    ? html`<span class="aside">${view.say('recordEmptyValue')}</span>`
    : html`<span class="value">${value}</span>`;
}

function renderResource({ reference, labels, json, from }: OpenedResource, view: View): Html {
  const [type = '', id = ''] = reference.split('/');
  const label = labels.map((each) => html` <span class="tag warn">${each}</span>`);
  const source =
    from.length === 0 ? '' : html` <span class="aside">${view.say('recordFrom', { tables: from.join(', ') })}</span>`;
  const summary = html`<summary><b>${type}</b>${label}${source}</summary>`;
  const body =
    json === null
      ? html`<p class="notice" id="r-${type}-${id}">${view.say('recordHidden')}</p>`
      : html`<pre id="r-${type}-${id}" tabindex="0" role="group" aria-label="${reference}">${json}</pre>`;
  return html`<details class="resource">${summary}${body}</details>`;
}
