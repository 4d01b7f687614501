// A source's history, and what of it holds as of a time. Times are numbers of the source's list of times.

const BEGINS = ['known', 'new', 'continued'];
const ENDS = ['', 'gone', 'unscoped', 'retired', 'continued'];
const STATUSES = [null, 'enabled', 'disabled'];

// Periods as the data holds them become begin (-1: before the first time) and end (the count of times: not yet).
class Periods {
  constructor(columns, name, times) {
    const begins = columns.numbers(`${name}.begin`);
    const lengths = columns.numbers(`${name}.length`);
    // Half the bytes are looked at in half the time, and times are few.
    const Numbers = times < 32767 ? Int16Array : Int32Array;
    this.begin = new Numbers(begins.length);
    this.end = new Numbers(begins.length);
    this.kind = Uint8Array.from(columns.numbers(`${name}.kind`));
    for (let i = 0; i < begins.length; i++) {
      this.begin[i] = begins[i] - 1;
      this.end[i] = lengths[i] === 0 ? times : begins[i] + lengths[i] - 1;
    }
  }

  get count() {
    return this.begin.length;
  }

  holds(period, time) {
    return this.begin[period] <= time && time < this.end[period];
  }

  begins(period) {
    return BEGINS[Math.floor(this.kind[period] / ENDS.length)];
  }

  ends(period) {
    return ENDS[this.kind[period] % ENDS.length];
  }
}

// Adds up what was written as differences, from one offset to the next or throughout.
function summed(values, offsets) {
  let entry = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    while (offsets && i === offsets[entry]) {
      sum = 0;
      entry++;
    }
    sum += values[i];
    values[i] = sum;
  }
  return values;
}

class Source {
  constructor(bytes) {
    const columns = new Columns(bytes);
    const { head } = columns;
    this.head = head;
    this.times = Float64Array.from(head.times);
    this.last = this.times.length - 1;
    const times = this.times.length;

    this.groupIds = columns.texts('group.id');
    this.groupOffsets = columns.offsets('group.periods');
    this.groupPeriods = new Periods(columns, 'group', times);
    this.groupName = summed(columns.signed('group.name'));
    this.groupDescription = columns.numbers('group.description');
    this.groupRead = columns.numbers('group.read');
    this.groupNames = columns.sharedTexts('group-name');
    this.descriptions = columns.sharedTexts('description');

    this.personIds = columns.texts('person.id');
    this.personType = columns.numbers('person.type');
    this.personOffsets = columns.offsets('person.periods');
    this.personPeriods = new Periods(columns, 'person', times);
    this.personName = summed(columns.signed('person.name'));
    this.personLogin = columns.numbers('person.login');
    this.personEmail = columns.signed('person.email');
    for (let i = 0; i < this.personEmail.length; i++) {
      this.personEmail[i] += this.personLogin[i];
    }
    this.personStatus = columns.numbers('person.status');
    this.personNames = columns.sharedTexts('person-name');
    this.logins = columns.sharedTexts('login');

    this.memberOffsets = columns.offsets('membership.periods');
    this.memberPeriods = new Periods(columns, 'membership', times);
    this.member = summed(columns.numbers('membership.person'), this.memberOffsets);
    this.memberGroup = new Int32Array(this.member.length);
    for (let group = 0; group < this.groups; group++) {
      this.memberGroup.fill(group, this.memberOffsets[group], this.memberOffsets[group + 1]);
    }

    this.gapGroup = columns.numbers('gap.group');
    this.gapIds = columns.texts('gap.id');
    this.gapPeriods = { begin: columns.numbers('gap.begin'), end: columns.numbers('gap.length') };
    for (let i = 0; i < this.gapGroup.length; i++) {
      const { begin, end } = this.gapPeriods;
      end[i] = end[i] === 0 ? times : begin[i] + end[i] - 1;
      begin[i]--;
    }
    this.gapReason = columns.numbers('gap.reason');
    this.states = new Map();
    this.ofPerson = null;
  }

  get groups() {
    return this.groupOffsets.length - 1;
  }

  get people() {
    return this.personOffsets.length - 1;
  }

