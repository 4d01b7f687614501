// The lists: what each shows of a source as of a time, by which columns, and what of it goes into a file.
// `view` is { source, time, state: what holds at that time, link(changes), words, ever, order }.

const orLast = (reference) => (reference === 0 ? LAST : reference);

function nameCell(view, label, changes, ...sub) {
  const link = element('a', { href: view.link({ q: null, sort: null, kind: null, ...changes }) }, isolated(label));
  link.title = visible(label);
  return sub.length === 0 ? link : [link, element('span', { className: 'sub' }, ...sub)];
}

const groupLink = (view, group, label, ...sub) =>
  nameCell(view, label, { view: 'group', id: view.source.groupIds.get(group), ever: null }, ...sub);
const personLink = (view, person, label, ...sub) =>
  nameCell(view, label, { view: 'person', id: view.source.personIds.get(person), ever: null }, ...sub);

const badge = (text, className) => element('span', { className: `badge ${className || ''}` }, text);

function textCell(text) {
  const cell = isolated(text === null ? '' : text);
  if (text) {
    cell.title = visible(text);
  }
  return cell;
}

// When a period began and ended, in words.
function beginText(source, periods, period) {
  const begin = periods.begin[period];
  if (begin < 0) {
    return `before ${day(source.head.from)}`;
  }
  const at = minute(source.times[begin]);
  return periods.begins(period) === 'known' ? `known since ${at}` : at;
}

function endText(source, periods, period) {
  if (periods.end[period] > source.last) {
    return '';
  }
  const at = minute(source.times[periods.end[period]]);
  const why = { unscoped: ' (out of scope)', retired: ' (source retired)' }[periods.ends(period)] || '';
  return `${at}${why}`;
}

// A period as a bar on the report's whole time.
function bar(source, periods, period) {
  const from = Math.min(source.times[0], source.head.from);
  const whole = Math.max(1, source.head.to - from);
  const begin = periods.begin[period] < 0 ? from : source.times[periods.begin[period]];
  const end = periods.end[period] > source.last ? source.head.to : source.times[periods.end[period]];
  const fill = element('span');
  fill.style.left = `${((begin - from) / whole) * 100}%`;
  fill.style.width = `${Math.max(0.5, ((end - begin) / whole) * 100)}%`;
  const made = element('span', { className: 'bar' }, fill);
  made.setAttribute('aria-hidden', 'true');
  return made;
}

const csvBegin = (source, periods, period) =>
  periods.begin[period] < 0 ? '' : exact(source.times[periods.begin[period]]);
const csvEnd = (source, periods, period) =>
  periods.end[period] > source.last ? '' : exact(source.times[periods.end[period]]);
const csvNumber = (value) => (value === null || value === undefined ? '' : String(value));

// The period that tells each one's names: those that hold, and when all are asked for, those that tell of others.
function tellingPeriods(view, holding, offsets, periods) {
  if (!view.ever) {
    return holding;
  }
  return holding.map((period, key) => (period >= 0 ? period : Source.telling(offsets, periods, key, view.time)));
}

function filtered(count, marks) {
  const rows = new Int32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (marks(i)) {
      rows[size++] = i;
    }
  }
  return rows.subarray(0, size);
}

function inOrder(view, rows, keys, otherwise) {
  const key = keys[view.order.key] || keys[otherwise];
  return sorted(rows, key, view.order.descending);
}

