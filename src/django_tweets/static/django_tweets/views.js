/* Reports which tweets were on the screen, on a site that counts views. A tab reports a tweet once
   a day, and only the tab knows which ones: it forgets them when it is closed. */

const { url } = document.querySelector("script.tw-views").dataset;

const SHOWN_FOR = 1000; // milliseconds that at least half of a card is on the screen
const REPORT_AFTER = 10_000; // so that one request reports many
const REPORTED_AT_ONCE = 40;
const REMEMBERED_FOR = 86_400_000;
const REMEMBERED = 1000;
const STORED = "tweets:viewed";

const timers = new Map(); // by card
const waiting = new Set();
let reportTimer;

// The card of a retweet has the key of the original in its actions.
const keyOf = (card) =>
  /\d+$/.exec(card.querySelector(".tw-actions")?.dataset.swap ?? card.id)?.[0];

function recall() {
  try {
    const since = Date.now() - REMEMBERED_FOR;
    return JSON.parse(sessionStorage[STORED]).filter(([, time]) => time > since);
  } catch {
    return []; // nothing is stored, or it is forbidden
  }
}

const seen = new Map(recall());

function remember(key) {
  seen.set(key, Date.now());
  try {
    sessionStorage[STORED] = JSON.stringify([...seen].slice(-REMEMBERED));
  } catch {} // full or forbidden: then a tweet counts once for each page
}

function report() {
  clearTimeout(reportTimer);
  reportTimer = undefined;
  const keys = [...waiting];
  waiting.clear();
  // Not a fetch: the browser sends it also while the page is left.
  if (keys.length) navigator.sendBeacon(url, new URLSearchParams({ tweets: keys.join(" ") }));
}

function view(card) {
  timers.delete(card);
  observer.unobserve(card);
  const key = keyOf(card);
  if (!key || seen.has(key)) return;
  remember(key);
  waiting.add(key);
  if (waiting.size >= REPORTED_AT_ONCE) report();
  else reportTimer ??= setTimeout(report, REPORT_AFTER);
}

// Half of the card, or of the screen: a card may be longer.
function onIntersect(entries) {
  for (const { target, intersectionRatio, intersectionRect } of entries) {
    const isShown = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2;
    if (isShown === timers.has(target)) continue;
    clearTimeout(timers.get(target));
    timers.delete(target);
    if (isShown) timers.set(target, setTimeout(view, SHOWN_FOR, target));
  }
}

const observer = new IntersectionObserver(onIntersect, {
  threshold: Array.from({ length: 21 }, (_, step) => step / 20),
});

// Also cards that come later. It is nothing for those that are observed already.
function observe() {
  if (document.visibilityState !== "visible") return;
  for (const card of document.querySelectorAll(".tweets .tw-tweet"))
    if (!seen.has(keyOf(card))) observer.observe(card);
}

// A tab in the background shows nothing, whatever is on its page.
function onVisibilityChange() {
  if (document.visibilityState === "visible") return observe();
  observer.disconnect();
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  report();
}

document.addEventListener("visibilitychange", onVisibilityChange);
addEventListener("pagehide", report);
new MutationObserver(observe).observe(document.body, { childList: true, subtree: true });
observe();
