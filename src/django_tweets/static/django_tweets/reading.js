/* Reading: a click anywhere on a card opens its conversation, and long texts are folded. */

const { $, $$, texts } = await import(document.querySelector("script.tw-script").src);

const CONTROLS =
  "a, button, summary, label, input, textarea, select, dialog, .tw-menu, .tw-popup, .tw-media";

// Follows the link of the card's time. The browser opens a new tab as for any other link.
function openCard(card, inNewTab) {
  const link = $(".tw-time", card);
  if (!link || (link.pathname === location.pathname && link.host === location.host)) return;
  const keys = { ctrlKey: inNewTab, metaKey: inNewTab };
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
}

// The stylesheet cuts the text, so that nothing moves when the button comes.
export function fold(isCut) {
  for (const text of $$(".tweets .tw-text")) {
    const button = text.nextElementSibling?.matches(".tw-show-more") && text.nextElementSibling;
    if (button && !isCut(text)) button.remove();
    if (button || !isCut(text)) continue;
    const more = document.createElement("button");
    Object.assign(more, { type: "button", className: "tw-show-more", textContent: texts().more });
    text.after(more);
  }
}

function unfold(button) {
  const text = button.previousElementSibling;
  text.classList.add("tw-unfolded");
  button.remove();
  text.tabIndex = -1;
  text.focus({ preventScroll: true });
}

function onClick(card, event) {
  const { target, button, detail } = event;
  if (target.matches(".tw-show-more")) return unfold(target);
  if (button > 1 || detail > 1 || event.shiftKey || target.closest(CONTROLS)) return;
  if (!getSelection().isCollapsed) return;
  openCard(
    target.closest(".tw-quote, .tw-tweet") ?? card,
    button === 1 || event.ctrlKey || event.metaKey,
  );
}

function onKeyDown(card, event) {
  if (event.key === "Enter" && event.target === card)
    openCard(card, event.ctrlKey || event.metaKey);
}

/** Handles an event in a card. */
export function handle(card, event) {
  const act = { auxclick: onClick, click: onClick, keydown: onKeyDown }[event.type];
  act(card, event);
}
