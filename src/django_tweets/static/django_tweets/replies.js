/* Conversations: loads more replies to a reply, below those that are shown. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, fetchFragment, focus, foldTexts, load, runOnce } = tweets;
const { insertCards } = await load("lists");

const isNested = (node) => node?.matches(".tw-nested");

// The page that link leads to shows the replies that one wants to read first. Here they follow in
// the order in which they were written, like those above.
function getURL({ href }) {
  const url = new URL(href);
  url.search ||= "after=0";
  return url;
}

// Returns pairs: the id of a card in list, and the replies below it. Those that would be nested a
// third time are left to the page of their conversation.
function getDeeper(list, nested) {
  if (isNested(nested.parentNode)) return [];
  return $$(":scope > .tw-nested", list).map((below) => [below.previousElementSibling.id, below]);
}

/** Loads the replies that link leads to, and puts a link to the next ones in its place. */
export const loadReplies = (link) =>
  runOnce(
    link,
    async () => {
      const url = getURL(link);
      const page = await fetchFragment(url);
      announce(); // mends an error
      const list = $(".tw-list[data-list=replies]", page);
      const next = $("a[rel=next]", page);
      const deeper = getDeeper(list, link.closest(".tw-nested"));
      let first = insertCards($$(":scope > article", list), link.parentNode, "before");
      for (const [id, below] of deeper) {
        const card = document.getElementById(id);
        if (!isNested(card.nextElementSibling)) card.after(below);
        first ??= $("article", below);
      }
      foldTexts();
      focus(first ?? link.parentNode.previousElementSibling);
      if (next) link.href = new URL(next.getAttribute("href"), url);
      else link.parentNode.remove();
    },
    () => location.assign(link.href),
  );
