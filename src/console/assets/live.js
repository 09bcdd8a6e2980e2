/** So often the page asks by itself when no news comes by the stream. */
const EVERY_MS = 15_000;
/** So often it is looked whether that is due, and whether what is shown is stale. */
const LOOK_MS = 5_000;
/** Longer than this without a sign of the gateway, what is shown is called stale. */
const STALE_MS = 40_000;

/**
 * Keeps the page current without loading it anew: told by the gateway that something it shows has changed, it asks for
 * the same page again and replaces the parts marked `data-live` whose markup changed, so that filters, focus and the
 * place on the page stay. What somebody is typing in is never taken away: the page then says that there is something new. Without
 * the stream it asks by itself. Tells the document `replaced` for each such part.
 */
export function startLiveRefresh() {
  const topics = document.body.dataset.topics.split(' ').filter(Boolean);
  if (topics.length === 0) return;
  const served = new Map(partsOf(document).map((part) => [part.dataset.live, part.innerHTML]));
  const isFailure = document.body.dataset.page === 'failure';
  const status = document.getElementById('status');
  let heardAt = Date.now();
  let askedAt = heardAt;
  let stream;

  async function refresh() {
    if (document.hidden) return;
    const { href } = location;
    askedAt = Date.now();
    try {
      const page = await loadPage();
      heardAt = Date.now();
      if (href !== location.href) return;
      if (!hasOtherParts(page)) showPage(page);
      else if (isBusy(document)) offerReload();
      else location.reload();
    } catch {
      showStaleIfSo();
    }
  }

  function showPage(page) {
    showStatus(status, page.getElementById('status'));
    for (const fresh of partsOf(page)) {
      const name = fresh.dataset.live;
      if (served.get(name) === fresh.innerHTML) continue;
      if (isBusy(document.querySelector(`[data-live="${name}"]`))) {
        offerReload();
        continue;
      }
      served.set(name, fresh.innerHTML);
      const part = replacePart(name, fresh);
      part.dispatchEvent(new CustomEvent('replaced', { bubbles: true, detail: name }));
    }
  }

  function hasOtherParts(page) {
    const parts = partsOf(page);
    return (
      page.body.dataset.page !== document.body.dataset.page ||
      parts.length !== served.size ||
      parts.some((part) => !served.has(part.dataset.live))
    );
  }

  function hear() {
    heardAt = Date.now();
    if (isFailure || status?.classList.contains('stale')) refresh();
  }

  function showStaleIfSo() {
    if (Date.now() - heardAt > STALE_MS) showStale(status);
  }

  /** Only a page that is seen holds a connection: a browser has few of them for one server. */
  function listen() {
    stream?.close();
    stream = undefined;
    if (document.hidden) return;
    stream = new EventSource('/console/events');
    stream.addEventListener('hello', hear);
    stream.addEventListener('alive', hear);
    stream.addEventListener('news', ({ data }) => {
      heardAt = Date.now();
      if (isFailure || data.split(' ').some((topic) => topics.includes(topic))) refresh();
    });
  }

  setInterval(() => {
    if (document.hidden) return;
    showStaleIfSo();
    if (stream?.readyState === EventSource.CLOSED) listen();
    const isDue = isFailure || stream?.readyState !== EventSource.OPEN || Date.now() - heardAt > STALE_MS;
    if (!isDue || Date.now() - askedAt < EVERY_MS) return;
    refresh();
  }, LOOK_MS);
  document.addEventListener('visibilitychange', () => {
    listen();
    refresh();
  });
  // The address was changed by a filter: what it asks for is shown at once.
  document.addEventListener('asked', refresh);
  addEventListener('pagehide', () => stream?.close());
  addEventListener('pageshow', ({ persisted }) => persisted && listen());
  listen();
}

function partsOf(page) {
  return [...page.querySelectorAll('[data-live]')];
}

/** True while somebody writes in a form that is to be sent: a field is focused, or holds what did not come with the page. */
function isBusy(part) {
  const fields = [...part.querySelectorAll('form[method="post"] :is(input, textarea, select)')];
  return fields.some((field) => field === document.activeElement || isTouched(field));
}

function isTouched(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.options === undefined) return field.value !== field.defaultValue;
  const initial = Math.max(
    0,
    [...field.options].findIndex((option) => option.defaultSelected),
  );
  return field.selectedIndex !== initial;
}

function offerReload() {
  const notice = document.getElementById('newer');
  if (notice === null) return;
  notice.querySelector('a').href = location.href;
  notice.hidden = false;
}

async function loadPage() {
  const response = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(EVERY_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** The link or button that has the focus keeps it, when it is still there; what was opened stays open. */
function replacePart(name, fresh) {
  const part = document.querySelector(`[data-live="${name}"]`);
  const focused = part.contains(document.activeElement) ? part.querySelectorAll(FOCUSABLE) : [];
  const index = [...focused].indexOf(document.activeElement);
  const opened = [...part.querySelectorAll('details')].map(({ open }) => open);
  part.replaceChildren(...fresh.childNodes);
  part.querySelectorAll('details').forEach((details, position) => {
    details.open = opened[position] ?? false;
  });
  const { [index]: held } = focused;
  const href = held?.getAttribute('href');
  const column = held?.dataset.focus;
  const same = column ? `[data-focus="${CSS.escape(column)}"]` : href && `a[href="${CSS.escape(href)}"]`;
  const again = same ? part.querySelector(same) : part.querySelectorAll(FOCUSABLE)[index];
  if (index >= 0) again?.focus({ preventScroll: true });
  return part;
}

const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';

/** The time of an update is no news for the ear; only lost contact is. */
function showStatus(status, fresh) {
  if (status === null || fresh === null) return;
  status.classList.remove('stale');
  status.removeAttribute('role');
  status.dataset.stale = fresh.dataset.stale;
  status.replaceChildren(...fresh.childNodes);
}

function showStale(status) {
  if (status === null || status.classList.contains('stale')) return;
  status.classList.add('stale');
  status.setAttribute('role', 'alert');
  status.textContent = status.dataset.stale;
}
