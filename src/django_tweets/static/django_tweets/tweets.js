/* Upgrades plain links and forms inside of .tweets: asks where each leads to for a fragment, and
   puts that into the page. */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const words = () => $(".tweets .tw-live-region")?.dataset ?? {};
const busy = new Set();
const turns = {};
let toast, timer, pause, isLonger;

function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const node = event.target.closest?.(`.tweets ${selector}`);
    if (node && !event.defaultPrevented) act(node, event);
  });
}

// Instead of the browser, unless it is asked for a new tab.
function take(type, selector, act) {
  on(type, selector, (node, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act(node, event);
  });
}

// Beside an open dialog nothing can be heard.
function say(text) {
  const live = $("dialog[open] .tw-live-region") || $(".tweets .tw-live-region");
  if (!live || !text) return;
  clearTimeout(toast);
  live.textContent = text;
  toast = setTimeout(() => live.replaceChildren(), 7000);
}

function keep(where, key, value) {
  try {
    if (!key) return;
    const storage = window[`${where}Storage`];
    key = `tweets:${key}`;
    if (value) storage[key] = value;
    if (value === "") delete storage[key];
    return storage[key];
  } catch {} // it may be full, or forbidden
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// The fragment; thrown if nothing can be done with it.
async function ask(url, options) {
  const response = await fetch(url, { ...options, headers: { "X-Tweets-Fragment": 1 } });
  const page = parse(await response.text());
  page.status = response.status;
  page.url = response.headers.get("Location");
  page.said = $("[data-message]", page)?.textContent;
  if (!response.ok && !$("[data-form-fields]", page)) throw page;
  return page;
}

// Two clicks are one. Who is signed out goes the plain way, and is asked in.
async function once(key, act, plain) {
  if (busy.has(key)) return;
  busy.add(key);
  try {
    await act();
  } catch (error) {
    if (error.status === 401) plain();
    else say(error.said || words().failed);
  }
  busy.delete(key);
}

// One by one for each tweet: the last answer knows of all.
const post = (form, url, act) =>
  once(
    url,
    async () => {
      const { swap } = form.dataset;
      const go = () => ask(url, { method: "POST", body: new FormData(form) });
      turns[swap] = turns[swap]?.then(go, go) ?? go();
      act(await turns[swap]);
    },
    () => {
      removeEventListener("beforeunload", warn);
      form.action = url;
      form.submit();
    },
  );

// Or what opens the menu that hides it.
function focus(node) {
  node = node?.closest("details:not([open])")?.firstElementChild || node;
  if (node?.matches("article")) node.tabIndex = -1;
  node?.focus();
}

function swap(page) {
  for (const fresh of $$("[data-swap]", page)) {
    for (const old of $$(`.tweets [data-swap="${fresh.dataset.swap}"]`)) {
      const copy = fresh.cloneNode(true);
      const active = document.activeElement;
      const within = old.contains(active);
      $$("details", copy).forEach((menu, at) => {
        menu.open = $$("details", old)[at]?.open;
      });
      old.replaceWith(copy);
      if (within)
        focus($(`[data-action="${active.dataset.action}"]`, copy) || $("summary, button", copy));
    }
  }
}

async function verb(form, { submitter }) {
  const url = submitter.getAttribute("formaction") || form.action;
  const pressed = submitter.ariaPressed;
  if (pressed && !busy.has(url)) submitter.ariaPressed = pressed !== "true";
  await post(form, url, (page) => {
    swap(page);
    say(page.said);
  });
  submitter.ariaPressed = pressed; // if it was not swapped
}

const list = () => $$(".tw-main .tw-list").at(-1);
const next = (root) => $(".tw-page-link:has([rel=next])", root);
const entry = window.navigation?.currentEntry.key;

// What is on the page stays in its place.
function add(cards, to, how) {
  cards = cards.filter((card) => {
    const old = document.getElementById(card.id);
    old?.replaceWith(card);
    return !old;
  });
  if (to) {
    $(":scope > .tw-empty", to)?.remove();
    to[how](...cards);
    isLonger = true;
  }
  return cards[0];
}

const load = (link, how) =>
  once(
    link,
    async () => {
      const page = await ask(link.href);
      const cards = $$(".tw-list > article", page);
      if (how === "append") next().replaceWith(next(page) ?? "");
      else {
        place.replaceChildren();
        newest = cards[0]?.id.slice(1) ?? newest;
      }
      focus(add(cards, list(), how));
    },
    () => location.assign(link.href),
  );

// For when one comes back, and the browser has not kept the page.
function save() {
  if (!isLonger) return;
  const kept = [words().viewer, scrollY, newest, list().innerHTML, next()?.outerHTML];
  keep("session", entry, JSON.stringify(kept));
}

function restore() {
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  const [viewer, y, top, html, more] = JSON.parse(keep("session", entry) ?? "[]");
  if (!html || viewer !== words().viewer) return;
  const cards = parse(html);
  // The fresh ones are newer.
  for (const card of [...list().children]) cards.getElementById(card.id)?.replaceWith(card);
  isLonger = true;
  newest = top;
  list().replaceChildren(cards);
  next()?.remove();
  list().after(parse(more));
  scrollTo(0, y);
}

let place = $(".tweets .tw-new-tweets[data-poll]");
let newest = $(".tw-list[data-list] [id]")?.id.slice(1) ?? 0;
let last = Date.now();
const every = (place?.dataset.pollInterval || 60) * 1000;
let wait = every;

// Asks what is new, while somebody looks.
async function poll() {
  clearTimeout(timer);
  if (!place || document.hidden) return;
  const rest = last + wait - Date.now();
  if (rest > 0) {
    timer = setTimeout(poll, rest);
    return;
  }
  last = Date.now();
  try {
    const page = await ask(`${place.dataset.poll}?after=${newest}`, { cache: "no-cache" });
    wait = every;
    if (page.textContent !== place.textContent && !place.contains(document.activeElement))
      place.replaceChildren(page);
  } catch ({ status }) {
    wait *= 2;
    if (status === 401) place = null;
  }
  poll();
}

const area = (form) => $("[name=content]", form);
const warn = (event) => event.preventDefault();

// Only while something is unsent: a page that asks isn't cached.
function guard() {
  const unsent = $$(".tweets .tw-composer [name=content]").some(
    ({ value, defaultValue }) => value.trim() && value !== defaultValue,
  );
  (unsent ? addEventListener : removeEventListener)("beforeunload", warn);
}

async function count({ form }) {
  const { weigh } = await import("./counter.js");
  const output = $(".tw-character-count", form);
  const [seen, heard] = output.children;
  const left = area(form).dataset.maxLength - weigh(area(form).value);
  output.hidden = false;
  output.classList.toggle("tw-too-long", left < 0);
  seen.textContent = left;
  clearTimeout(pause);
  pause = setTimeout(() => {
    const word = words()[left < 0 ? "over" : "left"];
    heard.textContent = left > 20 ? "" : `${word} ${Math.abs(left)}`;
  }, 1000);
}

function write(field) {
  const { style, value, defaultValue, form } = field;
  if (!CSS.supports("field-sizing", "content")) {
    style.height = "auto";
    style.height = `${field.scrollHeight + 2}px`;
  }
  keep("local", form.dataset.draft, value === defaultValue ? "" : value);
  guard();
  count(field);
}

async function suggest(field, { isComposing }) {
  const { autocomplete } = await import("./autocomplete.js");
  if (!isComposing) autocomplete(field, ask);
}

const recall = (form) => (area(form).value = keep("local", form.dataset.draft) ?? area(form).value);

// What is wrong, beside the text that is here.
function correct(form, fresh) {
  const old = $("[data-form-fields]", form);
  const { value, defaultValue } = area(form);
  old.replaceWith(fresh);
  form.pristine ??= old;
  Object.assign(area(form), { defaultValue, value });
  const wrong = $("[aria-invalid=true]", fresh);
  focus(wrong || area(form));
  if (!wrong || !form.isConnected) say($(".errorlist", fresh)?.textContent);
}

function clear(form) {
  if (form.pristine) $("[data-form-fields]", form).replaceWith(form.pristine);
  form.pristine = null;
  form.reset();
  area(form).value = "";
  write(area(form));
}

async function send(form) {
  if (busy.has(form.action)) return;
  const button = $("[type=submit]", form);
  // Before the answer, by which the dialog may be closed, and open again for another.
  const dialog = form.closest("dialog");
  button.ariaDisabled = true;
  await post(form, form.action, (page) => {
    const fields = $("[data-form-fields]", page);
    if (fields) return correct(form, fields);
    const to = $(`.tw-list[data-list="${form.dataset.list}"]`);
    clear(form);
    if (!dialog && !to) return location.assign(page.url);
    add([$("article", page)], to, "prepend");
    swap(page);
    if (!dialog) focus(area(form));
    else if (dialog.contains(form)) dialog.close();
    say(page.said);
  });
  button.ariaDisabled = null;
}

async function open(link) {
  const there = $$(".tweets .tw-composer").find((form) => form.action === link.href);
  if (there) return focus(area(there));
  // Before the answer: that to a verb may come sooner, and swap the link.
  const card = link.closest("article");
  const page = await ask(link.href).catch(parse);
  const form = $(".tw-composer", page);
  if (!form) return location.assign(link.href);
  $("h1", page).id = "tw-form-dialog-title";
  const dialog = $(".tweets .tw-form-dialog");
  const body = $("div", dialog);
  body.replaceChildren(page);
  dialog.onclose = () => {
    body.replaceChildren();
    guard();
    const now = card?.isConnected ? card : document.getElementById(card?.id);
    focus(
      link.isConnected
        ? link
        : ($(`[data-action="${link.dataset.action}"]`, now ?? document) ?? now),
    );
  };
  recall(form);
  dialog.showModal();
  focus(area(form));
}

const help = () => $("#tw-help").showModal();
const ACTS = { n: "compose", r: "reply", l: "like", t: "retweet", b: "bookmark", "/": "search" };

function close(menu) {
  menu.open = false;
  focus(menu.firstElementChild);
}

function press(event) {
  const { target, key } = event;
  const menu = $(".tweets .tw-menu[open]");
  if (key === "Escape" && menu) close(menu);
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key === "Enter") target.closest(".tweets .tw-composer")?.requestSubmit();
    return;
  }
  // A host's page has no sheet to switch them off.
  if (!$("#tw-help") || $("dialog[open]") || keep("local", "shortcuts")) return;
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  const cards = $$(".tweets .tw-tweet");
  const card = target.closest(".tw-tweet");
  const step = { j: 1, k: -1 }[key];
  const root = "rltb".includes(key) ? card : document;
  const controls = root ? $$(`.tweets [data-action="${ACTS[key]}"]`, root) : [];
  // A box for it, where there is room for one; else the link that leads to one.
  const control = key === "/" ? controls.filter((node) => node.offsetParent).at(-1) : controls[0];
  if (key === "?") help();
  else if (step)
    focus(
      card
        ? cards[cards.indexOf(card) + step]
        : (cards.find((card) => card.getBoundingClientRect().top >= 0) ?? cards.at(-1)),
    );
  else if (!control) return;
  control?.focus();
  control?.click();
  event.preventDefault();
}