function groupList(view) {
  const { source, time, state } = view;
  const periods = tellingPeriods(view, state.groupPeriod, source.groupOffsets, source.groupPeriods);
  const found = source.searchGroups(view.words, periods);
  const there = (group) => state.groupPeriod[group] >= 0;
  const rows = inOrder(
    view,
    filtered(source.groups, (group) => found[group] && (view.ever || there(group))),
    {
      name: (group) => orLast(periods[group] < 0 ? 0 : source.groupName[periods[group]]),
      description: (group) => orLast(periods[group] < 0 ? 0 : source.groupDescription[periods[group]]),
      members: (group) => (there(group) ? state.members[group] + 1 : 0),
    },
    'name',
  );
  const gaps = new Set(source.gapsAt(time).map((gap) => gap.group));
  const description = (group) => (periods[group] < 0 ? null : source.descriptions.of(source.groupDescription[periods[group]]));
  const isRead = (group) => there(group) && source.groupRead[state.groupPeriod[group]] === 1;
  const members = (group) => (isRead(group) ? number(state.members[group]) : '–');
  return {
    name: 'groups',
    title: view.ever ? 'Groups ever published' : 'Groups',
    noun: ['group', 'groups'],
    of: view.ever ? source.groups : state.groups,
    rows,
    columns: [
      {
        label: 'Name',
        sort: 'name',
        className: 'wide',
        cell: (group) => {
          const label = source.groupLabel(group, periods[group]);
          const marks = [];
          if (!there(group)) {
            marks.push(badge(source.groupPeriods.begin[periods[group]] > time ? 'not yet there' : 'gone'));
          } else if (gaps.has(group)) {
            marks.push(badge('not readable', 'warn'));
          }
          return [...[groupLink(view, group, label, `${members(group)} members`)].flat(), ...marks];
        },
      },
      { label: 'Description', sort: 'description', className: 'wide second muted', cell: (group) => textCell(description(group)) },
      { label: 'Members', sort: 'members', className: 'number second', cell: members },
    ],
    csvColumns: ['source', 'group_id', 'display_name', 'description', 'member_count'],
    csvCells: (group) => [
      csvText(source.head.name),
      csvText(source.groupIds.get(group)),
      csvText(periods[group] < 0 ? null : source.groupNames.of(source.groupName[periods[group]])),
      csvText(description(group)),
      isRead(group) ? String(state.members[group]) : '',
    ],
  };
}

function personList(view) {
  const { source, time, state } = view;
  const { memberOf } = state;
  const periods = tellingPeriods(view, state.personPeriod, source.personOffsets, source.personPeriods);
  const found = source.searchPeople(view.words, periods);
  const there = (person) => state.personPeriod[person] >= 0 || memberOf[person] > 0;
  const reference = (column) => (person) => orLast(periods[person] < 0 ? 0 : column[periods[person]]);
  const status = (person) => (periods[person] < 0 ? null : STATUSES[source.personStatus[periods[person]]]);
  const login = (person) => (periods[person] < 0 ? null : source.logins.of(source.personLogin[periods[person]]));
  const email = (person) => (periods[person] < 0 ? null : source.logins.of(source.personEmail[periods[person]]));
  const rows = inOrder(
    view,
    filtered(source.people, (person) => found[person] && (view.ever || there(person))),
    {
      name: reference(source.personName),
      login: reference(source.personLogin),
      email: reference(source.personEmail),
      groups: (person) => memberOf[person],
    },
    'name',
  );
  let all = 0;
  for (let person = 0; person < source.people; person++) {
    all += there(person) ? 1 : 0;
  }
  return {
    name: 'people',
    title: view.ever ? 'People ever published' : 'People',
    noun: ['person', 'people'],
    of: view.ever ? source.people : all,
    rows,
    columns: [
      {
        label: 'Name',
        sort: 'name',
        className: 'wide',
        cell: (person) => {
          const label = source.personLabel(person, periods[person]);
          const sub = textCell(login(person));
          return [...[personLink(view, person, label, sub)].flat(), ...personBadges(source, person, periods[person], time, there(person))];
        },
      },
      { label: 'User name', sort: 'login', className: 'wide second', cell: (person) => textCell(login(person)) },
      { label: 'E-mail', sort: 'email', className: 'wide third muted', cell: (person) => textCell(email(person)) },
      { label: 'Groups', sort: 'groups', className: 'number second', cell: (person) => number(memberOf[person]) },
    ],
    csvColumns: ['source', 'user_id', 'user_name', 'display_name', 'email', 'status', 'groups'],
    csvCells: (person) => [
      csvText(source.head.name),
      csvText(source.personIds.get(person)),
      csvText(login(person)),
      csvText(periods[person] < 0 ? null : source.personNames.of(source.personName[periods[person]])),
      csvText(email(person)),
      csvText(status(person)),
      String(memberOf[person]),
    ],
  };
}

