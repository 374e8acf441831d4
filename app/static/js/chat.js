// The chat without page loads. Without this file the same forms work by ordinary posts.

import { Outbox, freshId } from "./outbox.js";

const form = document.getElementById("composer");
const talk = document.getElementById("talk");
const phrases = document.getElementById("phrases").dataset;
const LONGEST_WAIT = 15000;
const PATIENCE = 45000;

if (form) converse();
litClauses();
boardAsSheet();

function converse() {
  const box = form.elements.text;
  const send = document.getElementById("send");
  const notice = document.getElementById("notice");
  const spoken = document.getElementById("spoken");
  const limit = Number(form.dataset.limit);
  const outbox = new Outbox(form.dataset.attempt);
  let slip = null; // the line on its way, as shown
  let failures = 0;
  let timer = 0;
  let busy = false;

  if (!box.value && outbox.draft) box.value = outbox.draft;
  grow();
  if (outbox.line) {
    slip = pendingSlip(outbox.line);
    deliver();
  } else {
    toTheEnd("instant");
  }
  if (!navigator.onLine) offline();

  box.addEventListener("input", () => { outbox.draft = box.value; grow(); countOver(); });
  box.addEventListener("keydown", (event) => {
    // An input method uses Enter to take a word: such an Enter is not ours.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit(send);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const action = event.submitter?.name === "action" ? event.submitter.value : null;
    const text = box.value.trim();
    if (outbox.line || (!action && !text) || over() > 0) { box.focus(); return; }
    closeMenus();
    const line = { id: freshId(), expects: lastTurn() };
    if (action) {
      line.action = action;
      line.told = told(action, event.submitter);
    } else {
      line.text = text;
      box.value = "";
      outbox.draft = "";
      grow();
    }
    outbox.line = line;
    slip = pendingSlip(line);
    say("");
    deliver();
    box.focus({ preventScroll: true });
  });
  window.addEventListener("online", () => { say(""); if (outbox.line) deliver(); });
  window.addEventListener("offline", offline);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-hint]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    showHint(link);
  });

  async function deliver() {
    const line = outbox.line;
    if (!line || busy) return;
    busy = true;
    clearTimeout(timer);
    send.setAttribute("aria-disabled", "true");
    status(phrases.sending);
    try {
      const answer = await post(line);
      if (answer.ok) arrived(await answer.text());
      else await refused(answer);
    } catch {
      later(); // no connection, or none in time
    } finally {
      busy = false;
      if (!outbox.line) send.removeAttribute("aria-disabled");
    }
  }

  function post(line) {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, client_turn_id: line.id, expects: line.expects });
    body.set(line.action ? "action" : "text", line.action ?? line.text);
    return fetch(form.getAttribute("action"), { // form.action would be the buttons of that name
      method: "POST", body, headers: { "X-Fragment": "turn" }, credentials: "same-origin",
      signal: AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined,
    });
  }

  function arrived(html) {
    const part = new DOMParser().parseFromString(html, "text/html");
    outbox.line = null;
    failures = 0;
    say("");
    const turn = part.querySelector(".turn");
    slip?.remove();
    slip = null;
    const shown = document.getElementById(turn.id);
    if (shown) shown.replaceWith(turn); else talk.append(turn);
    form.elements.expects.value = lastTurn();
    form.elements.client_turn_id.value = freshId();
    swapBoard(part.getElementById("board"));
    document.getElementById("hint")?.remove();
    spoken.textContent = [...turn.querySelectorAll(".theirs, .note")].map((node) => node.textContent.trim()).join(" ");
    const ending = part.getElementById("ending");
    if (ending) {
      outbox.draft = "";
      document.getElementById("desk").replaceWith(ending);
      ending.focus({ preventScroll: true });
    }
    turn.classList.add("fresh");
    toTheEnd("smooth");
  }

  async function refused(answer) {
    const retry = answer.status >= 500 || answer.status === 429;
    if (retry) { later(); return; }
    const problem = await answer.json().catch(() => ({}));
    giveBack();
    if (answer.status === 409 || answer.status === 403 || answer.status === 404) {
      say(answer.status === 409 ? phrases.elsewhere : problem.detail ?? "", phrases.reload, () => location.reload());
    } else {
      say(phrases.rejected.replace("*", problem.detail ?? answer.status));
    }
  }

  // The unsent words go back where they were typed, before anything typed since.
  function giveBack() {
    const line = outbox.line;
    outbox.line = null;
    slip?.remove();
    slip = null;
    if (line?.text) {
      box.value = box.value ? `${line.text}\n${box.value}` : line.text;
      outbox.draft = box.value;
      grow();
      countOver();
    }
  }

  function later() {
    failures += 1;
    status(phrases.waiting, phrases.retry, () => deliver());
    if (!navigator.onLine) offline();
    timer = setTimeout(deliver, Math.min(LONGEST_WAIT, 500 * 2 ** failures));
  }

  function offline() { say(phrases.offline); }

  async function showHint(link) {
    try {
      const answer = await fetch(link.href, { headers: { "X-Fragment": "hint" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const hint = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("hint");
      document.getElementById("hint")?.remove();
      if (hint) form.before(hint);
    } catch {
      say(phrases.offline);
    }
  }

  function status(text, label, act) {
    const place = slip?.querySelector(".status");
    if (!place) return;
    place.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (label) place.append(press(label, act));
  }

  function say(text, label, act) {
    notice.replaceChildren();
    if (!text) return;
    const line = Object.assign(document.createElement("p"), { className: "notice" });
    line.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (label) line.append(press(label, act));
    notice.append(line);
  }

  function pendingSlip(line) {
    const item = document.getElementById("pending").content.firstElementChild.cloneNode(true);
    const words = item.querySelector(".slip");
    words.textContent = line.text ?? line.told;
    if (!line.text) words.className = "cue deed";
    talk.append(item);
    toTheEnd("smooth");
    return item;
  }

  function told(action, button) {
    if (action === "wait") return phrases.waited;
    if (action === "leave") return phrases.left;
    return phrases.shown.replace("*", button.textContent.trim());
  }

  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 192)}px`;
  }

  function over() { return limit ? [...box.value.trim()].length - limit : 0; }

  function countOver() {
    if (over() > 0) say(phrases.over.replace("*", over()));
    else if (navigator.onLine && notice.firstChild) say("");
  }
}

function press(label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  button.addEventListener("click", act);
  return button;
}

function lastTurn() {
  return [...talk.querySelectorAll("[data-turn]")].at(-1)?.dataset.turn ?? "0";
}

function closeMenus() {
  form.querySelectorAll("details[open]").forEach((menu) => { menu.open = false; });
}

function toTheEnd(behavior) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (behavior === "instant" && location.hash) return;
  window.scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? "instant" : behavior });
}

// The board is renewed in place; a need that came further is shown to have moved.
function swapBoard(fresh) {
  const old = document.getElementById("board");
  if (!fresh || !old) return;
  const before = [...old.querySelectorAll(".need")].map((need) => need.dataset.state);
  fresh.querySelectorAll(".need").forEach((need, place) => {
    if (need.dataset.state !== before[place]) need.classList.add("moved");
  });
  old.replaceChildren(...fresh.childNodes);
}

// Pointing at a chip lights up the clause it speaks of.
function litClauses() {
  const light = (event, on) => {
    const chip = event.target.closest?.(".chips details[data-clause]");
    const slip = chip?.closest(".mine")?.querySelector(".slip");
    slip?.querySelectorAll(`[data-clause="${chip.dataset.clause}"]`).forEach((clause) => clause.classList.toggle("lit", on || chip.open));
  };
  talk.addEventListener("pointerover", (event) => light(event, true));
  talk.addEventListener("pointerout", (event) => light(event, false));
  talk.addEventListener("focusin", (event) => light(event, true));
  talk.addEventListener("focusout", (event) => light(event, false));
  talk.addEventListener("toggle", (event) => light(event, event.target.open), true);
}

function boardAsSheet() {
  const shut = () => {
    if (location.hash !== "#board") return;
    location.hash = "#composer";
    form?.elements.text.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    shut();
    document.querySelectorAll("details[name][open]").forEach((open) => {
      const inside = open.contains(document.activeElement);
      open.open = false;
      if (inside) open.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    if (location.hash === "#board" && !event.target.closest("#board, .board-link")) shut();
    if (!event.target.closest(".tools details") && form) closeMenus();
  });
  window.addEventListener("hashchange", () => {
    if (location.hash === "#board") document.getElementById("board-title").focus({ preventScroll: true });
  });
}
