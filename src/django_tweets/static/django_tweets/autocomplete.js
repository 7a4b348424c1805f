/* Offers people and hashtags to somebody who is writing one: a listbox under the field, which keeps
   the focus. */

// A letter, or one of these, before the sign makes it no mention and no hashtag.
const NAME = /(?<![\p{L}\p{M}\p{N}_@#＃&/])[@＠#＃][\p{L}\p{M}\p{N}_]+$/u;

let field, list, heard, at, timer;

const name = () =>
  field.selectionStart === field.selectionEnd &&
  field.value.slice(0, field.selectionEnd).match(NAME)?.[0];

function close() {
  clearTimeout(timer);
  list?.remove();
  list = null;
  for (const attribute of ["controls", "activedescendant"])
    field?.removeAttribute(`aria-${attribute}`);
}

function mark(to) {
  const options = [...list.children];
  at = (to + options.length) % options.length;
  options.forEach((option, index) => {
    option.ariaSelected = index === at;
  });
  options[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[at].id);
}

function take({ dataset }) {
  const end = field.selectionEnd;
  field.setRangeText(`${dataset.value} `, end - name().length, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function press(event) {
  if (!list || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Escape") close();
  else if (step) mark(at + step + (at < 0 && step < 0));
  else if ((key === "Enter" || (key === "Tab" && !event.shiftKey)) && at >= 0)
    take(list.children[at]);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function open(fresh) {
  close();
  list = fresh;
  list.id = "tw-suggestions";
  [...list.children].forEach((option, index) => {
    option.id = list.id + index;
  });
  // The field keeps the focus.
  list.onpointerdown = (event) => event.preventDefault();
  list.onclick = ({ target }) => take(target.closest("[data-value]"));
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  at = -1;
}

/** Offer what field may mean at its caret. ask gets a fragment. */
export function autocomplete(to, ask) {
  if (field !== to) {
    close();
    field = to;
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", press);
    field.addEventListener("blur", close);
    // For who doesn't see the list, and nobody else.
    heard = document.createElement("output");
    heard.className = "tw-hidden";
    field.after(heard);
  }
  clearTimeout(timer);
  const begun = name();
  if (!begun) return close();
  // Not for each letter of somebody who types on.
  timer = setTimeout(async () => {
    const url = field.closest("[data-autocomplete]").dataset.autocomplete;
    const page = await ask(`${url}?q=${encodeURIComponent(begun)}`).catch(() => null);
    if (begun !== name() || document.activeElement !== field) return;
    const fresh = page?.querySelector("[role=listbox]");
    if (!fresh) return close();
    open(fresh);
    heard.textContent = page.said;
  }, 150);
}