function personBadges(source, person, period, time, there) {
  const type = source.head.types[source.personType[person]];
  const marks = [];
  if (type !== 'user') {
    marks.push(badge(visible(type)));
  }
  if (!there) {
    marks.push(badge(period >= 0 && source.personPeriods.begin[period] > time ? 'not yet there' : 'gone'));
  } else if (period < 0 || !source.personPeriods.holds(period, time)) {
    marks.push(badge('not in the listing of users', 'warn'));
  } else if (STATUSES[source.personStatus[period]] === 'disabled') {
    marks.push(badge('disabled'));
  }
  return marks;
}

// Memberships of one group or of one person: those that hold, or every period.
function membershipList(view, all, of) {
  const { source, time } = view;
  const periods = source.memberPeriods;
  const isGroup = of === 'group';
  const groupPeriod = (row) => source.groupPeriodAt(source.memberGroup[row], time);
  const personPeriod = (row) => source.personPeriodAt(source.member[row], time);
  const scoped = view.ever ? all : all.filter((row) => periods.holds(row, time));
  const holds = isGroup ? memberSearch(view, scoped) : groupSearch(view, scoped);
  const name = isGroup
    ? (row) => orLast(personPeriod(row) < 0 ? 0 : source.personName[personPeriod(row)])
    : (row) => orLast(groupPeriod(row) < 0 ? 0 : source.groupName[groupPeriod(row)]);
  const login = (row) => (personPeriod(row) < 0 ? null : source.logins.of(source.personLogin[personPeriod(row)]));
  const rows = inOrder(
    view,
    scoped.filter(holds),
    {
      name,
      login: (row) => orLast(personPeriod(row) < 0 ? 0 : source.personLogin[personPeriod(row)]),
      from: (row) => periods.begin[row] + 1,
      until: (row) => periods.end[row],
    },
    'name',
  );
  const sub = (row) => {
    const until = endText(source, periods, row);
    return `${beginText(source, periods, row)}${until ? ` to ${until}` : ''}`;
  };
  const columns = [
    {
      label: isGroup ? 'Name' : 'Group',
      sort: 'name',
      className: 'wide',
      cell: (row) => {
        if (!isGroup) {
          const group = source.memberGroup[row];
          return groupLink(view, group, source.groupLabel(group, groupPeriod(row)), sub(row));
        }
        const person = source.member[row];
        const period = personPeriod(row);
        const type = source.head.types[source.personType[person]];
        const marks = type === 'user' ? [] : [badge(visible(type))];
        return [...[personLink(view, person, source.personLabel(person, period), sub(row))].flat(), ...marks];
      },
    },
    { label: 'From', sort: 'from', className: 'second time', cell: (row) => beginText(source, periods, row) },
    { label: 'Until', sort: 'until', className: 'second time', cell: (row) => endText(source, periods, row) || element('span', { className: 'muted' }, 'goes on') },
    { label: 'Period', className: 'third bars', cell: (row) => bar(source, periods, row) },
  ];
  if (isGroup) {
    columns.splice(1, 0, { label: 'User name', sort: 'login', className: 'wide third', cell: (row) => textCell(login(row)) });
  }
  return {
    name: isGroup ? 'members' : 'memberships',
    title: isGroup ? (view.ever ? 'Members, every period' : 'Members') : view.ever ? 'Groups, every period' : 'Groups',
    noun: view.ever ? ['period', 'periods'] : isGroup ? ['member', 'members'] : ['group', 'groups'],
    of: scoped.length,
    rows,
    columns,
    csvColumns: [
      'source', 'group_id', 'group_name', 'member_type', 'member_id', 'user_name', 'member_name', 'email', 'valid_from',
      'valid_to', 'begins', 'ends',
    ],
    csvCells: (row) => {
      const group = source.memberGroup[row];
      const person = source.member[row];
      const told = personPeriod(row);
      return [
        csvText(source.head.name),
        csvText(source.groupIds.get(group)),
        csvText(groupPeriod(row) < 0 ? null : source.groupNames.of(source.groupName[groupPeriod(row)])),
        csvText(source.head.types[source.personType[person]]),
        csvText(source.personIds.get(person)),
        csvText(login(row)),
        csvText(told < 0 ? null : source.personNames.of(source.personName[told])),
        csvText(told < 0 ? null : source.logins.of(source.personEmail[told])),
        csvBegin(source, periods, row),
        csvEnd(source, periods, row),
        csvText(periods.begin[row] < 0 ? 'earlier' : periods.begins(row)),
        csvText(periods.ends(row) || null),
      ];
    },
  };
}

