/* Lists of tweets: loads the next page into the list, polls for new tweets, and restores a list that
   has grown when the reader comes back to it. */

const { $, $$, fetchFragment, focus, parse, runOnce, store, texts } = await import(
  document.querySelector("script.tw-script").src
);

let pollTimer, hasMoreCards;

const currentList = () => $$(".tw-main .tw-list").at(-1);
const nextPageLink = (root) => $(".tw-page-link:has([rel=next])", root);
const historyKey = window.navigation?.currentEntry.key;

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
  return cards[0];
}

/** Loads the page of link into the list: "append" the next page, or "prepend" the new tweets. */
export const loadPage = (link, how) =>
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
let lastPoll = Date.now() - performance.now(); // when the page was opened
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

document.addEventListener("visibilitychange", pollNewTweets);
addEventListener("pagehide", saveList);
restoreList();
pollNewTweets();
