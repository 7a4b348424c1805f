/* Suggests handles and hashtags while a member types one: a listbox below the text field. The field
   keeps the focus. */

// After a letter or one of these characters, @ and # begin no mention and no hashtag.
const NAME = /(?<![\p{L}\p{M}\p{N}_@#＃&/])[@＠#＃][\p{L}\p{M}\p{N}_]+$/u;

let field, list, spoken, selected, timer;

const typedName = () =>
  field.selectionStart === field.selectionEnd &&
  field.value.slice(0, field.selectionEnd).match(NAME)?.[0];

function close() {
  clearTimeout(timer);
  list?.remove();
  list = null;
  for (const attribute of ["controls", "activedescendant"])
    field?.removeAttribute(`aria-${attribute}`);
}

function select(index) {
  const options = [...list.children];
  selected = (index + options.length) % options.length;
  options.forEach((option, at) => {
    option.ariaSelected = at === selected;
  });
  options[selected].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[selected].id);
}

function insert({ dataset }) {
  const end = field.selectionEnd;
  field.setRangeText(`${dataset.value} `, end - typedName().length, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function onKeyDown(event) {
  if (!list || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { key } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Escape") close();
  else if (step) select(selected + step + (selected < 0 && step < 0));
  else if ((key === "Enter" || (key === "Tab" && !event.shiftKey)) && selected >= 0)
    insert(list.children[selected]);
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
  list.onclick = ({ target }) => insert(target.closest("[data-value]"));
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  selected = -1;
}

/** Suggest names for the word before the caret of `to`. fetchFragment(url) gets a fragment. */
export function autocomplete(to, fetchFragment) {
  if (field !== to) {
    close();
    field = to;
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", onKeyDown);
    field.addEventListener("blur", close);
    // For screen readers.
    spoken = document.createElement("output");
    spoken.className = "tw-hidden";
    field.after(spoken);
  }
  clearTimeout(timer);
  const query = typedName();
  if (!query) return close();
  // Waits until the member stops typing.
  timer = setTimeout(async () => {
    const url = field.closest("[data-autocomplete]").dataset.autocomplete;
    const page = await fetchFragment(`${url}?q=${encodeURIComponent(query)}`).catch(() => null);
    if (query !== typedName() || document.activeElement !== field) return;
    const fresh = page?.querySelector("[role=listbox]");
    if (!fresh) return close();
    open(fresh);
    spoken.textContent = page.announcement;
  }, 150);
}