function memberSearch(view, rows) {
  const { source, time, words } = view;
  if (words.length === 0) {
    return () => true;
  }
  const periods = new Int32Array(source.people).fill(-1);
  rows.forEach((row) => {
    periods[source.member[row]] = source.personPeriodAt(source.member[row], time);
  });
  const found = source.searchPeople(words, periods);
  return (row) => found[source.member[row]] === 1;
}

function groupSearch(view, rows) {
  const { source, time, words } = view;
  if (words.length === 0) {
    return () => true;
  }
  const periods = new Int32Array(source.groups).fill(-1);
  rows.forEach((row) => {
    periods[source.memberGroup[row]] = source.groupPeriodAt(source.memberGroup[row], time);
  });
  const found = source.searchGroups(words, periods);
  return (row) => found[source.memberGroup[row]] === 1;
}

function snapshotList(view, from, to) {
  const { source } = view;
  const all = filtered(source.last + 1, (time) => time >= from && time <= to);
  const value = (column) => (time) => number(source.snapshot(time, column));
  const key = (column) => (time) => (source.snapshot(time, column) ?? -1) + 1;
  const counts = [
    ['Memberships', 'memberships', ''],
    ['Joined', 'members_joined', ''],
    ['Left', 'members_left', ''],
    ['Groups', 'groups', 'second'],
    ['People', 'users', 'second'],
    ['Gaps', 'gaps', 'second'],
  ];
  const keys = Object.fromEntries(counts.map(([, column]) => [column, key(column)]));
  const order = view.order.key ? view.order : { key: 'published', descending: true };
  const twice = (time) => {
    const sampled = source.snapshot(time, 'sampled_groups');
    return sampled === null ? '–' : `${number(source.snapshot(time, 'drifted_groups'))} of ${number(sampled)}`;
  };
  return {
    name: 'snapshots',
    title: 'Snapshots',
    noun: ['snapshot', 'snapshots'],
    of: source.last + 1,
    order,
    rows: inOrder({ order }, all, { ...keys, published: (time) => time }, 'published'),
    columns: [
      {
        label: 'Published',
        sort: 'published',
        className: 'wide',
        cell: (time) => {
          const link = element('a', { href: view.link({ at: exact(source.times[time]), view: 'groups', sort: null }) }, minute(source.times[time]));
          const marks = source.isRetirement(time) ? [badge('source retired')] : source.snapshot(time, 'baseline') ? [badge('first')] : [];
          if (source.snapshot(time, 'consented_by') !== null) {
            marks.push(badge('removals consented to'));
          }
          return [link, ...marks];
        },
      },
      ...counts.map(([label, column, className]) => ({
        label,
        sort: column,
        className: `number ${className}`,
        cell: value(column),
      })),
      { label: 'Differed', className: 'number third', cell: twice },
    ],
    csvColumns: [
      'source', 'snapshot_id', 'published_at', 'read_from', 'read_to', 'groups', 'memberships', 'users', 'members_joined',
      'members_left', 'gaps', 'sampled_groups', 'drifted_groups', 'consented_by',
    ],
    csvCells: (time) => [
      csvText(source.head.name),
      csvNumber(source.snapshot(time, 'id')),
      exact(source.times[time]),
      ...['read_from', 'read_to'].map((column) => {
        const at = source.snapshot(time, column);
        return at === null ? '' : exact(at);
      }),
      ...['groups', 'memberships', 'users', 'members_joined', 'members_left', 'gaps', 'sampled_groups', 'drifted_groups'].map(
        (column) => csvNumber(source.snapshot(time, column)),
      ),
      csvText(source.snapshot(time, 'consented_by')),
    ],
  };
}

