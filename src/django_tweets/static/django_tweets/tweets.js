/* Upgrades the links and forms inside of .tweets: fetches their URLs as fragments, and inserts them
   into the page. The other modules are loaded when first needed. */

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const texts = () => $(".tweets .tw-live-region")?.dataset ?? {};
export const busy = new Set();
const queues = {};
const actions = new Map(); // that wait, by URL
let messageTimer;

/** Imports a module by its name in the script element: a storage may add a hash to its address. */
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

// Handles an event by a function of a module; without it, `plain` does what the browser would.
// Only a click shows that it works, and is told of errors.
const lazy =
  (name, act, plain, ...options) =>
  async (node, event) => {
    const control = { click: node, submit: $("[type=submit]", node) }[event.type];
    if (control?.ariaBusy) return;
    if (control) control.ariaBusy = "true";
    try {
      const module = await load(name).catch(() =>
        navigator.onLine ? plain?.(node) : control && fail(),
      );
      await module?.[act](node, ...options, event);
    } finally {
      if (control) control.ariaBusy = null;
    }
  };

const openLink = (link) => location.assign(link.href);
const sendForm = (form) => {
  removeEventListener("beforeunload", preventUnload);
  form.submit();
};

// Shows one message: a text, or an element with links. One about an error goes with the next action
// that succeeds. While a dialog is open, screen readers only read the live region in it.
export function announce(message, isError = false) {
  const live = $("dialog[open] .tw-live-region") || $(".tweets .tw-live-region");
  if (!live || !(message || live.dataset.error)) return;
  const hadFocus = live.contains(document.activeElement);
  for (const other of $$(".tweets .tw-live-region")) other.replaceChildren();
  live.append(...(message?.childNodes ?? [message ?? ""]));
  live.dataset.error = isError || "";
  if (hadFocus) {
    live.tabIndex = -1;
    live.focus();
  }
  hideLater(live, live.children.length ? 15000 : 7000);
}

// Not while it is pointed at, or one of its links has the focus.
function hideLater(live, delay) {
  clearTimeout(messageTimer);
  messageTimer = setTimeout(() => {
    if (live.matches(":hover, :has(:focus)")) hideLater(live, 3000);
    else live.replaceChildren();
  }, delay);
}

/** Announces an error: the sentence of the server, or else what usually helps. */
export const fail = (error) =>
  announce(error?.notice || texts()[navigator.onLine ? "failed" : "offline"], true);

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
  page.notice = $("[data-message]", page);
  page.announcement = page.notice?.textContent;
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
    else fail(error);
  }
  busy.delete(key);
}

/** Returns this page as it is now, with new tokens in all forms. Nothing for another viewer. */
export async function fetchPage() {
  const response = await fetch(location.href);
  const page = parse(await response.text());
  if ($(".tw-live-region", page)?.dataset.viewer !== texts().viewer) return;
  const token = $("[name=csrfmiddlewaretoken]", page)?.value;
  if (token) for (const field of $$(".tweets [name=csrfmiddlewaretoken]")) field.value = token;
  return page;
}

// Sends a form. If its token is refused, somebody has signed in again in another tab.
async function send(form, url) {
  const post = () => fetchFragment(url, { method: "POST", body: new FormData(form) });
  try {
    return await post();
  } catch (error) {
    if (error.status !== 403 || error.notice || !(await fetchPage())) throw error;
    return post();
  }
}

// Waits while something is pressed: what replaced it would get no click.
const isReleased = () =>
  new Promise((resolve) => {
    if (!$(".tweets [data-swap] :active")) return resolve();
    for (const type of ["pointerup", "pointercancel", "keyup"])
      addEventListener(type, () => setTimeout(resolve), { once: true });
  });

/** Sends the forms of one tweet one after another, so that the last response has all changes. */
export const postForm = (form, url, act, swap) =>
  runOnce(
    url,
    async () => {
      const go = () => send(form, url);
      queues[swap] = queues[swap]?.then(go, go) ?? go();
      const page = await queues[swap];
      await isReleased();
      act(page);
    },
    () => {
      form.action = url;
      sendForm(form);
    },
  );

/** Focuses node, or the button of the closed menu that contains it. */
export function focus(node) {
  node = node?.closest("details:not([open])")?.firstElementChild || node;
  if (node?.matches("article")) node.tabIndex = -1;
  node?.getClientRects(); // WebKit focuses nothing that was behind a dialog at its last layout
  node?.focus();
}

