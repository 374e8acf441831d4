// What was typed and not yet answered, kept in the browser so that no reload or lost line loses it.

const KEEP = 40;

function store() {
  try {
    const area = window.localStorage;
    area.setItem("spinfab:probe", "1");
    area.removeItem("spinfab:probe");
    return area;
  } catch {
    return null; // storage is switched off: the page still works, only a reload forgets the draft
  }
}

export class Outbox {
  constructor(attempt) {
    this.area = store();
    this.key = `spinfab:attempt:${attempt}`;
    this.kept = { draft: "", line: null };
    this.load();
  }

  load() {
    try {
      const found = JSON.parse(this.area?.getItem(this.key) ?? "null");
      if (found) this.kept = { draft: String(found.draft ?? ""), line: found.line ?? null };
    } catch {
      this.area?.removeItem(this.key);
    }
    return this.kept;
  }

  get draft() { return this.kept.draft; }
  set draft(text) { this.kept.draft = text; this.save(); }

  // A line on its way: { text | action, id, expects }.
  get line() { return this.kept.line; }
  set line(line) { this.kept.line = line; this.save(); }

  save() {
    if (!this.area) return;
    try {
      if (this.kept.draft || this.kept.line) {
        this.area.setItem(this.key, JSON.stringify({ ...this.kept, at: Date.now() }));
        this.tidy();
      } else {
        this.area.removeItem(this.key);
      }
    } catch {
      // full or forbidden: nothing to be done, and typing must go on
    }
  }

  // Old drafts of talks long over make room for new ones.
  tidy() {
    const keys = Object.keys(this.area).filter((key) => key.startsWith("spinfab:attempt:"));
    if (keys.length <= KEEP) return;
    const age = (key) => { try { return JSON.parse(this.area.getItem(key)).at ?? 0; } catch { return 0; } };
    keys.sort((a, b) => age(a) - age(b)).slice(0, keys.length - KEEP).forEach((key) => this.area.removeItem(key));
  }
}

export function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
