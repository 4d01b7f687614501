// The page: reads the data, draws what the state says, and wires the controls.

const byId = (id) => document.getElementById(id);

function setCurrent(link, isCurrent) {
  if (isCurrent) {
    link.setAttribute('aria-current', 'true');
  } else {
    link.removeAttribute('aria-current');
  }
}

// Puts new links in the place of others; where one had the focus, the one that is current has it then.
function replaceLinks(host, links) {
  const focused = host.contains(document.activeElement);
  host.replaceChildren(...links);
  if (focused) {
    host.querySelector('[aria-current]')?.focus({ preventScroll: true });
  }
}

class Page {
  constructor(summary, data) {
    this.summary = summary;
    this.data = data;
    this.sources = new Map();
    this.table = new Table(byId('list'));
    this.chart = new Chart(byId('chart'), byId('readout'), {
      onSpan: (from, to) => this.chooseSpan(from, to),
      onTime: (time) => this.chooseTime(time),
    });
    this.state = new State((how) => this.draw(how));
    this.shown = {};
    this.wire();
  }

  // Unpacks a source's data.
  async load(place) {
    const source = new Source(await unpacked(this.data[place].textContent.trim()));
    // The text is not needed any more, and is the largest thing there is.
    this.data[place].remove();
    source.fold();
    this.sources.set(place, source);
  }

  // Draws everything that differs from what is shown: at once, but for a source that is shown for the first time.
  async draw(how) {
    const wanted = this.state.get('source');
    const place = Math.max(0, this.summary.sources.findIndex((source) => source.name === wanted));
    if (!this.sources.has(place)) {
      await this.load(place);
      if (this.state.get('source') !== wanted) {
        return;
      }
    }
    this.drawState(this.sources.get(place), how || {});
  }

  drawState(source, { scroll }) {
    const { state } = this;
    const at = state.get('at');
    const time = at === null || Number.isNaN(micros(at)) ? source.last : source.timeAt(micros(at));
    const requested = state.get('view');
    const view = {
      source,
      time,
      state: source.at(time),
      name: VIEWS.includes(requested) || requested === 'group' || requested === 'person' ? requested : 'groups',
      words: wordsOf(state.get('q') || ''),
      ever: state.get('ever') !== null,
      order: this.order(),
      link: (changes) => state.link(changes),
    };
    byId('wait').hidden = true;
    byId('report').hidden = false;
    const stepped = this.shown.source !== source || this.shown.time !== time;
    if (this.shown.source !== source) {
      this.drawSource(source);
    }
    if (stepped) {
      this.drawTime(view);
    }
    this.drawAsked(source.head);
    this.drawSpan(view);
    this.drawWork(view);
    this.shown = { ...this.shown, source, time };
    if (typeof scroll === 'number') {
      scrollTo(0, scroll);
    }
  }

  order() {
    const [key, direction] = (this.state.get('sort') || '').split('.');
    return { key, descending: direction === 'desc' };
  }

  // The head: which source, how fresh, what is known.
  drawSource(source) {
    const { head } = source;
    const nav = byId('sources');
    nav.hidden = this.summary.sources.length < 2;
    replaceLinks(
      nav,
      this.summary.sources.map((one) => {
        const link = element(
          'a',
          { href: `#${new URLSearchParams({ source: one.name })}` },
          element('b', {}, one.name),
          element('span', {}, one.retired ? 'retired' : plural(one.memberships, 'membership', 'memberships')),
        );
        setCurrent(link, one.name === head.name);
        return link;
      }),
    );
    const provider = { aws: 'AWS IAM Identity Center', huawei: 'Huawei Cloud IAM Identity Center' }[head.provider] || head.provider;
    const count = head.snapshots.id.filter((id) => id !== null).length;
    const cut = head.pruned ? ' What was before was pruned.' : head.cut ? ' More is known of what was before.' : '';
    byId('about').replaceChildren(
      element('b', {}, head.name),
      `, ${provider} `,
      isolated(head.identity_store_id),
      `. ${plural(count, 'snapshot', 'snapshots')}, known from ${minute(head.from)} to ${minute(head.to)} UTC.${cut}`,
    );
    const slider = byId('slider');
    slider.max = String(source.last);
    slider.disabled = source.last === 0;
    byId('span-from').min = dateField(source.times[0]);
    byId('span-to').min = dateField(source.times[0]);
    byId('span-from').max = dateField(head.to);
    byId('span-to').max = dateField(head.to);
  }

