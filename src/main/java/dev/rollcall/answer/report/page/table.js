// A native table of any length: only the rows near the window are in the document. It scrolls with the page.

const PRINTED_ROWS = 1000;
const BEYOND = 12;

class Table {
  constructor(host) {
    this.host = host;
    this.shown = null;
    this.from = 0;
    this.to = 0;
    this.active = 0;
    this.printing = false;
    this.measured = null;
    this.head = element('thead');
    this.above = this.spacer();
    this.body = element('tbody');
    this.below = this.spacer();
    this.caption = element('caption');
    this.table = element('table', {}, this.caption, this.head, this.above, this.body, this.below);
    this.note = element('p', { className: 'print-note' });
    host.append(this.table, this.note);
    this.table.addEventListener('keydown', (event) => this.key(event));
    this.table.addEventListener('focusin', (event) => this.focused(event));
    addEventListener('scroll', () => this.scrolled(), { passive: true });
    addEventListener('resize', () => {
      this.from = -1;
      this.measured = null;
      this.scrolled();
    });
  }

  spacer() {
    const cell = element('td');
    const row = element('tr', {}, cell);
    const body = element('tbody', { className: 'spacer' }, row);
    body.setAttribute('aria-hidden', 'true');
    return body;
  }

  // Shows rows: { caption, columns: [{ label, sort, className, cell(row) }], count, sorted: { key, descending }, onSort }.
  show(shown) {
    const before = this.shown;
    this.shown = shown;
    this.active = Math.min(before && before.name === shown.name ? this.active : 0, Math.max(0, shown.count - 1));
    this.caption.textContent = shown.caption;
    this.table.setAttribute('aria-rowcount', String(shown.count + 1));
    this.table.className = `rows ${shown.name}`;
    this.showHead(before && before.name === shown.name);
    this.from = -1;
    this.draw();
  }

  showHead(same) {
    const { columns, order } = this.shown;
    if (!same) {
      const cells = columns.map((column) => {
        const cell = element('th', { scope: 'col', className: column.className || '' });
        if (column.sort) {
          const button = element('button', { type: 'button' }, column.label, element('span', { className: 'arrow' }));
          button.lastChild.setAttribute('aria-hidden', 'true');
          button.addEventListener('click', () => this.shown.onSort(column));
          cell.append(button);
        } else {
          cell.append(column.label);
        }
        return cell;
      });
      const row = element('tr', {}, ...cells);
      row.setAttribute('aria-rowindex', '1');
      this.head.replaceChildren(row);
      this.measured = null;
    }
    columns.forEach((column, place) => {
      const cell = this.head.firstChild.children[place];
      const sortedBy = column.sort && order && order.key === column.sort;
      if (!column.sort) {
        return;
      }
      cell.setAttribute('aria-sort', sortedBy ? (order.descending ? 'descending' : 'ascending') : 'none');
      cell.querySelector('.arrow').textContent = sortedBy ? (order.descending ? '▼' : '▲') : '';
    });
  }

  // How high a row is, and how many columns are shown: a narrow window shows fewer. Asked for once, since to ask after
  // each change would have the browser lay out the page each time.
  get measures() {
    if (this.measured === null) {
      this.measured = {
        row: parseFloat(getComputedStyle(this.table).getPropertyValue('--row')),
        columns: [...this.head.firstChild.children].filter((column) => column.offsetWidth > 0).length || 1,
      };
    }
    return this.measured;
  }

  scrolled() {
    if (this.shown && !this.printing) {
      this.draw();
    }
  }

  // Puts the rows near the window into the document.
  draw() {
    const { count } = this.shown;
    const height = this.measures.row;
    const head = this.head.getBoundingClientRect();
    // The head sticks to the top, the table itself does not.
    const top = this.table.getBoundingClientRect().top + head.height;
    const first = Math.floor(-top / height);
    this.firstVisible = Math.max(0, Math.ceil((head.bottom - top) / height));
    const visible = Math.ceil(innerHeight / height);
    let from = Math.max(0, Math.min(count, first - BEYOND));
    let to = Math.max(0, Math.min(count, first + visible + BEYOND));
    // The window may be far above or below the table.
    if (to <= from) {
      from = top > 0 ? 0 : Math.max(0, count - visible);
      to = Math.min(count, from + BEYOND);
    }
    if (this.from >= 0 && this.from <= Math.max(0, first - 2) && this.to >= Math.min(count, first + visible + 2)) {
      return;
    }
    this.drawRows(from, to, height);
  }

