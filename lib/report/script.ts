/**
 * The page's only script: tables are sorted by their heads, a search hides what it does not find, what
 * is to be printed is opened, policies are copied. It makes no HTML: texts are set as text, elements are moved. Without it
 * everything can be read.
 */
export const SCRIPT = `'use strict';
(() => {
  const all = (where, what) => [...where.querySelectorAll(what)];

  // Tables: a head is a button that sorts by its column.
  const keyOf = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.v === undefined ? cell.innerText.trim().toLowerCase() : Number(cell.dataset.v);
  };
  const sort = (table, head, at) => {
    const down = head.getAttribute('aria-sort') !== 'descending';
    const first = head.getAttribute('aria-sort') === null && head.classList.contains('text');
    const sign = first || !down ? 1 : -1;
    for (const other of all(table, 'thead th')) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [keyOf(row, at), row]);
    rows.sort(([a], [b]) => (a < b ? -sign : a > b ? sign : 0));
    body.append(...rows.map(([, row]) => row));
  };
  for (const table of all(document, 'table.sortable')) {
    if (table.tBodies[0].rows.length < 2) continue;
    all(table, 'thead th').forEach((head, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sort(table, head, at));
      head.append(button);
    });
  }

  // Search: every word must occur.
  const form = document.getElementById('search');
  const input = form.querySelector('input');
  const told = form.querySelector('[role=status]');
  const items = all(document, '.find').map((item) => [item, item.textContent.toLowerCase()]);
  const find = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let found = 0;
    for (const [item, text] of items) {
      const holds = words.every((word) => text.includes(word));
      item.hidden = !holds;
      if (holds) found += 1;
    }
    for (const group of all(document, '.group, .columns, section.part')) {
      const own = all(group, '.find');
      group.classList.toggle('none', words.length > 0 && own.length > 0 && own.every((item) => item.hidden));
    }
    document.body.classList.toggle('searching', words.length > 0);
    told.textContent = words.length === 0 ? '' : found === 1 ? '1 entry found' : found + ' entries found';
  };
  input.addEventListener('input', find);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;

  // Policies are copied.
  if (navigator.clipboard !== undefined) {
    for (const pre of all(document, 'details.json pre')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'copy';
      button.textContent = 'Copy';
      button.addEventListener('click', () => {
        navigator.clipboard.writeText(pre.textContent).then(
          () => (button.textContent = 'Copied'),
          () => (button.textContent = 'Not copied: select it and copy'),
        );
      });
      pre.before(button);
    }
  }

  // On paper nothing can be opened: policies and findings are.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all(document, '.card details:not([open])');
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
  });
})();
`;