  // What the address asks for and nothing is known of here, and what is shown instead.
  drawAsked(head) {
    const lines = [];
    const wanted = this.state.get('source');
    if (wanted !== null && wanted !== head.name) {
      lines.push(`The address asks for the source ${visible(wanted)}, which is not on this page: shown is ${head.name}.`);
    }
    for (const key of ['at', 'from', 'to', 'a', 'b']) {
      const asked = this.state.get(key);
      const time = micros(asked || '');
      if (asked !== null && Number.isNaN(time)) {
        lines.push(`The address asks for ${visible(asked)}, which is no time.`);
      } else if (time < head.from || time > head.to) {
        const shown = time < head.from ? head.from : head.to;
        lines.push(`The address asks for ${minute(time)} UTC, of which nothing is known here: shown is ${minute(shown)} UTC.`);
      }
    }
    const asked = byId('asked');
    asked.hidden = lines.length === 0;
    asked.replaceChildren(...lines.map((line) => element('p', {}, line)));
  }

  // All that depends on the time alone.
  drawTime(view) {
    const { source, time } = view;
    const slider = byId('slider');
    slider.value = String(time);
    const text = `${minute(source.times[time])} UTC`;
    slider.setAttribute('aria-valuetext', text);
    byId('at').textContent = text;
    byId('earlier').disabled = time === 0;
    byId('later').disabled = time === source.last;
    byId('latest').disabled = time === source.last;
    this.drawFacts(view);
  }

  drawFacts({ source, time, state }) {
    const value = (column) => source.snapshot(time, column);
    const difference = (more, less) =>
      value(more) || value(less) ? `+${number(value(more) || 0)} −${number(value(less) || 0)}` : 'unchanged';
    const isFirst = value('baseline');
    const since = (text) => (source.isRetirement(time) ? 'source retired' : isFirst ? 'first reading' : text);
    const fact = (label, main, note, className) =>
      element('div', { className: className || '' }, element('dt', {}, label), element('dd', {}, element('b', {}, main), element('span', {}, note)));
    const readTo = value('read_to');
    const age = readTo === null ? '–' : duration(this.summary.made_at - readTo);
    const gaps = source.gapsAt(time);
    const sampled = value('sampled_groups');
    const drifted = value('drifted_groups');
    byId('facts').replaceChildren(
      fact('Memberships', number(state.memberships), since(difference('members_joined', 'members_left'))),
      fact('Groups', number(state.groups), since(difference('groups_created', 'groups_deleted'))),
      fact('People', number(state.people), since(difference('users_created', 'users_deleted'))),
      fact('Read', readTo === null ? '–' : readTo > this.summary.made_at - 6e7 ? 'just before this page' : `${age} before this page`, readTo === null ? '' : `${minute(value('read_from') ?? readTo)} to ${minute(readTo).slice(-5)}`, 'text'),
      fact(
        'Complete',
        gaps.length === 0 ? 'every group' : `${plural(gaps.length, 'group', 'groups')} not readable`,
        sampled === null || sampled === 0 ? 'no group was read twice' : `${number(drifted)} of ${number(sampled)} read twice differed`,
        gaps.length > 0 || drifted > 0 ? 'text warn' : 'text',
      ),
    );
    byId('notes').replaceChildren(...this.gapNote(source, gaps), this.readingNote(source, time));
  }

  gapNote(source, gaps) {
    if (gaps.length === 0) {
      return [];
    }
    const items = gaps.slice(0, 200).map((gap) => {
      const since = gap.since < 0 ? `before ${day(source.head.from)}` : minute(source.times[gap.since]);
      const label =
        gap.group < 0
          ? isolated(gap.id)
          : element(
              'a',
              { href: this.state.link({ view: 'group', id: gap.id, q: null, sort: null, ever: null }) },
              isolated(source.groupLabel(gap.group, source.groupPeriodAt(gap.group, source.last))),
            );
      return element('li', {}, label, ` since ${since}`, ...(gap.reason ? [': ', isolated(gap.reason)] : []));
    });
    const rest = gaps.length > items.length ? [element('p', {}, `and ${plural(gaps.length - items.length, 'other', 'others')}`)] : [];
    return [
      element(
        'details',
        { className: 'warn' },
        element('summary', {}, `${plural(gaps.length, 'group', 'groups')} could not be read, and kept what was last published`),
        element('ul', {}, ...items),
        ...rest,
      ),
    ];
  }

