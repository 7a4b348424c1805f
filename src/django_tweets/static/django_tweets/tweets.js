/* Upgrades the links and forms inside of .tweets: fetches their URLs as fragments, and inserts the
   fragments into the open page.

   The other modules are loaded when they are first needed, from the addresses in the data attributes
   of the script element: a storage may give each file an address with a hash, or on another host.
   They import what this one exports from the address in its `src`. */

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const texts = () => $(".tweets .tw-live-region")?.dataset ?? {};
export const busy = new Set();
const queues = {};
let messageTimer;

/** Imports a module by its name in the script element. */
export const load = async (name) => import($("script.tw-script").dataset[name]);

function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const node = event.target.closest?.(`.tweets ${selector}`);
    if (node && !event.defaultPrevented) act(node, event);
  });
}

// Handles the event instead of the browser, except for a click that opens a new tab.
function intercept(type, selector, act) {
  on(type, selector, (node, event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    act(node, event);
  });
}

// Handles an event by a function of a module. Without the module, `plain` does what the browser would.
const lazy =
  (name, act, plain, ...options) =>
  async (node, event) => {
    const module = await load(name).catch(() => plain?.(node));
    module?.[act](node, ...options, event);
  };

const openLink = (link) => location.assign(link.href);
const sendForm = (form) => form.submit();

/** While a dialog is open, screen readers only read the live region inside of it. */
export function announce(text) {
  const live = $("dialog[open] .tw-live-region") || $(".tweets .tw-live-region");
  if (!live || !text) return;
  clearTimeout(messageTimer);
  live.textContent = text;
  messageTimer = setTimeout(() => live.replaceChildren(), 7000);
}

export function store(where, key, value) {
  try {
    if (!key) return;
    const storage = window[`${where}Storage`];
    key = `tweets:${key}`;
    if (value) storage[key] = value;
    if (value === "") delete storage[key];
    return storage[key];
  } catch {} // the storage may be full or forbidden
}

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Returns the fragment at url. Throws the fragment of an error without a form. */
export async function fetchFragment(url, options) {
  const response = await fetch(url, { ...options, headers: { "X-Tweets-Fragment": 1 } });
  const page = parse(await response.text());
  page.status = response.status;
  page.url = response.headers.get("Location");
  page.announcement = $("[data-message]", page)?.textContent;
  if (!response.ok && !$("[data-form-fields]", page)) throw page;
  return page;
}

/** Ignores a second click until the first is answered. On 401, `plain` leaves for the login. */
export async function runOnce(key, act, plain) {
  if (busy.has(key)) return;
  busy.add(key);
  try {
    await act();
  } catch (error) {
    if (error.status === 401) plain();
    else announce(error.announcement || texts().failed);
  }
  busy.delete(key);
}

/** Sends the forms of one tweet one after another, so that the last response has all changes. */
export const postForm = (form, url, act, swap) =>
  runOnce(
    url,
    async () => {
      const go = () => fetchFragment(url, { method: "POST", body: new FormData(form) });
      queues[swap] = queues[swap]?.then(go, go) ?? go();
      act(await queues[swap]);
    },
    () => {
      removeEventListener("beforeunload", preventUnload);
      form.action = url;
      form.submit();
    },
  );

/** Focuses node, or the button of the closed menu that contains it. */
export function focus(node) {
  node = node?.closest("details:not([open])")?.firstElementChild || node;
  if (node?.matches("article")) node.tabIndex = -1;
  node?.focus();
}