  // Rows that were there stay: one may be about to be clicked, or have the focus.
  drawRows(from, to, height) {
    const kept = this.from >= 0 && from < this.to && to > this.from;
    const rows = (first, end) => {
      const made = [];
      for (let place = first; place < end; place++) {
        made.push(this.row(place));
      }
      return made;
    };
    if (kept) {
      for (const row of [...this.body.children]) {
        if (row.dataset.place < from || row.dataset.place >= to) {
          row.remove();
        }
      }
      this.body.prepend(...rows(from, Math.max(from, this.from)));
      this.body.append(...rows(Math.min(to, this.to), to));
    } else {
      const focused = this.body.contains(document.activeElement);
      this.body.replaceChildren(...rows(from, to));
      if (focused && this.active >= from && this.active < to) {
        this.linkIn(this.active)?.focus({ preventScroll: true });
      }
    }
    this.from = from;
    this.to = to;
    this.space(this.above, from * height);
    this.space(this.below, (this.shown.count - to) * height);
    this.tabStop();
  }

  space(body, height) {
    body.hidden = height <= 0;
    const cell = body.firstChild.firstChild;
    cell.style.height = `${height}px`;
    // A cell across more columns than are shown would make room for them.
    cell.colSpan = this.measures.columns;
  }

  row(place) {
    const row = element('tr');
    row.setAttribute('aria-rowindex', String(place + 2));
    row.dataset.place = String(place);
    this.shown.columns.forEach((column, index) => {
      const content = column.cell(this.shown.row(place));
      const cell = element(index === 0 ? 'th' : 'td', { className: column.className || '' });
      if (index === 0) {
        cell.scope = 'row';
      }
      cell.append(...(Array.isArray(content) ? content : [content]));
      row.append(cell);
    });
    return row;
  }

  linkIn(place) {
    return this.body.querySelector(`tr[data-place="${place}"] a`);
  }

  // One row at a time is reached by Tab; the arrows go from row to row.
  tabStop() {
    const stop = this.active >= this.from && this.active < this.to ? this.active : this.firstVisible;
    for (const link of this.body.querySelectorAll('a')) {
      link.tabIndex = link.closest('tr').dataset.place === String(stop) ? 0 : -1;
    }
  }

  focused(event) {
    const row = event.target.closest('tr[data-place]');
    if (row) {
      this.active = Number(row.dataset.place);
      this.tabStop();
    }
  }

  key(event) {
    const row = event.target.closest('tr[data-place]');
    if (!row || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const page = Math.max(1, Math.floor((innerHeight - this.head.getBoundingClientRect().bottom) / this.measures.row) - 1);
    const place = Number(row.dataset.place);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -place, End: this.shown.count };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.go(Math.max(0, Math.min(this.shown.count - 1, place + step)));
    }
  }

  // Brings a row into view and its link into focus.
  go(place) {
    this.active = place;
    const height = this.measures.row;
    const head = this.head.getBoundingClientRect();
    const top = this.table.getBoundingClientRect().top + head.height + place * height;
    const under = head.bottom;
    if (top < under) {
      scrollBy(0, top - under);
    } else if (top + height > innerHeight) {
      scrollBy(0, top + height - innerHeight + 4);
    }
    this.draw();
    this.tabStop();
    this.linkIn(place)?.focus({ preventScroll: true });
  }

  // On paper there is no window: the first rows, and a word on the others.
  print(begins) {
    if (!this.shown) {
      return;
    }
    this.printing = begins;
    const { count } = this.shown;
    if (begins) {
      const printed = Math.min(count, PRINTED_ROWS);
      this.from = -1;
      this.drawRows(0, printed, 0);
      this.note.textContent =
        count > printed
          ? `The first ${number(printed)} of ${number(count)} rows. Search, or open a group, to print others.`
          : '';
    } else {
      this.note.textContent = '';
      this.from = -1;
      this.draw();
    }
  }
}
