// What stands above a list: an opened group or person, or the two times that are compared.

function term(label, ...content) {
  return element('div', {}, element('dt', {}, label), element('dd', {}, ...content));
}

function heading(view, back, backLabel, label, ...marks) {
  const link = element('a', { href: view.link({ view: back, id: null, q: null, sort: null, ever: null }), className: 'back' }, `← ${backLabel}`);
  return element('div', { className: 'detail-head' }, link, element('h2', { id: 'detail-title', tabIndex: -1 }, label, ...marks));
}

// Every name that it had, newest first; where it never changed, since when it is so called.
function namesOverTime(view, offsets, periods, key, differs, describe) {
  const { source } = view;
  const items = [];
  for (let i = offsets[key]; i < offsets[key + 1]; i++) {
    const last = items[items.length - 1];
    if (last && periods.end[last.to] === periods.begin[i] && !differs(last.to, i)) {
      last.to = i;
    } else {
      items.push({ from: i, to: i });
    }
  }
  const list = element('ol', { className: 'names' });
  for (const { from, to } of items.reverse()) {
    const until = endText(source, periods, to);
    const begin = beginText(source, periods, from);
    const isPlain = periods.begin[from] >= 0 && periods.begins(from) !== 'known';
    const time = until ? `${begin} to ${until}` : `${isPlain ? 'since ' : ''}${begin}`;
    const now = periods.begin[from] <= view.time && view.time < periods.end[to];
    const item = element('li', {}, element('span', { className: 'muted time' }, time), ' ', ...describe(to));
    if (now) {
      item.setAttribute('aria-current', 'true');
    }
    list.append(item);
  }
  return list;
}

function groupDetail(view, group) {
  const { source, time, state } = view;
  const period = source.groupPeriodAt(group, time);
  const there = state.groupPeriod[group] >= 0;
  const gap = source.gapsAt(time).find((one) => one.group === group);
  const marks = there ? [] : [badge(`not there as of ${day(source.times[time])}`)];
  const read = there && source.groupRead[period] === 1;
  const facts = element(
    'dl',
    { className: 'detail-facts' },
    term('Members', there ? (read ? number(state.members[group]) : 'never read') : '–'),
    term('Description', isolated(source.descriptions.of(source.groupDescription[period]) || '–')),
    term('Id', isolated(source.groupIds.get(group), { className: 'id' })),
  );
  if (gap) {
    const since = gap.since < 0 ? `before ${day(source.head.from)}` : minute(source.times[gap.since]);
    facts.append(term('Could not be read', `since ${since}; what is shown was published before`));
  }
  const names = namesOverTime(
    view,
    source.groupOffsets,
    source.groupPeriods,
    group,
    (one, other) =>
      source.groupName[one] !== source.groupName[other] || source.groupDescription[one] !== source.groupDescription[other],
    (one) => {
      const text = source.descriptions.of(source.groupDescription[one]);
      const named = [isolated(source.groupLabel(group, one))];
      return text ? [...named, element('span', { className: 'muted' }, ' · ', isolated(text))] : named;
    },
  );
  return [
    heading(view, 'groups', 'All groups', isolated(source.groupLabel(group, period)), ...marks),
    facts,
    element('h3', {}, 'Names over time'),
    names,
  ];
}

function personDetail(view, person) {
  const { source, time, state } = view;
  const period = source.personPeriodAt(person, time);
  const there = state.personPeriod[person] >= 0 || state.memberOf[person] > 0;
  const text = (table, column) => isolated((period < 0 ? null : table.of(column[period])) || '–');
  const facts = element(
    'dl',
    { className: 'detail-facts' },
    term('Groups', number(state.memberOf[person])),
    term('User name', text(source.logins, source.personLogin)),
    term('E-mail', text(source.logins, source.personEmail)),
    term('Status', (period < 0 ? null : STATUSES[source.personStatus[period]]) || 'not said'),
    term('Id', isolated(source.personIds.get(person), { className: 'id' })),
  );
  const names = namesOverTime(
    view,
    source.personOffsets,
    source.personPeriods,
    person,
    () => true,
    (one) => {
      const login = source.logins.of(source.personLogin[one]);
      const email = source.logins.of(source.personEmail[one]);
      const status = STATUSES[source.personStatus[one]];
      const others = [login, email === login ? null : email].filter((other) => other).flatMap((other) => [' · ', isolated(other)]);
      return [
        isolated(source.personLabel(person, one)),
        element('span', { className: 'muted' }, ...others, status === 'disabled' ? ' · disabled' : ''),
      ];
    },
  );
  const marks = personBadges(source, person, period, time, there);
  const title = heading(view, 'people', 'All people', isolated(source.personLabel(person, period)), ...marks);
  return period < 0 && source.personOffsets[person] === source.personOffsets[person + 1]
    ? [title, facts]
    : [title, facts, element('h3', {}, 'Names over time'), names];
}

// Two times to choose, and the kinds of changes between them. They stay while one chooses.
class ChangeControls {
  constructor(source, onTimes) {
    this.source = source;
    this.from = this.select('change-from');
    this.to = this.select('change-to');
    this.kinds = element('nav', { className: 'chips' });
    this.kinds.setAttribute('aria-label', 'Kinds of changes');
    this.nodes = [
      element('h2', { className: 'view-title' }, 'What changed'),
      element(
        'div',
        { className: 'between', role: 'group', ariaLabel: 'Times compared' },
        element('label', {}, 'Between ', this.from),
        element('label', {}, 'and ', this.to),
      ),
      this.kinds,
    ];
    const changed = () => onTimes(Number(this.from.value), Number(this.to.value));
    this.from.addEventListener('change', changed);
    this.to.addEventListener('change', changed);
  }

  select(id) {
    const made = element('select', { id });
    for (let time = this.source.last; time >= 0; time--) {
      made.append(new Option(minute(this.source.times[time]), String(time)));
    }
    return made;
  }

  show(view, a, b, changes, kind) {
    this.from.selectedIndex = this.source.last - a;
    this.to.selectedIndex = this.source.last - b;
    const chip = (label, count, wanted) => {
      const href = view.link({ kind: wanted < 0 ? null : CHANGES[wanted].key });
      const link = element('a', { href, className: 'chip' }, label, ' ', element('b', {}, number(count)));
      setCurrent(link, wanted === kind);
      return link;
    };
    const chips = [chip('All', changes.count, -1)];
    changes.counts.forEach((count, place) => {
      if (count > 0 || place === kind) {
        chips.push(chip(CHANGES[place].label, count, place));
      }
    });
    replaceLinks(this.kinds, chips);
  }
}