  readingNote(source, time) {
    const value = (column) => source.snapshot(time, column);
    if (source.isRetirement(time)) {
      return element('p', {}, `The source was retired at ${minute(source.times[time])} UTC: nothing is known from then on.`);
    }
    const rows = [
      ['Snapshot', String(value('id'))],
      ['Published', `${exact(source.times[time])}`],
      ['Read', value('read_from') === null ? '–' : `${exact(value('read_from'))} to ${exact(value('read_to'))}`],
      ['Scope', visible(value('scope') || 'all')],
      ['People', value('with_users') ? 'read with it' : 'not read with it: as read before'],
      ['Requests', `${number(value('requests'))}, of which ${number(value('retries'))} again and ${number(value('throttles'))} refused as too many`],
      ['Runs', number(value('runs'))],
      ['Rollcall', value('rollcall_version') || '–'],
    ];
    if (value('consented_by') !== null) {
      rows.push(['Removals consented to', `${visible(value('consented_by'))}, ${minute(value('consented_at'))} UTC`]);
    }
    return element(
      'details',
      {},
      element('summary', {}, 'How this snapshot was read'),
      element('dl', { className: 'detail-facts' }, ...rows.map(([label, text]) => term(label, text))),
    );
  }

  // The span that the chart shows.
  drawSpan(view) {
    const { source, time } = view;
    const [from, to] = this.span(source);
    const field = (id, value) => {
      if (document.activeElement !== byId(id)) {
        byId(id).value = value;
      }
    };
    field('span-from', dateField(source.times[from]));
    field('span-to', dateField(to === source.last ? source.head.to : source.times[to]));
    const isWhole = from === 0 && to === source.last;
    byId('span-reset').hidden = isWhole;
    byId('span-changes').href = this.state.link({
      view: 'changes', id: null, q: null, sort: null, ever: null, kind: null,
      a: exact(source.times[from]),
      b: exact(source.times[to]),
    });
    byId('span-table').href = this.state.link({ view: 'snapshots', id: null, q: null, sort: null, ever: null });
    const drawn = [source, time, from, to].join();
    if (this.shown.drawnSpan === drawn && this.shown.source === source) {
      return;
    }
    this.shown.drawnSpan = drawn;
    let joined = 0;
    let left = 0;
    for (let i = from === 0 ? 0 : from + 1; i <= to; i++) {
      joined += source.snapshot(i, 'members_joined') || 0;
      left += source.snapshot(i, 'members_left') || 0;
    }
    byId('span-summary').replaceChildren(
      element('span', { className: 'key joined' }, `${number(joined)} joined`),
      element('span', { className: 'key left' }, `${number(left)} left`),
      isWhole ? '' : 'in this span',
    );
    byId('chart').setAttribute(
      'aria-label',
      `Chart: ${number(source.snapshot(from, 'memberships'))} memberships at ${minute(source.times[from])}, ` +
        `${number(source.snapshot(to, 'memberships'))} at ${minute(source.times[to])}; ${number(joined)} joined and ${number(left)} left. The same as a table below.`,
    );
    byId('readout').textContent = '';
    this.chart.show(source, time, from, to);
    byId('readout').textContent = this.chart.describe(time);
  }

  // Numbers of the first and last time of the span.
  span(source) {
    const given = (key, otherwise) => {
      const time = micros(this.state.get(key) || '');
      return Number.isNaN(time) ? otherwise : source.timeAt(time);
    };
    const from = given('from', 0);
    const to = given('to', source.last);
    return from < to ? [from, to] : [Math.min(from, Math.max(0, to - 1)), to];
  }

  chooseSpan(from, to) {
    const { source } = this.shown;
    const isWhole = from === 0 && to === source.last;
    this.state.set({
      from: isWhole ? null : exact(source.times[from]),
      to: isWhole ? null : exact(source.times[to]),
    });
  }

  chooseTime(time) {
    const { source } = this.shown;
    this.state.set({ at: time === source.last ? null : exact(source.times[time]) });
  }

