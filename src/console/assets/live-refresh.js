const EVERY_MS = 15_000;
/** Longer than this without an answer, the figures are called stale. */
const STALE_MS = 40_000;

/**
 * Keeps the page current without loading it anew: asks for the same page, and replaces the parts marked `data-live`
 * whose markup changed, so that filters, sorting, focus and the place on the page stay.
 */
export function startLiveRefresh({ onReplaced }) {
  const served = new Map(partsOf(document).map((part) => [part.dataset.live, part.innerHTML]));
  const status = document.getElementById('status');
  let answeredAt = Date.now();

  async function refresh() {
    if (document.hidden) return;
    try {
      const page = await loadPage();
      answeredAt = Date.now();
      if (hasOtherParts(page)) location.reload();
      else showPage(page);
    } catch {
      if (Date.now() - answeredAt > STALE_MS) showStale(status);
    }
  }

  function showPage(page) {
    showStatus(status, page.getElementById('status'));
    for (const fresh of partsOf(page)) {
      const name = fresh.dataset.live;
      if (served.get(name) === fresh.innerHTML) continue;
      served.set(name, fresh.innerHTML);
      replacePart(name, fresh);
      onReplaced(name);
    }
  }

  function hasOtherParts(page) {
    return partsOf(page).length !== served.size || page.body.dataset.page !== document.body.dataset.page;
  }

  setInterval(refresh, EVERY_MS);
  document.addEventListener('visibilitychange', refresh);
}

function partsOf(page) {
  return [...page.querySelectorAll('[data-live]')];
}

async function loadPage() {
  const response = await fetch(location.pathname + location.search, { signal: AbortSignal.timeout(EVERY_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** The link that has the focus keeps it, when it is still there. */
function replacePart(name, fresh) {
  const part = document.querySelector(`[data-live="${name}"]`);
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  part.replaceChildren(...fresh.childNodes);
  if (focused !== null) part.querySelector(`a[href="${focused}"]`)?.focus({ preventScroll: true });
}

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
