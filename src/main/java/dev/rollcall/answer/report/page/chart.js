// Memberships over time, and who joined and left, one above the other. A drag chooses a span, a click a time.

const MEMBERSHIPS_HEIGHT = 190;
const CHANGES_HEIGHT = 92;
const DAY = 86400;

// Steps of an axis of counts.
const WHOLE = [1, 2, 5].flatMap((step) => Array.from({ length: 8 }, (unused, power) => step * 10 ** power)).sort((a, b) => a - b);

// What fits between the margins of a page of A4 and of US letter.
const PRINTED_WIDTH = 680;

// Marks of the axis of time, in seconds.
function timeLabels(seconds, step) {
  let year = null;
  return seconds.map((second) => {
    const date = new Date(second * 1000);
    const isNewYear = year !== date.getUTCFullYear();
    year = date.getUTCFullYear();
    const month = MONTHS[date.getUTCMonth()];
    if (step >= 365 * DAY) {
      return String(year);
    }
    if (step >= 28 * DAY) {
      return isNewYear ? `${month} ${year}` : month;
    }
    const dayLabel = isNewYear ? `${date.getUTCDate()} ${month} ${year}` : `${date.getUTCDate()} ${month}`;
    return step >= DAY ? dayLabel : `${date.getUTCHours() === 0 ? `${dayLabel} ` : ''}${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  });
}

class Chart {
  // onSpan(from, to) gets numbers of times, onTime(time) one.
  constructor(host, readout, { onSpan, onTime }) {
    this.host = host;
    this.readout = readout;
    this.onSpan = onSpan;
    this.onTime = onTime;
    this.plots = [];
    this.source = null;
    this.palette = null;
    this.width = 0;
    new ResizeObserver(() => this.resized()).observe(host);
  }

  show(source, time, from, to) {
    const isNew = this.source !== source;
    const isMoved = this.from !== from || this.to !== to;
    this.source = source;
    this.time = time;
    this.from = from;
    this.to = to;
    if (isNew) {
      this.build();
    } else if (isMoved) {
      const [min, max] = this.range();
      this.plots.forEach((plot) => plot.setScale('x', { min, max }));
      this.markLater();
    } else {
      this.mark();
    }
  }

  // Seconds from the first to the last of the span, with some room.
  range() {
    const { source } = this;
    const first = source.times[this.from] / 1e6;
    // The last state goes on to the report's end.
    const last = (this.to === source.last ? Math.max(source.times[this.to], source.head.to) : source.times[this.to]) / 1e6;
    // One time alone has no extent: a day around it has.
    const room = first === last ? DAY / 2 : (last - first) * 0.01;
    return [first - room, last + room];
  }

  print(begins) {
    this.printing = begins;
    if (this.source) {
      this.build(begins ? PRINTED_WIDTH : 0);
    }
  }

  resized() {
    if (this.source && !this.printing && Math.abs(this.host.clientWidth - this.width) > 1) {
      this.build();
    }
  }

  // Colours are those of the page, which the canvas does not inherit.
  build(width) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    this.palette = {
      line: colour('--accent'),
      joined: colour('--joined'),
      left: colour('--left'),
      text: colour('--muted'),
      grid: colour('--line'),
    };
    this.plots.forEach((plot) => plot.destroy());
    this.width = width || this.host.clientWidth;
    const { source } = this;
    const xs = Array.from(source.times, (time) => time / 1e6);
    const memberships = xs.map((x, time) => (source.isRetirement(time) ? 0 : source.snapshot(time, 'memberships')));
    const joined = xs.map((x, time) => source.snapshot(time, 'members_joined') || null);
    const left = xs.map((x, time) => -source.snapshot(time, 'members_left') || null);
    if (source.head.to > source.times[source.last]) {
      xs.push(source.head.to / 1e6);
      memberships.push(memberships[source.last]);
      joined.push(null);
      left.push(null);
    }
    this.plots = [
      this.plot(MEMBERSHIPS_HEIGHT, [xs, memberships], [
        { stroke: this.palette.line, width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { show: xs.length < 3 } },
      ]),
      this.plot(CHANGES_HEIGHT, [xs, joined, left], [
        this.bars(this.palette.joined),
        this.bars(this.palette.left),
      ]),
    ];
    this.markLater();
  }

  // uPlot lays itself out once what runs is done.
  markLater() {
    queueMicrotask(() => queueMicrotask(() => this.mark()));
  }

  bars(colour) {
    return {
      stroke: colour,
      fill: colour,
      width: 0,
      paths: uPlot.paths.bars({ size: [0.7, 14, 1], align: 0 }),
      points: { show: false },
    };
  }

  plot(height, data, series) {
    const axis = {
      stroke: this.palette.text,
      grid: { stroke: this.palette.grid, width: 1 },
      ticks: { show: false },
      font: `12px ${getComputedStyle(document.body).fontFamily}`,
    };
    return new uPlot(
      {
        width: this.width,
        height,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        legend: { show: false },
        padding: [8, 8, 4, 0],
        scales: { x: { range: () => this.range() } },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          sync: { key: 'rollcall', setSeries: false },
        },
        axes: [
          {
            ...axis,
            show: height === MEMBERSHIPS_HEIGHT,
            grid: { show: false },
            space: 90,
            size: 30,
            values: (plot, seconds, index, space, step) => timeLabels(seconds, step),
          },
          { ...axis, size: 70, values: (plot, values) => values.map((value) => number(Math.abs(value))), space: 34, incrs: WHOLE },
        ],
        series: [{}, ...series],
        hooks: {
          setSelect: [(plot) => this.selected(plot)],
          setCursor: [(plot) => this.pointed(plot)],
          ready: [(plot) => this.listen(plot)],
        },
      },
      data,
      this.host,
    );
  }

  listen(plot) {
    let pressed = 0;
    plot.over.addEventListener('mousedown', (event) => {
      pressed = event.clientX;
    });
    plot.over.addEventListener('click', (event) => {
      if (Math.abs(event.clientX - pressed) < 4) {
        this.onTime(this.source.timeAt(plot.posToVal(plot.cursor.left, 'x') * 1e6));
      }
    });
    plot.over.addEventListener('dblclick', () => this.onSpan(0, this.source.last));
  }

  selected(plot) {
    const { left, width } = plot.select;
    if (width < 6) {
      return;
    }
    const from = this.source.timeAt(plot.posToVal(left, 'x') * 1e6);
    const to = this.source.timeAt(plot.posToVal(left + width, 'x') * 1e6);
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    if (from < to) {
      // Once uPlot is done with the drag, since this builds it anew.
      setTimeout(() => this.onSpan(from, to));
    }
  }

  pointed(plot) {
    const time = plot.cursor.left >= 0 ? this.source.timeAt(plot.posToVal(plot.cursor.left, 'x') * 1e6) : this.time;
    this.readout.textContent = this.describe(time);
  }

  describe(time) {
    const { source } = this;
    if (source.isRetirement(time)) {
      return `${minute(source.times[time])}: the source was retired`;
    }
    const joined = number(source.snapshot(time, 'members_joined'));
    const left = number(source.snapshot(time, 'members_left'));
    return `${minute(source.times[time])}: ${plural(source.snapshot(time, 'memberships'), 'membership', 'memberships')}, ${joined} joined, ${left} left`;
  }

  // A line where the slider stands: an element over the canvas, since it moves often.
  mark() {
    for (const plot of this.plots) {
      const x = plot.valToPos(this.source.times[this.time] / 1e6, 'x');
      const line = plot.over.querySelector('.now') || plot.over.appendChild(element('div', { className: 'now' }));
      line.hidden = x < 0 || x > plot.bbox.width / devicePixelRatio;
      line.style.transform = `translateX(${Math.round(x)}px)`;
    }
  }
}