export function replaceParts(page) {
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

async function submitAction(form, { submitter }) {
  const url = submitter.getAttribute("formaction") || form.action;
  const pressed = submitter.ariaPressed;
  if (pressed && !busy.has(url)) submitter.ariaPressed = pressed !== "true";
  const act = (page) => {
    replaceParts(page);
    announce(page.announcement);
  };
  await postForm(form, url, act, submitter.closest("[data-swap]")?.dataset.swap);
  submitter.ariaPressed = pressed; // if it was not replaced
}
export const textField = (form) => $("[name=content]", form);
const preventUnload = (event) => event.preventDefault();

/** Warns before leaving only while a text is unsent: browsers don't cache a page with this listener. */
export function updateUnloadWarning() {
  const unsent = $$(".tweets .tw-composer [name=content]").some(
    ({ value, defaultValue }) => value.trim() && value !== defaultValue,
  );
  (unsent ? addEventListener : removeEventListener)("beforeunload", preventUnload);
}

// The key of a form, with which a text that is sent twice is one tweet. An edit has none.
export const keyField = (form) => $("[name=key]", form) ?? {};

// Drafts are stored here: a member may leave before the composer is loaded. With the key of the form:
// the answer may be lost, and the draft be sent again from a reloaded page.
export function storeDraft({ form, value, defaultValue }) {
  const { draft } = form.dataset;
  const text = value === defaultValue ? "" : value;
  store("local", draft, text);
  store("local", draft && `${draft}:key`, text && keyField(form).value);
  updateUnloadWarning();
}

export function restoreDraft(form) {
  const { draft } = form.dataset;
  const text = store("local", draft);
  if (text === undefined) return;
  textField(form).value = text;
  keyField(form).value = store("local", `${draft}:key`) ?? keyField(form).value;
}

const openShortcutsHelp = () => $("#tw-help").showModal();
const SHORTCUTS = {
  n: "compose",
  r: "reply",
  l: "like",
  t: "retweet",
  b: "bookmark",
  "/": "search",
};

function closeMenu(menu) {
  menu.open = false;
  focus(menu.firstElementChild);
}

function onKeyDown(event) {
  const { target, key } = event;
  const menu = $(".tweets .tw-menu[open]");
  if (key === "Escape" && menu) closeMenu(menu);
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (key === "Enter") target.closest(".tweets .tw-composer")?.requestSubmit();
    return;
  }
  // A host's page has no dialog to switch the shortcuts off.
  if (!$("#tw-help") || $("dialog[open]") || store("local", "shortcuts")) return;
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  const cards = $$(".tweets .tw-tweet");
  const card = target.closest(".tw-tweet");
  const step = { j: 1, k: -1 }[key];
  const root = "rltb".includes(key) ? card : document;
  const controls = root ? $$(`.tweets [data-action="${SHORTCUTS[key]}"]`, root) : [];
  // The search box if it is visible, else the link to the search page.
  const control = key === "/" ? controls.filter((node) => node.offsetParent).at(-1) : controls[0];
  if (key === "?") openShortcutsHelp();
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

const copyLink = (button) =>
  runOnce(button, async () => {
    const link = button.closest("article")?.querySelector(".tw-time") ?? location;
    const url = new URL(button.dataset.copyLink || link, location).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ url });
    await navigator.clipboard.writeText(url);
    announce(texts().copied);
  });

// Scrolls a row of tabs that is wider than the screen.
function scrollToTab(tab) {
  const row = tab.parentNode.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  tab.parentNode.scrollLeft += Math.max(right - row.right, 0) + Math.min(left - row.left, 0);
}

function start() {
  intercept("submit", "form:is(#tw-act, [data-swap][method=post])", submitAction);
  intercept("submit", ".tw-composer", lazy("composer", "submitTweet", sendForm));
  intercept("click", ".tw-page-link a[rel=next]", lazy("lists", "loadPage", openLink, "append"));
  intercept(
    "click",
    ".tw-new-tweets a[href*='after=']",
    lazy("lists", "loadPage", openLink, "prepend"),
  );
  intercept("click", "a[data-dialog]", lazy("composer", "openDialog", openLink));
  on("click", "[data-copy-link]", copyLink);
  on("click", "[data-shortcuts-help]", openShortcutsHelp);
  document.addEventListener("click", ({ target }) => {
    for (const menu of $$(".tweets .tw-menu[open]"))
      if (!menu.contains(target)) menu.open = false;
      else if (target.closest("a, button")) closeMenu(menu);
  });
  on("focusout", ".tw-menu", (menu, { relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  on("focusin", ".tw-composer [name=content]", lazy("composer", "updateCharacterCount"));
  on("input", ".tw-composer [name=content]", storeDraft);
  on("input", ".tw-composer [name=content]", lazy("composer", "onInput"));
  on("input", "[data-autocomplete] [name=content]", lazy("composer", "suggestNames"));
  on("change", "[data-shortcuts]", ({ checked }) =>
    store("local", "shortcuts", checked ? "" : "off"),
  );
  document.addEventListener("keydown", onKeyDown);
  for (const box of $$(".tweets [data-shortcuts]")) box.checked = !store("local", "shortcuts");
  $$(".tweets .tw-composer").forEach(restoreDraft);
  for (const tab of $$(".tweets .tw-tabs [aria-current]")) scrollToTab(tab);
  const isReturn = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (isReturn || $(".tweets .tw-new-tweets[data-poll]")) load("lists");
}

if (!window.djangoTweets) start();
window.djangoTweets = true;
