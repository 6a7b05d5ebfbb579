// Decisions of a page without a server, kept by the browser from one opening to the next.

// Decisions that the tab remembers beside the browser.
const LATEST = 50;

class BrowserStore {
  constructor(key) {
    this.key = `detector-desk:${key}`;
  }

  read() {
    try {
      return { ...this.latest(), ...JSON.parse(localStorage.getItem(this.key) || "{}") };
    } catch {
      notify("This browser keeps nothing for this page: export your decisions before you close it.", "keeping");
      return this.latest();
    }
  }

  // Another tab may have the same page open: only the one decision is changed.
  write(name, decision) {
    this.remember(name, decision);
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.read(), [name]: decision }));
      notify("", "keeping");
    } catch {
      notify("This browser could not keep the decision: export before you close the page.", "keeping");
    }
  }

  // On a busy machine Chromium, when it has just started, may lose what a page kept a moment before
  // it is reloaded. It does not lose the state of the tab.
  latest() {
    return history.state?.[this.key] || {};
  }

  remember(name, decision) {
    const { [name]: _, ...others } = this.latest();
    const latest = Object.fromEntries([...Object.entries(others), [name, decision]].slice(-LATEST));
    try {
      history.replaceState({ ...history.state, [this.key]: latest }, "");
    } catch {
      // Browsers allow so many a minute.
    }
  }

  // Called with all decisions whenever another tab has kept one.
  watch(take) {
    addEventListener("storage", (event) => {
      if (event.key === this.key) take(this.read());
    });
  }
}

// A small thing to remember, such as a name; where the browser keeps nothing it lasts as long as
// the page, which is not worth a word.
const unkept = new Map();

function remembered(name, fallback) {
  try {
    return localStorage.getItem(`detector-desk:${name}`) ?? fallback;
  } catch {
    return unkept.get(name) ?? fallback;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`detector-desk:${name}`, value);
  } catch {
    unkept.set(name, value);
  }
}

function forget(name) {
  unkept.delete(name);
  try {
    localStorage.removeItem(`detector-desk:${name}`);
  } catch {
    // Then nothing was kept there.
  }
}
