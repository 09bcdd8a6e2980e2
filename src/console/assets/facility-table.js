/**
 * Filters and sorts the rows that the server wrote. What is shown is decided by the form alone, so that it can be
 * applied again after the rows were replaced.
 */
export function startFacilityTable() {
  const form = document.getElementById('filters');
  const table = document.querySelector('table.facilities');
  if (form === null || table === null) return { apply() {} };
  const controls = form.elements;
  const order = { column: '', descending: false };

  function apply() {
    const rows = [...table.tBodies[0].rows];
    sortRows(rows, table, order);
    const words = plain(controls.text.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !matches(row, controls, words);
      if (!row.hidden) shown += 1;
    }
    document.getElementById('no-match').hidden = shown > 0;
    controls.shown.value = controls.shown.dataset.text.replace('{shown}', shown).replace('{all}', rows.length);
  }

  function sortBy(column, descending) {
    order.column = column;
    order.descending = descending;
    const direction = descending ? 'descending' : 'ascending';
    for (const button of table.querySelectorAll('[data-sort]')) {
      button.parentElement.ariaSort = button.dataset.sort === column ? direction : 'none';
    }
    controls.sort.value = column;
    apply();
  }

  /** A link to a row, or to a list, must show it whatever was filtered before. */
  function follow(event) {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link) return;
    const { condition } = link.dataset;
    if (condition === undefined && !link.hash.startsWith('#f-')) return;
    form.reset();
    controls.condition.value = condition ?? '';
    apply();
  }

  form.addEventListener('input', (event) => {
    if (event.target === controls.sort) sortBy(controls.sort.value, descendsFirst(controls.sort.value));
    else apply();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(() => sortBy('', false)));
  table.tHead.addEventListener('click', ({ target }) => {
    const column = target.dataset.sort;
    if (column === undefined) return;
    sortBy(column, column === order.column ? !order.descending : descendsFirst(column));
  });
  document.addEventListener('click', follow);
  apply();
  return { apply };
}

/** Alarms and the newest records come first; low shares come first, because those need a hand. */
function descendsFirst(column) {
  return column === 'alarm' || column === 'lastRecord' || column === 'stage';
}

function sortRows(rows, table, { column, descending }) {
  const index = [...table.tHead.rows[0].cells].findIndex((cell) => cell.firstElementChild.dataset.sort === column);
  const collator = new Intl.Collator('vi', { numeric: true });
  const value = (row) => row.cells[index]?.dataset.value ?? row.id;
  const compare = (a, b) => collator.compare(value(a), value(b)) || collator.compare(a.id, b.id);
  const numeric = rows.every((row) => value(row) !== '' && !Number.isNaN(Number(value(row))));
  rows.sort(numeric ? (a, b) => value(a) - value(b) || collator.compare(a.id, b.id) : compare);
  if (descending) rows.reverse();
  const body = table.tBodies[0];
  if (rows.some((row, position) => body.rows[position] !== row)) body.append(...rows);
}

function matches(row, controls, words) {
  const { stage, cohort, conditions } = row.dataset;
  if (controls.stage.value !== '' && controls.stage.value !== stage) return false;
  if (controls.cohort.value !== '' && controls.cohort.value !== cohort) return false;
  if (controls.condition.value !== '' && !conditions.split(' ').includes(controls.condition.value)) return false;
  const text = plain(row.cells[0].textContent);
  return words.every((word) => text.includes(word));
}

/** Without case and diacritics, so that "duc pho" finds "Đức Phổ". */
function plain(text) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}
