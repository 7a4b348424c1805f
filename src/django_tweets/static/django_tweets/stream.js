/* The event stream: says when there is something new, so that the page need not poll.
   All tabs of a browser share one connection. The tab that holds a lock has it, and passes events on
   to the others; when it is closed, the next tab gets the lock. An event has ids alone: each tab
   then fetches what it shows. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, fetchFragment, load, makeKey, store, texts } = tweets;
const { getNewestId, setLive, showBell } = await load("lists");

const { events, parts, viewer } = texts();
const NAME = `tweets:${events}:${viewer}`;
const EVENTS = [
  "ready",
  "refresh",
  "home",
  "hashtag",
  "replies",
  "counts",
  "notifications",
  "away",
  "end",
];
const SECOND = 1000;
const HIDDEN_FOR = 60 * SECOND; // then a tab that nobody looks at leaves
const MAX_PAUSE = 600 * SECOND;
const MAX_TWEETS = 60; // of one tab, the nearest to what is on screen
const MAX_FAILURES = 3; // in a row, before this page polls

const tab = makeKey();
const channel = new BroadcastChannel(NAME);
const tabs = new Map(); // queries of the other tabs, for the tab with the connection
const due = new Set(); // ids of tweets whose counts are to be fetched
const list = $(".tweets .tw-new-tweets[data-live]"); // of a hashtag, or of replies
let source, leave, opened, openTimer, fetchTimer, hideTimer, changeTimer;
let failures = 0;
let shown = "";

const idsOf = (cards) => cards.map((card) => card.dataset.swap.slice(1));
const isWanted = (key, ...values) => values.some((value) => opened?.getAll(key).includes(value));

// The tweets of this tab, as parameters of the stream.
function getQuery() {
  const query = new URLSearchParams();
  const newest = getNewestId();
  if (newest != null) query.append("home", newest);
  if (list) query.append(...getList());
  const distance = (card) => Math.abs(card.getBoundingClientRect().top);
  const cards = $$(".tweets .tw-main .tw-actions[data-swap]");
  const nearest = cards.sort((one, other) => distance(one) - distance(other));
  for (const id of new Set(idsOf(nearest.slice(0, MAX_TWEETS)))) query.append("tweet", id);
  return query;
}

// The list of this page, with the newest tweet in it.
function getList() {
  const [name, key] = list.dataset.live.split("=");
  const ids = $$(".tw-main .tw-list article[id]").map((card) => BigInt(card.id.slice(1)));
  const newest = ids.sort((one, other) => Number(one - other)).at(-1);
  return [name, `${key}:${newest ?? 0}`];
}

// Joins the queries of all tabs: each list once, with the oldest of what its tabs show.
function joinQueries() {
  const lists = new Map();
  const ids = new Set();
  for (const query of [getQuery(), ...[...tabs.values()].map((each) => new URLSearchParams(each))])
    for (const [name, value] of query) {
      if (name === "tweet") {
        ids.add(value);
        continue;
      }
      const at = value.lastIndexOf(":") + 1;
      const key = `${name}=${value.slice(0, at)}`;
      const newest = BigInt(value.slice(at));
      if (!lists.has(key) || newest < lists.get(key)) lists.set(key, newest);
    }
  const joined = new URLSearchParams();
  for (const [key, newest] of lists) {
    const at = key.indexOf("=");
    joined.append(key.slice(0, at), key.slice(at + 1) + newest);
  }
  for (const id of [...ids].slice(0, 100)) joined.append("tweet", id);
  return joined;
}

// Whether the open stream has all that query asks for.
function isCovered(query) {
  if (!opened) return false;
  const keys = (name) => opened.getAll(name).map((value) => value.slice(0, value.lastIndexOf(":")));
  return [...query].every(([name, value]) => {
    if (name === "tweet") return isWanted(name, value);
    if (name === "home") return opened.has(name);
    return keys(name).includes(value.slice(0, value.lastIndexOf(":")));
  });
}

const say = (message) => channel.postMessage({ ...message, tab });

// Passes an event on to the other tabs.
function tell(kind, data = {}) {
  handle(kind, data);
  say({ kind, data });
}

// Opens the connection for all tabs, when they have said what they show.
function open(wait = 200) {
  clearTimeout(openTimer);
  tabs.clear();
  say({ asks: true });
  openTimer = setTimeout(() => {
    close();
    opened = joinQueries();
    source = new EventSource(`${events}?${opened}`);
    source.onerror = fail;
    for (const kind of EVENTS)
      source.addEventListener(kind, ({ data }) => receive(kind, JSON.parse(data)));
  }, wait);
}

function close() {
  source?.close();
  source = opened = null;
}

function receive(kind, data) {
  failures = 0;
  if (kind === "end") {
    close();
    tell("lost");
    return;
  }
  tell(kind, data);
}

// The browser connects again by itself when the network fails, but not after an error of the server.
function fail() {
  failures += 1;
  const isRefused = source.readyState === EventSource.CLOSED;
  if (!isRefused && failures <= MAX_FAILURES) return;
  close();
  tell("lost");
  const pause = Math.min(2 ** failures * 15 * SECOND, MAX_PAUSE) * (0.5 + Math.random() / 2);
  if (isRefused) store("session", "stream", Date.now() + pause); // also for the next page
  openTimer = setTimeout(open, pause);
}

// Waits for the lock, and has the connection from then on, until leave() is called.
async function lead() {
  await navigator.locks.request(NAME, async () => {
    if (!leave) return;
    const isLeft = new Promise((resolve) => {
      leave = resolve;
    });
    const rest = (store("session", "stream") ?? 0) - Date.now();
    open(rest > 0 ? rest : 200);
    await isLeft;
    clearTimeout(openTimer);
    close();
  });
}

function join() {
  if (leave) return;
  leave = () => {};
  lead();
  report(true);
}

function part() {
  leave?.();
  leave = null;
  say({ query: "" });
  setLive(false);
}

// Tells the tab with the connection what this one shows. A new tab then looks once: there may be
// something new since the server made its page.
function report(isNew) {
  const query = getQuery();
  shown = query.toString();
  if (source && !isCovered(query)) open(2 * SECOND);
  say({ query: shown, isNew });
}

channel.onmessage = ({ data: { asks, kind, data, query, isNew, to, tab: from } }) => {
  if (!leave) return; // hidden
  if (asks) say({ query: shown });
  else if (to) to === tab && handle("joined", {});
  else if (kind) handle(kind, data);
  else if (query) {
    tabs.set(from, query);
    if (source && !isCovered(new URLSearchParams(query))) open(2 * SECOND);
    if (source && isNew) say({ to: from });
  } else tabs.delete(from);
};

// Shows what an event tells of, if it is on this page.
function handle(kind, { about, ids }) {
  if (kind === "lost" || kind === "away") return setLive(false);
  setLive(true);
  const isAll = kind === "refresh";
  const hasMissed = isAll || kind === "joined";
  const own = new Set(idsOf($$(".tweets .tw-main .tw-actions[data-swap]")));
  const changed = isAll ? [...own].slice(0, MAX_TWEETS) : kind === "counts" ? ids : [];
  const mine = changed.filter((id) => own.has(id));
  const isList = list && (hasMissed || getList()[1].startsWith(`${about}:`));
  if (kind === "home" || hasMissed) setLive(true, true);
  if (!(mine.length || isList || isAll || kind === "notifications")) return;
  for (const id of mine) due.add(id);
  clearTimeout(fetchTimer);
  fetchTimer = setTimeout(fetchParts, Math.random() * 0.3 * SECOND);
}

async function fetchParts() {
  const query = new URLSearchParams([...due].slice(0, 100).map((id) => ["tweet", id]));
  if (list) query.append(...getList());
  due.clear();
  const page = await fetchFragment(`${parts}?${query}`).catch(() => null);
  if (page) showParts(page);
}

function showParts(page) {
  for (const bar of $$(".tw-actions[data-swap]", page)) {
    for (const old of $$(`.tweets .tw-actions[data-swap="${bar.dataset.swap}"]`))
      for (const control of $$("[data-action]", bar))
        showCount($(`[data-action="${control.dataset.action}"]`, old), $("b", control));
    bar.remove();
  }
  const link = $(".tw-new-link", page);
  link?.remove();
  if (list && !list.contains(document.activeElement)) list.replaceChildren(link ?? "");
  showBell(page);
}

// Changes the number alone: the control keeps its state, its focus and its place.
function showCount(control, count) {
  if (!control || control.ariaBusy) return;
  const old = $("b", control);
  if (!count) old?.remove();
  else if (old) old.textContent = count.textContent;
  else control.append(" ", count);
}

function onVisibilityChange() {
  clearTimeout(hideTimer);
  if (document.hidden) hideTimer = setTimeout(part, HIDDEN_FOR);
  else if (!leave) {
    join();
    handle("refresh", {});
  }
}

if (window.EventSource && navigator.locks) {
  document.addEventListener("visibilitychange", onVisibilityChange);
  addEventListener("pagehide", part);
  addEventListener("pageshow", ({ persisted }) => persisted && join());
  new MutationObserver(() => {
    clearTimeout(changeTimer);
    changeTimer = setTimeout(() => leave && report(), SECOND);
  }).observe($(".tweets .tw-main") ?? document.body, { childList: true, subtree: true });
  if (!document.hidden) join();
}
