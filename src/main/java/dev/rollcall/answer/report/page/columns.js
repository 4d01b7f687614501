// The data of a source: base64 of gzip of columns, as package-info.java of this folder defines them.

// Characters decoded at once: a multiple of 4.
const SLICE = 1 << 20;

async function unpacked(base64) {
  const unzip = new DecompressionStream('gzip');
  const writer = unzip.writable.getWriter();
  const writing = (async () => {
    for (let from = 0; from < base64.length; from += SLICE) {
      const binary = atob(base64.slice(from, from + SLICE));
      const bytes = new Uint8Array(binary.length);
      for (let i = 0; i < binary.length; i++) {
        bytes[i] = binary.charCodeAt(i);
      }
      await writer.write(bytes);
    }
    await writer.close();
  })();
  const parts = [];
  let size = 0;
  const reader = unzip.readable.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    size += part.value.length;
  }
  await writing;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

class Columns {
  constructor(bytes) {
    this.bytes = bytes;
    this.places = new Map();
    let at = 0;
    const length = () => {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      return value;
    };
    const size = length();
    this.head = JSON.parse(new TextDecoder().decode(bytes.subarray(at, at + size)));
    at += size;
    for (const name of this.head.columns) {
      const columnSize = length();
      this.places.set(name, [at, at + columnSize]);
      at += columnSize;
    }
  }

  column(name) {
    const [from, to] = this.places.get(name);
    return this.bytes.subarray(from, to);
  }

  numbers(name) {
    const bytes = this.column(name);
    let count = 0;
    for (let i = 0; i < bytes.length; i++) {
      count += bytes[i] < 128 ? 1 : 0;
    }
    const values = new Int32Array(count);
    let value = 0;
    let shift = 0;
    let place = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      value |= (byte & 127) << shift;
      if (byte < 128) {
        values[place++] = value;
        value = 0;
        shift = 0;
      } else {
        shift += 7;
      }
    }
    return values;
  }

  signed(name) {
    const values = this.numbers(name);
    for (let i = 0; i < values.length; i++) {
      values[i] = (values[i] >>> 1) ^ -(values[i] & 1);
    }
    return values;
  }

  // Where each one's entries begin, and after the last where they end.
  offsets(name) {
    const counts = this.numbers(name);
    const offsets = new Int32Array(counts.length + 1);
    for (let i = 0; i < counts.length; i++) {
      offsets[i + 1] = offsets[i] + counts[i];
    }
    return offsets;
  }

  texts(name) {
    return new Texts(this.column(name));
  }

  // Texts of which each column entry lacks what it shares with the one before.
  sharedTexts(name) {
    const shared = this.numbers(`${name}.prefix`);
    const suffixes = this.column(`${name}.suffix`);
    let size = suffixes.length;
    for (let i = 0; i < shared.length; i++) {
      size += shared[i];
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    let before = 0;
    let from = 0;
    for (let i = 0; i < shared.length; i++) {
      const begin = at;
      bytes.copyWithin(at, before, before + shared[i]);
      at += shared[i];
      const end = suffixes.indexOf(0, from) + 1;
      bytes.set(suffixes.subarray(from, end), at);
      at += end - from;
      from = end;
      before = begin;
    }
    return new Texts(bytes);
  }
}

// Many texts in one, each ended by U+0000: no object a text, and one search finds a word in all of them.
class Texts {
  constructor(bytes) {
    this.all = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    this.ends = Texts.endsIn(this.all);
    this.foldedAll = null;
    this.foldedEnds = null;
    this.found = new Map();
  }

  static endsIn(all) {
    const ends = [];
    for (let at = all.indexOf('\0'); at >= 0; at = all.indexOf('\0', at + 1)) {
      ends.push(at);
    }
    return Int32Array.from(ends);
  }

  get count() {
    return this.ends.length;
  }

  get(place) {
    return this.all.slice(place === 0 ? 0 : this.ends[place - 1] + 1, this.ends[place]);
  }

  // What a reference names: null for 0.
  of(reference) {
    return reference === 0 ? null : this.get(reference - 1);
  }

  // The place of a text; -1 when it is none of these.
  placeOf(text) {
    if (this.all.startsWith(`${text}\0`)) {
      return 0;
    }
    const at = this.all.indexOf(`\0${text}\0`);
    return at < 0 ? -1 : placeOf(this.ends, at, 0) + 1;
  }

  // Ready to be searched: done once, at leisure, since it takes some time.
  fold() {
    if (this.foldedAll === null) {
      this.foldedAll = folded(this.all);
      this.foldedEnds = /[^\x00-\x7f]/.test(this.all) ? Texts.endsIn(this.foldedAll) : this.ends;
    }
  }

  // Marks each text that holds a word: marks[0] stands for null, marks[place + 1] for a text. The last words are kept:
  // one goes on typing, and going back is common.
  holding(word) {
    const known = this.found.get(word);
    if (known) {
      return known;
    }
    const marks = this.find(word);
    if (this.found.size > 7) {
      this.found.delete(this.found.keys().next().value);
    }
    this.found.set(word, marks);
    return marks;
  }

  find(word) {
    this.fold();
    const marks = new Uint8Array(this.count + 1);
    const { foldedAll: all, foldedEnds: ends } = this;
    let place = 0;
    for (let at = all.indexOf(word); at >= 0 && place < ends.length; at = all.indexOf(word, ends[place - 1] + 1)) {
      place = placeOf(ends, at, place);
      marks[++place] = 1;
    }
    return marks;
  }

  // Marks each text that begins with a word.
  beginningWith(word) {
    this.fold();
    const marks = new Uint8Array(this.count + 1);
    if (this.count > 0 && this.foldedAll.startsWith(word)) {
      marks[1] = 1;
    }
    const wanted = `\0${word}`;
    for (let at = this.foldedAll.indexOf(wanted); at >= 0; at = this.foldedAll.indexOf(wanted, at + 1)) {
      const place = placeOf(this.foldedEnds, at, 0) + 1;
      if (place < this.count) {
        marks[place + 1] = 1;
      }
    }
    return marks;
  }
}

// The first place, from one on, whose end is not before a position.
function placeOf(ends, position, from) {
  let low = from;
  // Hits lie close to each other more often than not.
  let step = 1;
  let high = from;
  while (high < ends.length && ends[high] < position) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, ends.length);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] < position) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
