/* Opens what a link on the page leads to, also where it is folded up and the browser does not do it by itself. */

function unfold() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const folded = target?.closest('details');
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView({ block: 'nearest' });
}

addEventListener('hashchange', unfold);
unfold();