const copy = (button) =>
  once(button, async () => {
    const link = button.closest("article")?.querySelector(".tw-time") ?? location;
    const url = new URL(button.dataset.copyLink || link, location).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ url });
    await navigator.clipboard.writeText(url);
    say(words().copied);
  });

// In a row that is wider than the screen.
function show(tab) {
  const row = tab.parentNode.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  tab.parentNode.scrollLeft += Math.max(right - row.right, 0) + Math.min(left - row.left, 0);
}

function start() {
  take("submit", "form[data-swap]", verb);
  take("submit", ".tw-composer", send);
  take("click", ".tw-page-link a[rel=next]", (link) => load(link, "append"));
  take("click", ".tw-new-tweets a[href*='after=']", (link) => load(link, "prepend"));
  take("click", "a[data-dialog]", open);
  on("click", "[data-copy-link]", copy);
  on("click", "[data-shortcuts-help]", help);
  document.addEventListener("click", ({ target }) => {
    for (const menu of $$(".tweets .tw-menu[open]"))
      if (!menu.contains(target)) menu.open = false;
      else if (target.closest("a, button")) close(menu);
  });
  on("focusout", ".tw-menu", (menu, { relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  on("focusin", ".tw-composer [name=content]", count);
  on("input", ".tw-composer [name=content]", write);
  on("input", "[data-autocomplete] [name=content]", suggest);
  on("change", "[data-shortcuts]", ({ checked }) =>
    keep("local", "shortcuts", checked ? "" : "off"),
  );
  document.addEventListener("keydown", press);
  document.addEventListener("visibilitychange", poll);
  addEventListener("pagehide", save);
  for (const box of $$(".tweets [data-shortcuts]")) box.checked = !keep("local", "shortcuts");
  $$(".tweets .tw-composer").forEach(recall);
  for (const tab of $$(".tweets .tw-tabs [aria-current]")) show(tab);
  restore();
  poll();
}

if (!window.djangoTweets) start();
window.djangoTweets = true;