  // The lower part: an opened one or a list, by the view.
  drawWork(view) {
    const { source, name } = view;
    const id = this.state.get('id') || '';
    const key = name === 'group' ? source.groupIds.placeOf(id) : name === 'person' ? source.personIds.placeOf(id) : -1;
    if ((name === 'group' || name === 'person') && key < 0) {
      byId('detail').replaceChildren(
        heading(view, name === 'group' ? 'groups' : 'people', 'Back', 'Not in this report'),
        element('p', {}, isolated(id), ' is not known to it.'),
      );
      byId('tools').hidden = true;
      this.drawViews(view);
      this.drawList({ ...(name === 'group' ? groupList(view) : personList(view)), rows: new Int32Array(0), columns: [] }, view);
      return;
    }
    let list;
    let controls = () => [];
    // What stands above the list is drawn anew only where it differs: its controls must not lose the focus.
    let drawn = [source.head.name, name, id, view.time].join('\n');
    if (name === 'group') {
      controls = () => groupDetail(view, key);
      list = membershipList(view, source.membersOf(key), 'group');
    } else if (name === 'person') {
      controls = () => personDetail(view, key);
      list = membershipList(view, source.membershipsOf(key), 'person');
    } else if (name === 'people') {
      list = personList(view);
    } else if (name === 'snapshots') {
      list = snapshotList(view, ...this.span(source));
    } else if (name === 'changes') {
      const [a, b] = this.compared(view);
      const changes = this.changes(source, a, b);
      const kind = CHANGE[this.state.get('kind')] ?? -1;
      drawn = [source.head.name, name].join('\n');
      if (this.shown.drawnDetail !== drawn) {
        this.controls = new ChangeControls(source, (one, other) => this.compare(source, one, other));
        controls = () => this.controls.nodes;
      }
      this.controls.show(view, a, b, changes, kind);
      list = changeList(view, changes, kind);
    } else {
      list = groupList(view);
    }
    if (this.shown.drawnDetail !== drawn) {
      const opened = this.shown.opened !== undefined && this.shown.opened !== `${name}\n${id}`;
      this.shown.drawnDetail = drawn;
      byId('detail').replaceChildren(...controls());
      if (opened && key >= 0) {
        byId('work').scrollIntoView();
        byId('detail-title').focus({ preventScroll: true });
      }
    }
    this.shown.opened = `${name}\n${id}`;
    this.drawViews(view);
    this.drawTools(view, list);
    this.drawList(list, view);
  }

  drawViews(view) {
    const labels = { groups: 'Groups', people: 'People', changes: 'Changes', snapshots: 'Snapshots' };
    const current = { group: 'groups', person: 'people' }[view.name] || view.name;
    const host = byId('views');
    if (!host.firstChild) {
      host.append(...VIEWS.map((name) => element('a', {}, labels[name])));
    }
    VIEWS.forEach((name, place) => {
      const link = host.children[place];
      link.href = view.link({ view: name, id: null, q: null, sort: null, ever: null, kind: null });
      setCurrent(link, name === current);
    });
  }

