/** After the last key, in milliseconds. */
const PAUSE_MS = 250;

let waiting;

/**
 * A form `data-instant` shows what it asks for at once: the address becomes what the form would have gone to, and the
 * page's `data-live` parts are fetched for it. The same for links inside a `data-instant` part that stay on the page.
 */
document.addEventListener('input', ({ target }) => {
  const form = target.closest('form[data-instant]');
  if (form === null) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => show(addressOf(form)), target.type === 'search' || target.type === 'text' ? PAUSE_MS : 0);
});
document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-instant]')) return;
  event.preventDefault();
  clearTimeout(waiting);
  show(addressOf(event.target));
});
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('[data-instant] a[href]');
  const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link || other || link.download || link.pathname !== location.pathname || link.hash !== '') return;
  event.preventDefault();
  for (const form of document.querySelectorAll('form[data-instant]')) fill(form, new URL(link.href).searchParams);
  show(link.href);
});
addEventListener('popstate', () => location.reload());

/** Without what asks for nothing, so that the address can be passed on. */
function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  return `${form.action}${query.size === 0 ? '' : `?${query}`}`;
}

function fill(form, query) {
  for (const control of form.elements) if (control.name) control.value = query.get(control.name) ?? '';
}

/** The same page in the other language shows what this one shows now. */
function keepInLanguageLink(query) {
  const link = document.querySelector('.language a');
  if (link === null) return;
  const asked = new URLSearchParams(query);
  asked.set('lang', link.hreflang);
  link.search = asked;
}

function show(address) {
  if (address === location.href) return;
  history.pushState(null, '', address);
  keepInLanguageLink(new URL(address).searchParams);
  document.dispatchEvent(new Event('asked'));
}