  // A value of the snapshot published at a time: null where it is not known, or where the source was retired.
  snapshot(time, column) {
    const values = this.head.snapshots[column];
    return values === undefined ? null : values[time];
  }

  isRetirement(time) {
    return this.snapshot(time, 'id') === null;
  }

  // The number of the last time not after one in microseconds; 0 before all.
  timeAt(time) {
    let low = 0;
    let high = this.last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.times[middle] <= time) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  // What holds as of a time. The last ones are kept: one goes back and forth.
  at(time) {
    let state = this.states.get(time);
    if (!state) {
      state = new StateAt(this, time);
      if (this.states.size > 3) {
        this.states.delete(this.states.keys().next().value);
      }
      this.states.set(time, state);
    }
    return state;
  }

  static holding(offsets, periods, time) {
    const holding = new Int32Array(offsets.length - 1).fill(-1);
    let count = 0;
    for (let key = 0; key < holding.length; key++) {
      for (let i = offsets[key]; i < offsets[key + 1]; i++) {
        if (periods.holds(i, time)) {
          holding[key] = i;
          count++;
          break;
        }
      }
    }
    return [holding, count];
  }

  // The period that tells a group's or person's names as of a time: the one that holds, else the last before, else the
  // first. -1 for a member that was never listed.
  static telling(offsets, periods, key, time) {
    let told = -1;
    for (let i = offsets[key]; i < offsets[key + 1]; i++) {
      if (told < 0 || periods.begin[i] <= time) {
        told = i;
      }
    }
    return told;
  }

  groupPeriodAt(group, time) {
    return Source.telling(this.groupOffsets, this.groupPeriods, group, time);
  }

  personPeriodAt(person, time) {
    return Source.telling(this.personOffsets, this.personPeriods, person, time);
  }

  // The name of a group in a period; its id where the provider gives none.
  groupLabel(group, period) {
    const name = period < 0 ? null : this.groupNames.of(this.groupName[period]);
    return name === null || name.trim() === '' ? this.groupIds.get(group) : name;
  }

  personLabel(person, period) {
    const name = period < 0 ? null : this.personNames.of(this.personName[period]);
    const login = period < 0 ? null : this.logins.of(this.personLogin[period]);
    return [name, login].find((text) => text !== null && text.trim() !== '') || this.personIds.get(person);
  }

  // Periods of memberships by person, which the data has by group: built when first asked for.
  membershipsOf(person) {
    if (this.ofPerson === null) {
      const offsets = new Int32Array(this.people + 1);
      for (let i = 0; i < this.member.length; i++) {
        offsets[this.member[i] + 1]++;
      }
      for (let i = 0; i < this.people; i++) {
        offsets[i + 1] += offsets[i];
      }
      const places = offsets.slice();
      const rows = new Int32Array(this.member.length);
      for (let i = 0; i < this.member.length; i++) {
        rows[places[this.member[i]]++] = i;
      }
      this.ofPerson = { offsets, rows };
    }
    const { offsets, rows } = this.ofPerson;
    return rows.subarray(offsets[person], offsets[person + 1]);
  }

  membersOf(group) {
    const rows = new Int32Array(this.memberOffsets[group + 1] - this.memberOffsets[group]);
    for (let i = 0; i < rows.length; i++) {
      rows[i] = this.memberOffsets[group] + i;
    }
    return rows;
  }

  // Groups that could not be read as of a time.
  gapsAt(time) {
    const gaps = [];
    let unknown = 0;
    for (let i = 0; i < this.gapGroup.length; i++) {
      const group = this.gapGroup[i] - 1;
      const id = group < 0 ? this.gapIds.get(unknown++) : this.groupIds.get(group);
      if (this.gapPeriods.begin[i] <= time && time < this.gapPeriods.end[i]) {
        const reason = this.gapReason[i] === 0 ? null : this.head.reasons[this.gapReason[i] - 1];
        gaps.push({ group, id, since: this.gapPeriods.begin[i], reason: this.gapPeriods.end[i] > this.last ? reason : null });
      }
    }
    return gaps;
  }

  // Makes the texts ready to be searched.
  fold() {
    [this.groupNames, this.descriptions, this.groupIds, this.personNames, this.logins, this.personIds].forEach((texts) =>
      texts.fold(),
    );
  }

