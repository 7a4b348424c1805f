/* Drafts: texts that are not sent yet, with the keys of their form and pictures. Those of a tab are in
   its session. When its page is left they are parked on the device, for its next page with a form, or
   for another tab when this one is closed. */

const { $$, fail, keyField, load, makeKey, preventUnload, store, textField } = await import(
  document.querySelector("script.tw-script").src
);

const readDrafts = (where, none) => JSON.parse(store(where, "drafts") ?? "null") ?? none;
const writeDrafts = (where, drafts) =>
  store(where, "drafts", Object.keys(drafts).length ? JSON.stringify(drafts) : "");

/** Warns before leaving while a text is unsent that cannot be kept on the device. */
export function updateUnloadWarning() {
  const drafts = readDrafts("session", {});
  const unsent = $$(".tweets .tw-composer [name=content]").some(
    ({ form, value, defaultValue }) =>
      value.trim() && value !== defaultValue && drafts[form.dataset.draft]?.text !== value,
  );
  (unsent ? addEventListener : removeEventListener)("beforeunload", preventUnload);
}

export function storeDraft({ form, value, defaultValue }) {
  const { draft } = form.dataset;
  const drafts = readDrafts("session", {});
  const id = drafts[draft]?.id ?? makeKey();
  delete drafts[draft];
  const media = $$("[name=attachments]", form).map(({ value }) => value);
  if (draft && ((value && value !== defaultValue) || media.length))
    drafts[draft] = { id, text: value, key: keyField(form).value, media };
  writeDrafts("session", drafts);
  updateUnloadWarning();
}

export function restoreDraft(form) {
  const { draft } = form.dataset;
  const drafts = readDrafts("session", {});
  const parked = readDrafts("local", []);
  const at = parked.findLastIndex(({ name }) => name === draft);
  if (!drafts[draft] && at >= 0) {
    drafts[draft] = parked.splice(at, 1)[0];
    writeDrafts("session", drafts);
    writeDrafts("local", parked);
  }
  const { text, key, media } = drafts[draft] ?? {};
  const field = textField(form);
  // Somebody may have typed before this module was loaded.
  if (text === undefined || field.value !== field.defaultValue) return;
  field.value = text;
  keyField(form).value = key ?? keyField(form).value;
  if (media?.length) load("media").then(({ restore }) => restore(form, media), fail);
}

// Pictures that are pasted or dropped. With a text, as from a word processor, the text is pasted.
function takeFiles(event) {
  const form = event.target.closest?.(".tweets .tw-composer:has([name=files])");
  const { types = [], files } = event.clipboardData ?? event.dataTransfer ?? {};
  if (!form || !types.includes("Files") || types.includes("text/plain")) return;
  event.preventDefault();
  const chosen = [...files]; // later the event has none
  if (event.type !== "dragover") load("media").then(({ add }) => add(form, chosen), fail);
}

function parkDrafts() {
  const drafts = readDrafts("session", {});
  const parked = readDrafts("local", []);
  for (const [name, draft] of Object.entries(drafts)) {
    if (!draft.isParked) parked.push({ ...draft, name });
    draft.isParked = true;
  }
  writeDrafts("session", drafts);
  writeDrafts("local", parked.slice(-20));
}

function takeDraftsBack() {
  const drafts = readDrafts("session", {});
  let parked = readDrafts("local", []);
  for (const [name, draft] of Object.entries(drafts)) {
    const isThere = parked.some(({ id }) => id === draft.id);
    if (draft.isParked && !isThere) delete drafts[name]; // another tab has it
    draft.isParked = false;
    parked = parked.filter(({ id }) => id !== draft.id);
  }
  writeDrafts("session", drafts);
  writeDrafts("local", parked);
}

takeDraftsBack();
$$(".tweets .tw-composer").forEach(restoreDraft);
addEventListener("pagehide", parkDrafts);
for (const type of ["paste", "dragover", "drop"]) document.addEventListener(type, takeFiles);
if ($$(".tweets .tw-tile").length) load("media");
addEventListener("pageshow", ({ persisted }) => persisted && takeDraftsBack());
