/* Lists of tweets: loads the next page into the list, polls for new tweets, and restores a list that
   has grown when the reader comes back to it. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, fetchFragment, fetchPage, focus, foldTexts, makeKey, parse } = tweets;
const { replaceParts, runOnce, store, texts } = tweets;

// Pages that are loaded while the reader scrolls, before "Show more" is to be pressed again: else
// nobody would reach the foot of the host's page.
const PAGES_BY_SCROLLING = 3;

let pollTimer, hasMoreCards;
let pagesLeft = PAGES_BY_SCROLLING;

const currentList = () => $$(".tw-main .tw-list").at(-1);
const nextPageLink = (root) => $(".tw-page-link:has([rel=next])", root);
// Browsers without the Navigation API have no key of an entry of the history.
let historyKey = window.navigation?.currentEntry.key ?? history.state?.tweets;

/** Inserts new cards. A card that is on the page already is replaced where it is. */
export function insertCards(cards, to, how) {
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
  foldTexts();
  return cards[0];
}

/** Loads the page of link into the list: "append" the next page, or "prepend" the new tweets.
    event: the click on it; without one, the reader has scrolled, and keeps the focus. */
export const loadPage = (link, how, event) =>
  runOnce(
    link,
    async () => {
      const page = await fetchFragment(link.href);
      const cards = $$(".tw-list > :is(article, .tw-nested)", page);
      if (how === "append") nextPageLink().replaceWith(nextPageLink(page) ?? "");
      else {
        newTweets.replaceChildren();
        newestId = cards[0]?.id.slice(1) ?? newestId;
      }
      announce(); // mends an error
      const first = insertCards(cards, currentList(), how);
      pagesLeft = event ? PAGES_BY_SCROLLING : pagesLeft - 1;
      if (event) focus(first);
      watchNextPage();
    },
    () => location.assign(link.href),
  );

const observer = new IntersectionObserver(
  (entries) => {
    const { target } = entries.find(({ isIntersecting }) => isIntersecting) ?? {};
    if (!target) return;
    observer.disconnect();
    loadPage(target, "append");
  },
  { rootMargin: "600px" },
);

// Loads the next page when the reader comes near, for a member who has chosen that.
function watchNextPage() {
  observer.disconnect();
  const link = $(".tw-page-link a[rel=next]");
  if (link && pagesLeft > 0 && store("local", "scrolling")) observer.observe(link);
}

/** Shows what has changed meanwhile on a page that the browser had kept. */
export async function refresh() {
  let page;
  try {
    page = await fetchPage();
  } catch {
    return; // offline: the page stays as it was left
  }
  if (!page) return location.reload(); // another member has signed in
  insertCards($$(".tw-main article[id]", page));
  replaceParts(page);
}

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
  if (!historyKey) {
    historyKey = makeKey();
    history.replaceState({ ...history.state, tweets: historyKey }, "");
  }
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
  foldTexts();
  scrollTo(0, y);
}

let isLive; // the event stream says when there is something new
let newTweets = $(".tweets .tw-new-tweets[data-poll]");
let newestId = $(".tw-list[data-list] [id]")?.id.slice(1) ?? 0;
let lastPoll = Date.now() - performance.now(); // when the page was opened
const pollInterval = (newTweets?.dataset.pollInterval || 60) * 1000;
let wait = pollInterval;

const unread = () => {
  const badge = $(".tweets [data-swap=bell] .tw-badge");
  return badge ? `(${badge.textContent}) ` : "";
};

// Shows the number of unread notifications at the bell and in the title.
export function showBell(page) {
  const before = unread();
  const { title } = document;
  replaceParts(page);
  $("[data-swap=bell]", page)?.remove();
  document.title = unread() + title.slice(title.startsWith(before) ? before.length : 0);
}

// Polls for new tweets while the page is visible.
async function pollNewTweets() {
  clearTimeout(pollTimer);
  if (!newTweets || document.hidden) return;
  const rest = lastPoll + wait - Date.now();
  if (rest > 0) {
    if (!isLive) pollTimer = setTimeout(pollNewTweets, rest);
    return;
  }
  lastPoll = Date.now();
  try {
    const page = await fetchFragment(`${newTweets.dataset.poll}?after=${newestId}`, {
      cache: "no-cache",
    });
    wait = pollInterval;
    showBell(page);
    if (
      page.textContent.trim() !== newTweets.textContent.trim() &&
      !newTweets.contains(document.activeElement)
    )
      newTweets.replaceChildren(page);
  } catch ({ status }) {
    wait *= 2;
    if (status === 401) newTweets = null;
  }
  pollNewTweets();
}

// Stops polling while the event stream is open. isDue: asks once now.
export function setLive(value, isDue) {
  isLive = value;
  if (isDue) lastPoll = 0;
  pollNewTweets();
}

// The newest tweet that this page shows or has counted.
export const getNewestId = () => newTweets && newestId;

document.addEventListener("visibilitychange", pollNewTweets);
addEventListener("pagehide", saveList);
restoreList();
watchNextPage();
pollNewTweets();