  // Search, what to list, and the file: built once a view, so that one can go on typing.
  drawTools(view, list) {
    const host = byId('tools');
    host.hidden = false;
    const searchable = view.name !== 'snapshots';
    if (this.shown.tools !== view.name) {
      this.shown.tools = view.name;
      const input = element('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: false });
      input.addEventListener('input', () => this.state.set({ q: input.value }));
      const ever = element('input', { type: 'checkbox', id: 'ever' });
      ever.addEventListener('change', () => this.state.set({ ever: ever.checked ? '1' : null }));
      const everLabel = view.name === 'group' || view.name === 'person' ? 'Every period ever' : 'Everything ever published';
      const file = element('button', { type: 'button', id: 'download', className: 'quiet' }, 'Download as CSV');
      file.addEventListener('click', () => this.download());
      host.replaceChildren(
        ...(searchable ? [element('label', { className: 'search' }, element('span', {}, 'Search'), input)] : []),
        ...(searchable && view.name !== 'changes' ? [element('label', { className: 'check' }, ever, ` ${everLabel}`)] : []),
        file,
      );
    }
    const input = byId('search');
    if (input && input !== document.activeElement) {
      input.value = this.state.get('q') || '';
    }
    if (byId('ever')) {
      byId('ever').checked = view.ever;
    }
    const { rows, of, noun } = list;
    byId('count').textContent =
      rows.length === of ? plural(of, ...noun) : `${number(rows.length)} of ${plural(of, ...noun)}`;
  }

  drawList(list, view) {
    const { rows } = list;
    const order = list.order || { key: view.order.key || 'name', descending: view.order.descending };
    this.list = { ...list, order };
    this.table.show({
      name: list.name,
      caption: `${list.title} of ${view.source.head.name} as of ${minute(view.source.times[view.time])} UTC. Arrow keys go from row to row.`,
      columns: list.columns,
      count: rows.length,
      row: (place) => rows[place],
      order,
      onSort: (column) => {
        // What is counted is first asked for at its largest.
        const first = (column.className || '').includes('number');
        const descending = order.key === column.sort ? !order.descending : first;
        this.state.set({ sort: `${column.sort}.${descending ? 'desc' : 'asc'}` });
      },
    });
  }

  // The two times compared: by default what the last snapshot changed.
  compared({ source, time }) {
    const given = (key, otherwise) => {
      const at = micros(this.state.get(key) || '');
      return Number.isNaN(at) ? otherwise : source.timeAt(at);
    };
    const b = given('b', time);
    const a = given('a', Math.max(0, b - 1));
    return a <= b ? [a, b] : [b, a];
  }

  compare(source, one, other) {
    this.state.set({
      a: exact(source.times[Math.min(one, other)]),
      b: exact(source.times[Math.max(one, other)]),
    });
  }

  changes(source, a, b) {
    const key = `${source.head.name}\n${a}\n${b}`;
    if (this.shown.changesOf !== key) {
      this.shown.changesOf = key;
      this.shown.changes = changesBetween(source, a, b);
    }
    return this.shown.changes;
  }

  // What is listed, whole, as a file.
  download() {
    const { source, time } = this.shown;
    const { list } = this;
    const text = csv(list.csvColumns, list.rows.length, (place) => list.csvCells(list.rows[place]));
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
    const name = `${source.head.name}-${list.name}-${exact(source.times[time]).slice(0, 10)}.csv`;
    const link = element('a', { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  wire() {
    const slider = byId('slider');
    slider.addEventListener('input', () => this.chooseTime(Number(slider.value)));
    byId('earlier').addEventListener('click', () => this.chooseTime(this.shown.time - 1));
    byId('later').addEventListener('click', () => this.chooseTime(this.shown.time + 1));
    byId('latest').addEventListener('click', () => this.chooseTime(this.shown.source.last));
    byId('span-reset').addEventListener('click', () => this.chooseSpan(0, this.shown.source.last));
    const span = () => {
      const { source } = this.shown;
      const from = micros(byId('span-from').value);
      const to = micros(byId('span-to').value);
      if (Number.isNaN(from) || Number.isNaN(to) || from > to) {
        return;
      }
      // A day to is meant whole.
      this.chooseSpan(source.timeAt(from), source.timeAt(to + 86399999999));
    };
    byId('span-from').addEventListener('change', span);
    byId('span-to').addEventListener('change', span);
    byId('skip').addEventListener('click', (event) => {
      event.preventDefault();
      byId('work').focus();
    });
    // Links within the page are steps of its state.
    document.addEventListener('click', (event) => {
      const link = event.target.closest && event.target.closest('a[href^="#"]');
      if (link && !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        this.state.go(link.getAttribute('href'));
      }
    });
    this.wireTheme();
    addEventListener('beforeprint', () => this.print(true));
    addEventListener('afterprint', () => this.print(false));
  }

  wireTheme() {
    const button = byId('theme');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const chosen = document.documentElement.dataset.theme;
      const isDark = chosen ? chosen === 'dark' : dark.matches;
      button.textContent = isDark ? 'Light colours' : 'Dark colours';
      if (this.shown.source) {
        this.chart.build();
      }
    };
    button.addEventListener('click', () => {
      const isDark = (document.documentElement.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';
      document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
      apply();
    });
    dark.addEventListener('change', apply);
    apply();
  }

  // On paper: the rows, and the chart in light colours.
  print(begins) {
    const { dataset } = document.documentElement;
    if (begins) {
      this.shown.theme = dataset.theme;
      dataset.theme = 'light';
    } else if (this.shown.theme) {
      dataset.theme = this.shown.theme;
    } else {
      delete dataset.theme;
    }
    this.table.print(begins);
    this.chart.print(begins);
  }
}

async function start() {
  try {
    const summary = JSON.parse(byId('summary').textContent);
    const page = new Page(summary, [...document.querySelectorAll('script.data')]);
    await page.draw();
    performance.mark('usable');
    document.documentElement.dataset.ready = 'true';
  } catch (failure) {
    const wait = byId('wait');
    wait.hidden = false;
    wait.textContent = `This page can't be shown: ${failure && failure.message}. It needs a browser of 2023 or newer, and to be whole.`;
    throw failure;
  }
}

start();
