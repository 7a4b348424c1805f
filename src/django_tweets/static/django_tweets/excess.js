/* Marks what is over the limit in the text of a tweet: a copy of the text behind the field, with a
   mark. Screen readers hear the number of characters instead: see composer.js. */

const { load } = await import(document.querySelector("script.tw-script").src);
const [{ weigh }, { TLDS }] = await Promise.all([load("counter"), load("tlds")]);

/** Returns where in text the first letter over the limit starts. */
function findExcess(text, limit) {
  const starts = [...new Intl.Segmenter().segment(text)].map(({ index }) => index);
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (weigh(text.slice(0, starts[middle]), TLDS) > limit) high = middle - 1;
    else low = middle;
  }
  return starts[low] ?? text.length;
}

const updates = new WeakMap();

/** Marks the excess of a field, now and after each change. Called again when it gets the focus. */
export function attach(field) {
  if (updates.has(field)) return updates.get(field)();
  const mirror = document.createElement("div");
  mirror.className = "tw-mirror";
  mirror.ariaHidden = true;
  mirror.dir = "auto";
  const update = () => {
    const limit = Number(field.dataset.maxLength);
    if (weigh(field.value, TLDS) <= limit) return mirror.remove();
    const start = findExcess(field.value, limit);
    const mark = document.createElement("mark");
    mark.textContent = field.value.slice(start);
    mirror.replaceChildren(field.value.slice(0, start), mark);
    mirror.style.insetBlockStart = `${field.offsetTop}px`;
    mirror.style.blockSize = `${field.offsetHeight}px`;
    mirror.style.inlineSize = `${field.clientWidth + 2}px`; // without its scroll bar;
    field.before(mirror);
    mirror.scrollTop = field.scrollTop;
  };
  const scroll = () => {
    mirror.scrollTop = field.scrollTop;
  };
  updates.set(field, update);
  field.addEventListener("input", update);
  field.addEventListener("scroll", scroll);
  new ResizeObserver(() => mirror.isConnected && update()).observe(field);
  update();
}
