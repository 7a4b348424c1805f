/* Upgrades the links and forms inside of .tweets: fetches their URLs as fragments, and inserts the
   fragments into the open page. */

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const texts = () => $(".tweets .tw-live-region")?.dataset ?? {};
const busy = new Set();
const queues = {};
let messageTimer, pollTimer, countTimer, hasMoreCards;

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

// While a dialog is open, screen readers only read the live region inside of it.
function announce(text) {
  const live = $("dialog[open] .tw-live-region") || $(".tweets .tw-live-region");
  if (!live || !text) return;
  clearTimeout(messageTimer);
  live.textContent = text;
  messageTimer = setTimeout(() => live.replaceChildren(), 7000);
}

function store(where, key, value) {
  try {
    if (!key) return;
    const storage = window[`${where}Storage`];
    key = `tweets:${key}`;
    if (value) storage[key] = value;
    if (value === "") delete storage[key];
    return storage[key];
  } catch {} // the storage may be full or forbidden
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// Returns the fragment at url. Throws the fragment of an error without a form.
async function fetchFragment(url, options) {
  const response = await fetch(url, { ...options, headers: { "X-Tweets-Fragment": 1 } });
  const page = parse(await response.text());
  page.status = response.status;
  page.url = response.headers.get("Location");
  page.announcement = $("[data-message]", page)?.textContent;
  if (!response.ok && !$("[data-form-fields]", page)) throw page;
  return page;
}

// Ignores a second click until the first is answered. On 401, `plain` leaves the page for the login.
async function runOnce(key, act, plain) {
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

// Sends the forms of one tweet one after another, so that the last response has all changes.
const postForm = (form, url, act) =>
  runOnce(
    url,
    async () => {
      const { swap } = form.dataset;
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

// Focuses node, or the button of the closed menu that contains it.
function focus(node) {
  node = node?.closest("details:not([open])")?.firstElementChild || node;
  if (node?.matches("article")) node.tabIndex = -1;
  node?.focus();
}

function replaceParts(page) {
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
  await postForm(form, url, (page) => {
    replaceParts(page);
    announce(page.announcement);
  });
  submitter.ariaPressed = pressed; // if it was not replaced
}

const currentList = () => $$(".tw-main .tw-list").at(-1);
const nextPageLink = (root) => $(".tw-page-link:has([rel=next])", root);
const historyKey = window.navigation?.currentEntry.key;

// Inserts new cards. A card that is on the page already is replaced where it is.
function insertCards(cards, to, how) {
  cards = cards.filter((card) => {
    const old = document.getElementById(card.id);
    old?.replaceWith(card);
    return !old;
  });
  if (to) {
    $(":scope > .tw-empty", to)?.remove();
    to[how](...cards);
    hasMoreCards = true;
  }
  return cards[0];
}

const loadPage = (link, how) =>
  runOnce(
    link,
    async () => {
      const page = await fetchFragment(link.href);
      const cards = $$(".tw-list > article", page);
      if (how === "append") nextPageLink().replaceWith(nextPageLink(page) ?? "");
      else {
        newTweets.replaceChildren();
        newestId = cards[0]?.id.slice(1) ?? newestId;
      }
      focus(insertCards(cards, currentList(), how));
    },
    () => location.assign(link.href),
  );

// Stores a list that has grown, for a reader who comes back when the browser has dropped the page.
function saveList() {
  if (!hasMoreCards) return;
  const kept = [
    texts().viewer,
    scrollY,
    newestId,
    currentList().innerHTML,
    nextPageLink()?.outerHTML,
  ];
  store("session", historyKey, JSON.stringify(kept));
}

function restoreList() {
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  const [viewer, y, top, html, more] = JSON.parse(store("session", historyKey) ?? "[]");
  if (!html || viewer !== texts().viewer) return;
  const cards = parse(html);
  // The cards from the server are newer than the stored ones.
  for (const card of [...currentList().children]) cards.getElementById(card.id)?.replaceWith(card);
  hasMoreCards = true;
  newestId = top;
  currentList().replaceChildren(cards);
  nextPageLink()?.remove();
  currentList().after(parse(more));
  scrollTo(0, y);
}

let newTweets = $(".tweets .tw-new-tweets[data-poll]");
let newestId = $(".tw-list[data-list] [id]")?.id.slice(1) ?? 0;
let lastPoll = Date.now();
const pollInterval = (newTweets?.dataset.pollInterval || 60) * 1000;
let wait = pollInterval;

// Polls for new tweets while the page is visible.
async function pollNewTweets() {
  clearTimeout(pollTimer);
  if (!newTweets || document.hidden) return;
  const rest = lastPoll + wait - Date.now();
  if (rest > 0) {
    pollTimer = setTimeout(pollNewTweets, rest);
    return;
  }
  lastPoll = Date.now();
  try {
    const page = await fetchFragment(`${newTweets.dataset.poll}?after=${newestId}`, {
      cache: "no-cache",
    });
    wait = pollInterval;
    if (page.textContent !== newTweets.textContent && !newTweets.contains(document.activeElement))
      newTweets.replaceChildren(page);
  } catch ({ status }) {
    wait *= 2;
    if (status === 401) newTweets = null;
  }
  pollNewTweets();
}

const textField = (form) => $("[name=content]", form);
const preventUnload = (event) => event.preventDefault();

// Warns before leaving only while a text is unsent: browsers don't cache a page with this listener.
function updateUnloadWarning() {
  const unsent = $$(".tweets .tw-composer [name=content]").some(
    ({ value, defaultValue }) => value.trim() && value !== defaultValue,
  );
  (unsent ? addEventListener : removeEventListener)("beforeunload", preventUnload);
}

async function updateCharacterCount({ form }) {
  const { weigh } = await import("./counter.js");
  const output = $(".tw-character-count", form);
  const [visible, spoken] = output.children;
  const left = textField(form).dataset.maxLength - weigh(textField(form).value);
  output.hidden = false;
  output.classList.toggle("tw-too-long", left < 0);
  visible.textContent = left;
  clearTimeout(countTimer);
  countTimer = setTimeout(() => {
    const word = texts()[left < 0 ? "over" : "left"];
    spoken.textContent = left > 20 ? "" : `${word} ${Math.abs(left)}`;
  }, 1000);
}

function onInput(field) {
  const { style, value, defaultValue, form } = field;
  if (!CSS.supports("field-sizing", "content")) {
    style.height = "auto";
    style.height = `${field.scrollHeight + 2}px`;
  }
  store("local", form.dataset.draft, value === defaultValue ? "" : value);
  updateUnloadWarning();
  updateCharacterCount(field);
}

async function suggestNames(field, { isComposing }) {
  const { autocomplete } = await import("./autocomplete.js");
  if (!isComposing) autocomplete(field, fetchFragment);
}

const restoreDraft = (form) =>
  (textField(form).value = store("local", form.dataset.draft) ?? textField(form).value);

// Shows the errors of the form, and keeps the present text.
function showErrors(form, fresh) {
  const old = $("[data-form-fields]", form);
  const { value, defaultValue } = textField(form);
  old.replaceWith(fresh);
  form.pristine ??= old;
  Object.assign(textField(form), { defaultValue, value });
  const wrong = $("[aria-invalid=true]", fresh);
  focus(wrong || textField(form));
  if (!wrong || !form.isConnected) announce($(".errorlist", fresh)?.textContent);
}

function clearComposer(form) {
  if (form.pristine) $("[data-form-fields]", form).replaceWith(form.pristine);
  form.pristine = null;
  form.reset();
  textField(form).value = "";
  onInput(textField(form));
}

async function submitTweet(form) {
  if (busy.has(form.action)) return;
  const button = $("[type=submit]", form);
  // Looked up before the response: by then the dialog may show another form.
  const dialog = form.closest("dialog");
  button.ariaDisabled = true;
  await postForm(form, form.action, (page) => {
    const fields = $("[data-form-fields]", page);
    if (fields) return showErrors(form, fields);
    const to = $(`.tw-list[data-list="${form.dataset.list}"]`);
    clearComposer(form);
    if (!dialog && !to) return location.assign(page.url);
    insertCards([$("article", page)], to, "prepend");
    replaceParts(page);
    if (!dialog) focus(textField(form));
    else if (dialog.contains(form)) dialog.close();
    announce(page.announcement);
  });
  button.ariaDisabled = null;
}

async function openDialog(link) {
  const there = $$(".tweets .tw-composer").find((form) => form.action === link.href);
  if (there) return focus(textField(there));
  // Looked up before the response: an action may replace the link meanwhile.
  const card = link.closest("article");
  const page = await fetchFragment(link.href).catch(parse);
  const form = $(".tw-composer", page);
  if (!form) return location.assign(link.href);
  $("h1", page).id = "tw-form-dialog-title";
  const dialog = $(".tweets .tw-form-dialog");
  const body = $("div", dialog);
  body.replaceChildren(page);
  dialog.onclose = () => {
    body.replaceChildren();
    updateUnloadWarning();
    const now = card?.isConnected ? card : document.getElementById(card?.id);
    focus(
      link.isConnected
        ? link
        : ($(`[data-action="${link.dataset.action}"]`, now ?? document) ?? now),
    );
  };
  restoreDraft(form);
  dialog.showModal();
  focus(textField(form));
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
  intercept("submit", "form[data-swap][method=post]", submitAction);
  intercept("submit", ".tw-composer", submitTweet);
  intercept("click", ".tw-page-link a[rel=next]", (link) => loadPage(link, "append"));
  intercept("click", ".tw-new-tweets a[href*='after=']", (link) => loadPage(link, "prepend"));
  intercept("click", "a[data-dialog]", openDialog);
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
  on("focusin", ".tw-composer [name=content]", updateCharacterCount);
  on("input", ".tw-composer [name=content]", onInput);
  on("input", "[data-autocomplete] [name=content]", suggestNames);
  on("change", "[data-shortcuts]", ({ checked }) =>
    store("local", "shortcuts", checked ? "" : "off"),
  );
  document.addEventListener("keydown", onKeyDown);
  document.addEventListener("visibilitychange", pollNewTweets);
  addEventListener("pagehide", saveList);
  for (const box of $$(".tweets [data-shortcuts]")) box.checked = !store("local", "shortcuts");
  $$(".tweets .tw-composer").forEach(restoreDraft);
  for (const tab of $$(".tweets .tw-tabs [aria-current]")) scrollToTab(tab);
  restoreList();
  pollNewTweets();
}

if (!window.djangoTweets) start();
window.djangoTweets = true;
