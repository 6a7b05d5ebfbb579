// Articles that lie in this file, as blocks of JSON.

class FileSource {
  constructor(size) {
    this.size = size;
    this.blocks = new Map();
    this.texts = null;
  }

  async index() {
    return this.parse("index");
  }

  parse(id) {
    return JSON.parse(byId(id).textContent);
  }

  block(number) {
    if (!this.blocks.has(number)) this.blocks.set(number, this.parse(`block-${number}`));
    return this.blocks.get(number);
  }

  async detail(n) {
    return this.block(Math.floor(n / this.size))[n % this.size];
  }

  // Blocks wait until somebody searches; then every text is folded once and kept.
  async search(words, entries) {
    if (!this.texts) {
      this.texts = entries.map((entry) => {
        const detail = this.block(Math.floor(entry.n / this.size))[entry.n % this.size];
        return [entry.title, entry.outlet, entry.id, entry.path, entry.reasons.join(" "), detail.text]
          .join("\n")
          .toLowerCase();
      });
    }
    const found = new Set();
    this.texts.forEach((text, n) => {
      if (words.every((word) => text.includes(word))) found.add(n);
    });
    return found;
  }

  async save() {
    return null;
  }

  watch() {}
}
