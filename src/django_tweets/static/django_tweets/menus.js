/* Menus: closes and moves through those that a page has as <details>, and opens those that the cards
   of tweets have room for a button only. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, fetchFragment, focus, runOnce, texts } = tweets;

const OPEN = ".tweets :is(.tw-menu[open], .tw-popup:not([hidden]))";
const GAP = 2; // pixels between a control and its menu
const MARGIN = 8; // and between a menu and the edge of the window

let opening;

// The control of a menu. An action may have replaced it since the menu was opened.
const controlOf = (menu) =>
  menu.matches("details")
    ? menu.firstElementChild
    : $(`[data-action="${menu.dataset.of}"]:not(.tw-popup *)`, menu.parentNode);

function close(menu, returnsFocus) {
  const control = controlOf(menu);
  opening = null;
  if (menu.matches("details")) menu.open = false;
  else {
    // Not removed yet: a link that is gone leads nowhere, and a button that is gone sends nothing.
    menu.hidden = true;
    if (control) control.ariaExpanded = "false";
  }
  if (returnsFocus) focus(control);
}

const items = (menu) => $$("a, button:enabled", menu);

// Places menu below control, or above if there is more room, and inside of the window.
function place(menu, control) {
  const { left, right, top, bottom } = control.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const isFromRight = getComputedStyle(control).direction === "rtl";
  const isAtEnd = control.dataset.action === "more";
  const wanted = isFromRight === isAtEnd ? left : right - width;
  const x = Math.max(
    MARGIN,
    Math.min(wanted, document.documentElement.clientWidth - width - MARGIN),
  );
  const below = innerHeight - bottom;
  const beside = below < height + MARGIN && top > below ? top - height - GAP : bottom + GAP;
  // Over the control where neither side has enough room.
  const y = Math.max(MARGIN, Math.min(beside, innerHeight - height - MARGIN));
  Object.assign(menu.style, { left: 0, top: 0 });
  const origin = menu.getBoundingClientRect();
  Object.assign(menu.style, { left: `${x - origin.left}px`, top: `${y - origin.top}px` });
}

// An action may have replaced a control of card while this module was loaded.
const current = (control, card) =>
  control.isConnected ? control : $(`[data-action="${control.dataset.action}"]`, card);

// Opens an empty menu at a control of a card. A second click on the control closes it.
function open(control, card) {
  const old = $(OPEN);
  if (old) close(old);
  if (old && controlOf(old) === control) return null;
  for (const closed of $$(".tweets .tw-popup")) closed.remove();
  const menu = document.createElement("div");
  menu.className = "tw-popup";
  menu.dataset.of = control.dataset.action;
  menu.popover = "manual";
  card.append(menu);
  menu.showPopover?.();
  control.ariaExpanded = "true";
  return menu;
}

function fill(menu, content, control) {
  menu.replaceChildren(content);
  place(menu, control);
  items(menu)[0]?.focus({ preventScroll: true });
}

/** Opens the menu that the link leads to. */
export async function openMenu(clicked, card) {
  const link = current(clicked, card);
  const menu = open(link, card);
  if (!menu) return;
  menu.textContent = "…";
  place(menu, link);
  try {
    opening = menu;
    const page = await fetchFragment(link.href);
    if (opening === menu) fill(menu, $(".tw-menu-items", page), link);
  } catch (error) {
    if (opening !== menu) return;
    close(menu, true);
    announce(error.announcement || texts().failed);
  }
}

/** Opens the menu of the retweet button: to retweet (or take it back), and to quote. */
export function openRetweetMenu(clicked, card) {
  const button = current(clicked, card);
  const menu = open(button, card);
  if (!menu) return;
  const content = $("#tw-retweet-menu").content.cloneNode(true);
  for (const item of $$("[data-press]", content)) {
    if (item.dataset.press !== button.ariaPressed) item.parentNode.remove();
    else
      item.onclick = () => {
        const now = current(button, card);
        now.form.requestSubmit(now);
      };
  }
  const quote = $("[data-action=quote]", content);
  quote.href = new URL(quote.dataset.href, button.formAction);
  fill(menu, content, button);
}

function move(menu, event) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = {
    ArrowDown: all[(at + 1) % all.length],
    ArrowUp: all.at(at < 1 ? -1 : at - 1),
    Home: all[0],
    End: all.at(-1),
  }[event.key];
  if (!next) return;
  next.focus();
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  const menu = $(OPEN);
  if (!menu) return;
  if (event.key === "Escape") close(menu, true);
  else if (menu.contains(event.target)) move(menu, event);
});

document.addEventListener("click", ({ target }) => {
  for (const menu of $$(OPEN)) {
    const control = controlOf(menu);
    if (control?.contains(target)) continue;
    if (!menu.contains(target)) close(menu);
    else if (target.closest("a, button")) close(menu, true);
  }
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.(OPEN);
  if (!menu || !relatedTarget || menu.contains(relatedTarget)) return;
  // A click on the control closes the menu by itself.
  if (!controlOf(menu)?.contains(relatedTarget)) close(menu);
});

// Opens a menu upwards or to the other side where it would leave the window.
function placeDetails({ target: menu }) {
  if (!menu.matches?.(".tweets .tw-menu[open]")) return;
  menu.classList.remove("tw-up", "tw-flip");
  const { bottom, left, right, height } = menu.lastElementChild.getBoundingClientRect();
  const isBelow = bottom > innerHeight && menu.getBoundingClientRect().top > height;
  menu.classList.toggle("tw-up", isBelow);
  menu.classList.toggle("tw-flip", left < 0 || right > document.documentElement.clientWidth);
}

document.addEventListener("toggle", placeDetails, true); // it doesn't bubble
// One may have been opened before this module was loaded.
for (const menu of $$(".tweets .tw-menu[open]")) placeDetails({ target: menu });

/** Copies the link to a card's tweet, or to the page; a phone opens its sheet instead. */
export const copyLink = (button) =>
  runOnce(button, async () => {
    const link = button.closest("article")?.querySelector(".tw-time") ?? location;
    const url = new URL(button.dataset.copyLink || link, location).href;
    if (navigator.share && matchMedia("(pointer: coarse)").matches) return navigator.share({ url });
    await navigator.clipboard.writeText(url);
    announce(texts().copied);
  });
