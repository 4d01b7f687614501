// What is different between two times: not what came and went between them.

const CHANGES = [
  { key: 'joined', label: 'Joined', sign: '+' },
  { key: 'left', label: 'Left', sign: '−' },
  { key: 'rejoined', label: 'Left and joined again', sign: '±' },
  { key: 'found', label: 'Known since', sign: '=' },
  { key: 'unscoped', label: 'No longer in the scope', sign: '/' },
  { key: 'retired', label: 'Source retired', sign: '/' },
  { key: 'group-created', label: 'Group created', sign: '+' },
  { key: 'group-gone', label: 'Group gone', sign: '−' },
  { key: 'group-changed', label: 'Group changed', sign: '~' },
  { key: 'person-created', label: 'Person created', sign: '+' },
  { key: 'person-gone', label: 'Person gone', sign: '−' },
  { key: 'person-changed', label: 'Person changed', sign: '~' },
];
const CHANGE = Object.fromEntries(CHANGES.map((change, place) => [change.key, place]));

// Rows of numbers: kind, group (-1: none), person (-1: none), the time of the change, and the periods before and after.
class ChangeRows {
  constructor() {
    this.kind = [];
    this.group = [];
    this.person = [];
    this.time = [];
    this.before = [];
    this.after = [];
    this.counts = new Int32Array(CHANGES.length);
  }

  add(kind, group, person, time, before, after) {
    this.kind.push(kind);
    this.group.push(group);
    this.person.push(person);
    this.time.push(time);
    this.before.push(before);
    this.after.push(after);
    this.counts[kind]++;
  }

  get count() {
    return this.kind.length;
  }
}

function changesBetween(source, from, to) {
  const rows = new ChangeRows();
  keyChanges(rows, source.groupOffsets, source.groupPeriods, from, to, 'group', (before, after) =>
    source.groupName[before] !== source.groupName[after] ||
    source.groupDescription[before] !== source.groupDescription[after],
  );
  membershipChanges(rows, source, from, to);
  keyChanges(rows, source.personOffsets, source.personPeriods, from, to, 'person', (before, after) =>
    source.personName[before] !== source.personName[after] ||
    source.personLogin[before] !== source.personLogin[after] ||
    source.personEmail[before] !== source.personEmail[after] ||
    source.personStatus[before] !== source.personStatus[after],
  );
  return rows;
}

// How something came to be there, or not any more, that was not there before, or is not there after.
function appeared(periods, period, otherwise) {
  return periods.begins(period) === 'known' ? CHANGE.found : otherwise;
}

function vanished(periods, period, otherwise) {
  const ends = periods.ends(period);
  return ends === 'unscoped' ? CHANGE.unscoped : ends === 'retired' ? CHANGE.retired : otherwise;
}

// Of the periods of one key: the one at each of both times (-1: none), the first of the chain that leads to the second,
// and the last before it.
function around(periods, from, to, a, b) {
  let before = -1;
  let after = -1;
  let began = -1;
  let last = -1;
  for (let i = from; i < to; i++) {
    if (periods.begin[i] > b) {
      break;
    }
    last = i;
    if (periods.holds(i, a)) {
      before = i;
    }
    if (i === from || periods.begins(i) !== 'continued') {
      began = i;
    }
    if (periods.holds(i, b)) {
      after = i;
    }
  }
  return { before, after, began, last };
}

function isSame(periods, period, a, b) {
  const begin = periods.begin[period];
  const end = periods.end[period];
  return (begin <= a && b < end) || begin > b || end <= a;
}

function keyChanges(rows, offsets, periods, a, b, name, differs) {
  for (let key = 0; key < offsets.length - 1; key++) {
    // Most have one period, and it holds at both times or at none.
    if (offsets[key + 1] === offsets[key] + 1 && isSame(periods, offsets[key], a, b)) {
      continue;
    }
    const { before, after, began, last } = around(periods, offsets[key], offsets[key + 1], a, b);
    const group = name === 'group' ? key : -1;
    const person = name === 'person' ? key : -1;
    if (before < 0 && after >= 0) {
      const kind = appeared(periods, began, CHANGE[`${name}-created`]);
      rows.add(kind, group, person, periods.begin[began], -1, after);
    } else if (before >= 0 && after < 0) {
      rows.add(vanished(periods, last, CHANGE[`${name}-gone`]), group, person, periods.end[last], before, -1);
    } else if (before !== after && differs(before, after)) {
      rows.add(CHANGE[`${name}-changed`], group, person, periods.begin[after], before, after);
    }
  }
}

function membershipChanges(rows, source, a, b) {
  const periods = source.memberPeriods;
  const { member, memberGroup } = source;
  const { begin, end } = periods;
  const count = member.length;
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && member[to] === member[from] && memberGroup[to] === memberGroup[from]) {
      to++;
    }
    if (to > from + 1 || !isSame(periods, from, a, b)) {
      const { before, after, began, last } = around(periods, from, to, a, b);
      const group = memberGroup[from];
      const person = member[from];
      if (before < 0 && after >= 0) {
        rows.add(appeared(periods, began, CHANGE.joined), group, person, begin[began], -1, after);
      } else if (before >= 0 && after < 0) {
        rows.add(vanished(periods, last, CHANGE.left), group, person, end[last], before, -1);
      } else if (before >= 0 && before !== after && begin[began] > a) {
        rows.add(CHANGE.rejoined, group, person, begin[began], before, after);
      }
    }
    from = to;
  }
}
