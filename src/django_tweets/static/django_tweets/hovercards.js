/* Cards of people: a popover at a link to a profile on which the pointer rests, or that has the
   focus. The pointer can move from the link to its card. */

const { $, fetchFragment, texts } = await import(document.querySelector("script.tw-script").src);

const DELAY = 500; // milliseconds until a card opens: a pointer that passes by opens none
const GRACE = 250; // milliseconds for the way from the link to the card
const MARGIN = 8; // pixels between a card and the edge of the window

const card = document.createElement("div");
card.className = "tw-person";
card.popover = "manual";
card.role = "group";

let timer;
let wanted; // the link that the pointer is at, or in whose card it is
let shown; // the link whose card is open
let dismissed; // the link to which the focus returns

function later(act, delay) {
  clearTimeout(timer);
  timer = setTimeout(act, delay);
}

function close() {
  clearTimeout(timer);
  wanted = shown = undefined;
  if (card.isConnected) card.hidePopover();
  card.remove();
}

function leave() {
  wanted = undefined;
  later(close, GRACE);
}

function stay() {
  clearTimeout(timer);
  wanted = shown;
}

// Focus that was in the card returns to the link, and does not open the card again.
function onKeyDown({ key }) {
  if (key !== "Escape") return;
  const link = card.contains(document.activeElement) && shown;
  close();
  dismissed = link;
  if (link) link.focus();
}

function leaveFocus({ relatedTarget }) {
  if (!card.contains(relatedTarget) && relatedTarget !== shown) leave();
}

// Below the anchor, or above it where there is no room.
function place(anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = card;
  const isBelow = at.bottom + offsetHeight + MARGIN < innerHeight || at.top < offsetHeight + MARGIN;
  const start = getComputedStyle(card).direction === "rtl" ? at.right - offsetWidth : at.left;
  const left = Math.max(MARGIN, Math.min(start, innerWidth - offsetWidth - MARGIN));
  card.style.left = `${left}px`;
  card.style.top = `${isBelow ? at.bottom : at.top - offsetHeight}px`;
}

async function open(link, anchor, url) {
  let page;
  try {
    page = await fetchFragment(url);
  } catch {
    return; // the profile is hidden, or the reader is offline
  }
  if (wanted !== link || !link.isConnected) return;
  shown = link;
  card.replaceChildren(page);
  card.ariaLabel = $(".tw-name", card).textContent;
  link.closest("dialog, .tweets").append(card);
  card.showPopover({ source: link }); // so that the Tab key goes from the link into the card
  place(anchor);
}

/** Handles a pointer over a link to a profile, or the focus in it. */
export function enter(link, { type, target, relatedTarget, pointerType }) {
  const handle = /\/@([^/]+)\/$/.exec(link.pathname)?.[1];
  if (!handle || !texts().card || link.origin !== location.origin || !card.showPopover) return;
  if (link.closest(".tw-nav, .tw-tabs, .tw-menu, .tw-person")) return;
  if (link.contains(relatedTarget)) return;
  const isFocus = type === "focusin";
  if (isFocus && link === dismissed) {
    dismissed = undefined;
    return;
  }
  if (isFocus ? !link.matches(":focus-visible") : pointerType !== "mouse") return;
  link.addEventListener(...(isFocus ? ["focusout", leaveFocus] : ["pointerleave", leave]), {
    once: true,
  });
  if (link === shown) return stay();
  wanted = link;
  const anchor = target.closest(".tw-avatar") ?? link;
  later(() => open(link, anchor, texts().card.replace("@0/", `@${handle}/`)), DELAY);
}

card.addEventListener("pointerenter", stay);
card.addEventListener("pointerleave", leave);
card.addEventListener("focusin", stay);
card.addEventListener("focusout", leaveFocus);
document.addEventListener("keydown", onKeyDown);
addEventListener("pagehide", close);
addEventListener("scroll", () => shown && close(), { capture: true, passive: true });
