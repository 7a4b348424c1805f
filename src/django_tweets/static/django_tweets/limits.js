/* Counts the characters of a field with a limit, as the server does: a port of clean_line() and
   clean_text() in django_tweets/text/cleaning.py. Only the bound of marks on one letter is left out. */

const { texts } = await import(document.querySelector("script.tw-script").src);

const BLANK = String.raw`\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}\u{13441}\u{13442}`;
const BLANK_START = RegExp(`^[${BLANK}\\p{M}]+`, "u");
const BLANK_END = RegExp(`[${BLANK}]+$`, "u");
const NOT_KEPT_AT_START = /[^\u061C\u200C-\u200F\u2066-\u2069]+/gu;
const NOT_KEPT_AT_END = /[^\p{M}\u061C\u200C-\u200F\u2066-\u2069\u{E0020}-\u{E007F}]+/gu;
const ATTACHED_TO_NOTHING =
  /(?<=[\n\u2066-\u2069])(?:(?![\u2066-\u2069])[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}])+/gu;
const REMOVED =
  /(?![\t\n])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\uFEFF\u202A-\u202E\u206A-\u206F\uFFF9-\uFFFB]/gu;
const TAGS =
  /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F})|[\u{E0000}-\u{E007F}]+/gu;

// Without isolates that are not closed, and without ends of isolates that are not begun.
function balanceIsolates(line) {
  const letters = [...line];
  const opened = [];
  letters.forEach((letter, at) => {
    if (/[\u2066-\u2068]/.test(letter)) opened.push(at);
    else if (letter === "\u2069" && opened.pop() === undefined) letters[at] = "";
  });
  for (const at of opened) letters[at] = "";
  return letters.join("");
}

const dropMarks = (text) => text.replace(ATTACHED_TO_NOTHING, (run) => run.replace(/\p{M}+/gu, ""));

function strip(text) {
  text = dropMarks(text);
  const [start = ""] = text.match(BLANK_START) ?? [];
  if (start.length === text.length) return "";
  text = start.replace(NOT_KEPT_AT_START, "") + text.slice(start.length);
  return dropMarks(text.replace(BLANK_END, (end) => end.replace(NOT_KEPT_AT_END, "")));
}

/** How many characters the server stores of a text, typed in a field of one line or of several. */
export function count(text, isLine) {
  text = text
    .replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, "\n")
    .replace(REMOVED, "")
    .replace(TAGS, "$1")
    .split("\n")
    .map(balanceIsolates)
    .join("\n");
  if (isLine) text = text.replace(/\s{2,}|[\t\n]/g, " ");
  return [...strip(text).normalize()].length;
}

/** Shows how much of its limit a field uses, now and after each change. */
export function attach(field) {
  const hint = field.closest(".tw-field")?.querySelector(".tw-limit");
  if (!hint || hint.firstElementChild) return;
  const [visible, spoken] = [document.createElement("span"), document.createElement("span")];
  visible.ariaHidden = true;
  spoken.className = "tw-hidden";
  spoken.role = "status";
  hint.replaceChildren(visible, spoken);
  const limit = Number(field.dataset.limit);
  let timer;
  const update = () => {
    const isUrl = field.inputMode === "url" && field.value && !field.value.includes("://");
    const used = count(field.value, !field.matches("textarea")) + (isUrl ? "https://".length : 0);
    const left = limit - used;
    visible.textContent = `${used} / ${limit}`;
    hint.classList.toggle("tw-too-long", left < 0);
    clearTimeout(timer); // until the member stops typing
    timer = setTimeout(() => {
      const word = texts()[left < 0 ? "over" : "left"];
      spoken.textContent = left > 10 ? "" : `${word} ${Math.abs(left)}`;
    }, 1000);
  };
  field.addEventListener("input", update);
  update();
}