  // Marks groups whose name, description or id as of a time hold every word.
  searchGroups(words, periods) {
    return matches(words, this.groups, (word) => {
      const names = this.groupNames.holding(word);
      const descriptions = this.descriptions.holding(word);
      const ids = word.length < 4 ? null : this.groupIds.beginningWith(word);
      return (group) => {
        const period = periods[group];
        return (
          (period >= 0 && (names[this.groupName[period]] || descriptions[this.groupDescription[period]])) ||
          (ids !== null && ids[group + 1]) ||
          (period >= 0 && this.groupName[period] === 0 && this.groupIds.get(group).toLowerCase().includes(word))
        );
      };
    });
  }

  searchPeople(words, periods) {
    return matches(words, this.people, (word) => {
      const names = this.personNames.holding(word);
      const logins = this.logins.holding(word);
      const ids = word.length < 4 ? null : this.personIds.beginningWith(word);
      return (person) => {
        const period = periods[person];
        return (
          (period >= 0 &&
            (names[this.personName[period]] || logins[this.personLogin[period]] || logins[this.personEmail[period]])) ||
          (ids !== null && ids[person + 1])
        );
      };
    });
  }
}

// What holds as of a time: the period of each group and person (-1: none), and members of each group.
class StateAt {
  constructor(source, time) {
    this.source = source;
    this.time = time;
    this.members = new Int32Array(source.groups);
    this.memberships = 0;
    this.counted = null;
    const { begin, end } = source.memberPeriods;
    const { memberOffsets: offsets } = source;
    for (let group = 0; group < source.groups; group++) {
      let members = 0;
      for (let i = offsets[group]; i < offsets[group + 1]; i++) {
        members += begin[i] <= time && time < end[i] ? 1 : 0;
      }
      this.members[group] = members;
      this.memberships += members;
    }
    [this.groupPeriod, this.groups] = Source.holding(source.groupOffsets, source.groupPeriods, time);
    [this.personPeriod, this.people] = Source.holding(source.personOffsets, source.personPeriods, time);
  }

  // Groups of each person: counted once they are asked for.
  get memberOf() {
    if (this.counted === null) {
      this.counted = new Int32Array(this.source.people);
      const { begin, end } = this.source.memberPeriods;
      const { member } = this.source;
      for (let i = 0; i < member.length; i++) {
        if (begin[i] <= this.time && this.time < end[i]) {
          this.counted[member[i]]++;
        }
      }
    }
    return this.counted;
  }
}

// Words of a search: each must be found.
const wordsOf = (text) => folded(text).split(/\s+/u).filter((word) => word !== '');

function matches(words, count, test) {
  const marks = new Uint8Array(count).fill(1);
  for (const word of words) {
    const holds = test(word);
    for (let i = 0; i < count; i++) {
      if (marks[i] && !holds(i)) {
        marks[i] = 0;
      }
    }
  }
  return marks;
}

// The key of what has none: it comes last.
const LAST = 2147483647;

// Rows in order of a number each, none of them negative; those with the same stay as they are. Numbers are places in
// tables and counts, so they are counted, which takes no longer than it takes to look at each.
function sorted(rows, key, descending) {
  const keys = new Int32Array(rows.length);
  let most = 0;
  let inOrder = !descending;
  for (let i = 0; i < rows.length; i++) {
    keys[i] = key(rows[i]);
    if (keys[i] !== LAST && keys[i] > most) {
      most = keys[i];
    }
    inOrder = inOrder && (i === 0 || keys[i - 1] <= keys[i]);
  }
  if (inOrder) {
    return rows;
  }
  const place = (value) => (value === LAST ? most + 1 : descending ? most - value : value);
  const places = new Int32Array(most + 3);
  for (let i = 0; i < keys.length; i++) {
    places[place(keys[i]) + 1]++;
  }
  for (let i = 1; i < places.length; i++) {
    places[i] += places[i - 1];
  }
  const result = new Int32Array(rows.length);
  for (let i = 0; i < keys.length; i++) {
    result[places[place(keys[i])]++] = rows[i];
  }
  return result;
}
