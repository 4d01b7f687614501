// Texts and times as people read them. Names come from a provider and are not to be trusted: they only ever become text.

// What could hide or reorder text: control and format characters, separators, halves of characters.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const UNSAFE_RUNS = /([\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+)/u;
// One family, not three people: such emoji are joined by a character that is unsafe elsewhere.
const JOINED_EMOJI = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu;
const JOINER = '\uE000';

const numbers = new Intl.NumberFormat('en');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const number = (value) => (value === null || value === undefined ? '–' : numbers.format(value));
const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;
const two = (value) => String(value).padStart(2, '0');

// Times are microseconds since 1970 UTC.
function day(micros) {
  const date = new Date(Math.floor(micros / 1000));
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

function minute(micros) {
  const date = new Date(Math.floor(micros / 1000));
  return `${day(micros)}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

// The whole time, as the program writes it everywhere.
function exact(micros) {
  const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros - Math.floor(micros / 1e6) * 1e6).padStart(6, '0')}Z`;
}

// Microseconds of what exact() wrote, or of a date; NaN for anything else.
function micros(text) {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z)?$/.exec(text);
  if (!match) {
    return NaN;
  }
  const seconds = Date.parse(`${match[1]}T${match[2] || '00:00:00'}Z`);
  return seconds * 1000 + Number((match[3] || '').padEnd(6, '0'));
}

const dateField = (time) => exact(time).slice(0, 10);

function duration(amount) {
  const minutes = Math.max(0, Math.round(amount / 6e7));
  if (minutes < 90) {
    return plural(minutes, 'minute', 'minutes');
  }
  if (minutes < 36 * 60) {
    return plural(Math.round(minutes / 60), 'hour', 'hours');
  }
  return plural(Math.round(minutes / 1440), 'day', 'days');
}

// An element with its content: nodes, and texts, which stay texts.
function element(name, properties, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key in made && key !== 'list') {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...content);
  return made;
}

const escapeOf = (character) => `\\u{${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}}`;

// A provider's text on one line with nothing hidden in it.
function visible(text) {
  if (!UNSAFE.test(text)) {
    return text;
  }
  return text
    .replace(JOINED_EMOJI, JOINER)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escapeOf)
    .replaceAll(JOINER, '\u200D');
}

// The same as an element of its own: what stands in it can't reorder what stands around it.
function isolated(text, properties) {
  const made = element('bdi', properties);
  if (!UNSAFE.test(text)) {
    made.textContent = text;
    return made;
  }
  for (const part of text.replace(JOINED_EMOJI, JOINER).split(UNSAFE_RUNS)) {
    if (UNSAFE.test(part)) {
      made.append(element('span', { className: 'escape' }, visible(part)));
    } else if (part) {
      made.append(part.replaceAll(JOINER, '\u200D'));
    }
  }
  return made;
}

// Texts are searched without case and accents.
function folded(text) {
  // Most are plain ASCII, and decomposing takes time.
  const plain = /[^\x00-\x7f]/.test(text) ? text.normalize('NFKD').replace(/\p{M}+/gu, '') : text;
  return plain.toLowerCase();
}

// CSV by the program's own rule: texts are quoted, and one that a spreadsheet would take for a formula gets a '.
function csvText(text) {
  if (text === null || text === undefined) {
    return '';
  }
  const past = text.replace(/^'+/, '');
  const first = past.replace(/^[\p{White_Space}\p{Cc}\p{Cf}]+/u, '');
  const guarded = /^[\t\r\n]/.test(past) || /^[=+\-@＝＋－＠]/.test(first);
  return `"${(guarded ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function csv(columns, count, cells) {
  const lines = [columns.join(',')];
  for (let row = 0; row < count; row++) {
    lines.push(cells(row).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}