function changeList(view, changes, kind) {
  const { source } = view;
  const hits = view.words.map((word) => [
    source.searchGroups([word], lastPeriods(source.groupOffsets)),
    source.searchPeople([word], lastPeriods(source.personOffsets)),
  ]);
  const holds = (row) =>
    (kind < 0 || changes.kind[row] === kind) &&
    hits.every(
      ([groups, people]) =>
        (changes.group[row] >= 0 && groups[changes.group[row]]) || (changes.person[row] >= 0 && people[changes.person[row]]),
    );
  const group = (row) => changes.group[row];
  const person = (row) => changes.person[row];
  // A change of a group itself tells its own periods; one of a membership those of its members.
  const own = (row) => (changes.after[row] >= 0 ? changes.after[row] : changes.before[row]);
  const groupLabel = (row) =>
    source.groupLabel(group(row), person(row) < 0 ? own(row) : source.groupPeriodAt(group(row), changes.time[row]));
  const personLabel = (row) =>
    source.personLabel(person(row), group(row) < 0 ? own(row) : source.personPeriodAt(person(row), changes.time[row]));
  const rows = inOrder(
    view,
    filtered(changes.count, holds),
    {
      group: (row) => (group(row) < 0 ? LAST : group(row)),
      what: (row) => changes.kind[row],
      person: (row) => (person(row) < 0 ? 0 : person(row) + 1),
      time: (row) => changes.time[row],
    },
    'group',
  );
  return {
    name: 'changes',
    title: 'Changes',
    noun: ['change', 'changes'],
    of: changes.count,
    order: view.order.key ? view.order : { key: 'group', descending: false },
    rows,
    columns: [
      {
        label: 'What',
        sort: 'what',
        className: 'what',
        cell: (row) => {
          const { key, label, sign } = CHANGES[changes.kind[row]];
          return [element('span', { className: `sign ${key}`, ariaHidden: 'true' }, sign), label];
        },
      },
      { label: 'Group', sort: 'group', className: 'wide', cell: (row) => (group(row) < 0 ? '' : groupLink(view, group(row), groupLabel(row))) },
      { label: 'Person', sort: 'person', className: 'wide', cell: (row) => (person(row) < 0 ? '' : personLink(view, person(row), personLabel(row))) },
      { label: 'Difference', className: 'wide third muted', cell: (row) => difference(source, changes, row) },
      { label: 'Published', sort: 'time', className: 'second time', cell: (row) => minute(source.times[changes.time[row]]) },
    ],
    csvColumns: ['source', 'kind', 'group_id', 'group_name', 'member_id', 'member_name', 'changed_at'],
    csvCells: (row) => [
      csvText(source.head.name),
      csvText(CHANGES[changes.kind[row]].key),
      csvText(group(row) < 0 ? null : source.groupIds.get(group(row))),
      csvText(group(row) < 0 ? null : groupLabel(row)),
      csvText(person(row) < 0 ? null : source.personIds.get(person(row))),
      csvText(person(row) < 0 ? null : personLabel(row)),
      exact(source.times[changes.time[row]]),
    ],
  };
}

function lastPeriods(offsets) {
  const periods = new Int32Array(offsets.length - 1);
  for (let key = 0; key < periods.length; key++) {
    periods[key] = offsets[key + 1] > offsets[key] ? offsets[key + 1] - 1 : -1;
  }
  return periods;
}

// What changed about a group or a person: each text before and after.
function difference(source, changes, row) {
  const before = changes.before[row];
  const after = changes.after[row];
  const pairs = [];
  const compare = (table, column) => {
    if (column[before] !== column[after]) {
      pairs.push([table.of(column[before]), table.of(column[after])]);
    }
  };
  if (changes.kind[row] === CHANGE['group-changed']) {
    compare(source.groupNames, source.groupName);
    compare(source.descriptions, source.groupDescription);
  } else if (changes.kind[row] === CHANGE['person-changed']) {
    compare(source.personNames, source.personName);
    compare(source.logins, source.personLogin);
    compare(source.logins, source.personEmail);
    if (source.personStatus[before] !== source.personStatus[after]) {
      pairs.push([STATUSES[source.personStatus[before]], STATUSES[source.personStatus[after]]]);
    }
  }
  return pairs.flatMap(([from, to], place) => [
    place === 0 ? '' : ', ',
    isolated(from === null ? 'none' : from),
    ' → ',
    isolated(to === null ? 'none' : to),
  ]);
}