// Puts `fresh` in the place of `old`, in the same state. A template stands for nothing, or for the
// card that `old` has replaced.
function replacePart(old, fresh) {
  const isGone = fresh.matches("template");
  if (old.isEqualNode(fresh) || (isGone && old.matches("article"))) return;
  const copy = isGone ? old.was : fresh.cloneNode(true);
  const active = document.activeElement;
  const hasFocus = old.contains(active);
  let next = copy ?? old.nextElementSibling ?? old.previousElementSibling;
  if (copy && !isGone) {
    copy.was = old.matches("article") ? old : old.was;
    $$("details", copy).forEach((menu, at) => {
      menu.open = $$("details", old)[at]?.open;
    });
    for (const { dataset } of $$("[aria-expanded=true]", old))
      $(`[data-action="${dataset.action}"]`, copy)?.setAttribute("aria-expanded", "true");
    // What has just been pressed shows its state, and not yet what the next click does.
    copy.classList.toggle("tw-resting", hasFocus || old.matches(":hover"));
  }
  old.replaceWith(copy ?? "");
  if (!hasFocus || !next) return;
  // Of the lines for several cards in a row, only the first is shown.
  while (!next.offsetParent && next.previousElementSibling) next = next.previousElementSibling;
  const control = $(`[data-action="${active.dataset.action}"]`, next) || $("summary, button", next);
  focus(control || next.closest("article") || next);
}

/** Puts the parts of an answer in all places that have their key. */
export function replaceParts(page) {
  for (const fresh of $$("[data-swap]:not(article)", page))
    for (const old of $$(`.tweets [data-swap~="${fresh.dataset.swap}"]`)) replacePart(old, fresh);
}

// Shows an action in all places before it is answered: the state of the control, and its count.
function toggle({ swap, name }) {
  for (const control of $$(`.tweets [data-swap="${swap}"] [data-action="${name}"]`)) {
    const isOn = control.ariaPressed !== "true";
    control.ariaPressed = isOn;
    const count = $("b", control);
    const number = +(count?.textContent ?? 0) + (isOn ? 1 : -1);
    if (name === "bookmark" || Number.isNaN(number)) continue; // such as 1.2K
    if (number < 1) count?.remove();
    else (count ?? control.appendChild(document.createElement("b"))).textContent = number;
  }
}

async function submitAction(form, { submitter }) {
  const url = submitter.getAttribute("formaction") || form.action;
  const before = actions.get(url);
  const canToggle = submitter.ariaPressed;
  if (before) {
    // The second click takes the first back, when that is answered.
    if (submitter.ariaPressed) {
      toggle(before);
      before.isShown = !before.isShown;
    }
    return;
  }
  const swap = submitter.closest("[data-swap]")?.dataset.swap;
  const action = { swap, name: canToggle && submitter.dataset.action, isShown: canToggle };
  actions.set(url, action);
  if (canToggle) toggle(action);
  submitter.ariaBusy = "true";
  let isDone;
  await postForm(
    form,
    url,
    (page) => {
      isDone = true;
      actions.delete(url);
      replaceParts(page);
      // The answer doesn't know yet of the actions that are sent next.
      for (const other of actions.values()) if (other.swap === swap && other.isShown) toggle(other);
      announce(page.notice);
    },
    swap,
  );
  submitter.ariaBusy = null; // if it was not replaced
  if (!isDone && action.isShown) toggle(action);
  actions.delete(url);
  if (isDone && canToggle && !action.isShown)
    $(`.tweets [data-swap="${swap}"] [data-action="${action.name}"]`)?.click();
}

export const textField = (form) => $("[name=content]", form);
export const preventUnload = (event) => event.preventDefault();

// The key of a form, with which a text that is sent twice is one tweet. An edit has none.
export const keyField = (form) => $("[name=key]", form) ?? {};
export const makeKey = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

const openShortcutsHelp = () => $("#tw-help").showModal();
const SHORTCUTS = {
  n: "compose",
  r: "reply",
  l: "like",
  t: "retweet",
  b: "bookmark",
  "/": "search",
};

function onKeyDown(event) {
  const { target, key } = event;
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
  // The shortcut retweets, where a click opens a menu.
  if (control?.matches("[data-action=retweet]")) control.form?.requestSubmit(control);
  else control?.click();
  event.preventDefault();
}

/** Adds “Show more” to the texts that the stylesheet has cut. */
export function foldTexts() {
  const isCut = (text) => text.scrollHeight > text.clientHeight + 1;
  if ($(".tweets .tw-show-more") || $$(".tweets .tw-text").some(isCut))
    load("reading").then(({ fold }) => fold(isCut));
}

