// What is shown, in the address's hash: so it can be passed on, and the back button goes back.

const VIEWS = ['groups', 'people', 'changes', 'snapshots'];
const KEYS = ['source', 'view', 'id', 'at', 'q', 'sort', 'ever', 'from', 'to', 'a', 'b', 'kind'];

class State {
  // onChange() is called after each change, whoever made it.
  constructor(onChange) {
    this.onChange = onChange;
    this.values = {};
    this.timer = 0;
    this.read();
    history.scrollRestoration = 'manual';
    // The back button, and a hash that is typed. What was still to be written belongs to the address that was left.
    addEventListener('popstate', (event) => {
      clearTimeout(this.timer);
      this.timer = 0;
      this.read();
      this.onChange({ scroll: event.state ? event.state.scroll : 0 });
    });
  }

  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    this.values = {};
    for (const key of KEYS) {
      const value = given.get(key);
      if (value !== null && value !== '') {
        this.values[key] = value;
      }
    }
  }

  get(key) {
    return this.values[key] === undefined ? null : this.values[key];
  }

  // The hash of the state with some values changed; null leaves one out.
  link(changes) {
    const query = new URLSearchParams();
    const values = { ...this.values, ...changes };
    for (const key of KEYS) {
      if (values[key] !== null && values[key] !== undefined && values[key] !== '') {
        query.set(key, values[key]);
      }
    }
    return `#${query}`;
  }

  // A step that the back button takes back.
  go(hash) {
    this.flush();
    history.replaceState({ scroll: scrollY }, '');
    history.pushState({ scroll: null }, '', hash);
    this.read();
    this.onChange({ scroll: null });
  }

  // A change within a step: typing, sliding, sorting. The address follows at leisure: browsers limit how often it may.
  set(changes) {
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') {
        delete this.values[key];
      } else {
        this.values[key] = value;
      }
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), 250);
    this.onChange({});
  }

  flush() {
    if (this.timer) {
      clearTimeout(this.timer);
      this.timer = 0;
      history.replaceState(history.state, '', this.link({}));
    }
  }
}