function scrollToTab(tab) {
  const row = tab.parentNode.getBoundingClientRect();
  const { left, right } = tab.getBoundingClientRect();
  tab.parentNode.scrollLeft += Math.max(right - row.right, 0) + Math.min(left - row.left, 0);
}

function start() {
  intercept("submit", "form:is(#tw-act, [data-swap][method=post])", submitAction);
  intercept("submit", ".tw-composer", lazy("composer", "submitTweet", sendForm));
  intercept("click", ".tw-page-link a[rel=next]", lazy("lists", "loadPage", openLink, "append"));
  intercept("click", ".tw-more-replies a", lazy("replies", "loadReplies", openLink));
  intercept(
    "click",
    ".tw-new-tweets a[href*='after=']",
    lazy("lists", "loadPage", openLink, "prepend"),
  );
  intercept("click", "a[data-action=more]", (link, event) =>
    lazy("menus", "openMenu", openLink, link.closest("article"))(link, event),
  );
  on("click", "button[data-action=retweet]", (button, event) => {
    if (!$("#tw-retweet-menu")) return;
    event.preventDefault();
    const retweet = () => button.form.requestSubmit(button);
    load("menus").then((menu) => menu.openRetweetMenu(button, button.closest("article")), retweet);
  });
  on("click", ".tw-menu > summary", () => load("menus"));
  intercept("click", ".tw-media a", lazy("lightbox", "open", openLink));
  intercept(
    "click",
    "a:is([data-dialog], [data-action=reply])",
    lazy("composer", "openDialog", openLink),
  );
  for (const type of ["click", "auxclick", "keydown"])
    on(type, ".tw-tweet", lazy("reading", "handle"));
  on("click", "[data-copy-link]", lazy("menus", "copyLink"));
  on("click", "[data-shortcuts-help]", openShortcutsHelp);
  // A control names its module. Not all browsers focus buttons, and it may be used before this runs.
  const attach = async (control, event) =>
    (await load(control.dataset.module).catch(() => null))?.attach(control, event); // null: offline
  for (const type of ["focusin", "click", "change", "pointerover"])
    on(type, "[data-module]", attach);
  for (const control of $$(".tweets [data-module]"))
    if (control.matches(":focus") || control.files?.length) attach(control, { type: "change" });
  for (const button of $$(".tweets [data-share]")) button.hidden = !navigator.share;
  if (matchMedia("(hover: hover) and (pointer: fine)").matches)
    for (const type of ["pointerover", "focusin"])
      on(type, "a[href*='/@']", lazy("hovercards", "enter"));
  document.fonts.ready.then(foldTexts);
  addEventListener("resize", foldTexts);
  on("focusin", ".tw-composer [name=content]", lazy("composer", "updateCharacterCount"));
  on("input", ".tw-composer [name=content]", lazy("drafts", "storeDraft"));
  on("input", ".tw-composer [name=content]", lazy("composer", "onInput"));
  on("input", "[data-autocomplete] [name=content]", lazy("composer", "suggestNames"));
  for (const type of ["pointerout", "focusout"])
    on(type, ".tw-resting", (part, { relatedTarget }) => {
      if (!part.contains(relatedTarget)) part.classList.remove("tw-resting");
    });
  document.addEventListener("keydown", onKeyDown);
  // Choices for this device: stored if they are not the default.
  on("change", "[data-choice]", ({ checked, dataset, defaultChecked }) =>
    store("local", dataset.choice, checked === defaultChecked ? "" : "changed"),
  );
  for (const box of $$(".tweets [data-choice]"))
    box.checked = box.defaultChecked !== !!store("local", box.dataset.choice);
  if ($(".tweets .tw-composer")) load("drafts");
  addEventListener("pageshow", async ({ persisted }) => {
    if (persisted) (await load("lists")).refresh();
  });
  for (const tab of $$(".tweets .tw-tabs [aria-current]")) scrollToTab(tab);
  if ($(".tweets .tw-menu")) load("menus");
  const isReturn = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  if (isReturn || $(".tweets [data-poll]") || store("local", "scrolling")) load("lists");
  if (texts().events) load("stream");
  // Before the network is gone: a member writes offline, too.
  if (texts().viewer && $(".tweets a:is([data-dialog], [data-action=reply])"))
    for (const name of ["composer", "menus"])
      (window.requestIdleCallback ?? setTimeout)(() => load(name).catch(() => {}));
}

if (!window.djangoTweets) start();
window.djangoTweets = true;
