/* The composer: counts characters, suggests names, publishes without a reload, and opens in a
   dialog. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, busy, fail, fetchFragment, focus, keyField, load, makeKey } = tweets;
const { postForm, replaceParts, store, textField, texts } = tweets;

const counting = Promise.all([load("counter"), load("tlds")]);
const { insertCards } = await load("lists");
const { restoreDraft, storeDraft, updateUnloadWarning } = await load("drafts");

let countTimer;

export async function updateCharacterCount({ form }) {
  const [{ weigh }, { TLDS }] = await counting;
  const output = $(".tw-character-count", form);
  const [visible, spoken] = output.children;
  const left = textField(form).dataset.maxLength - weigh(textField(form).value, TLDS);
  output.hidden = false;
  output.classList.toggle("tw-too-long", left < 0);
  visible.textContent = left;
  if (left >= 0) clearError(form);
  clearTimeout(countTimer);
  countTimer = setTimeout(() => {
    const word = texts()[left < 0 ? "over" : "left"];
    spoken.textContent = left > 20 ? "" : `${word} ${Math.abs(left)}`;
  }, 1000);
}

// Once the text can be sent.
function clearError(form) {
  const field = textField(form);
  if (field.ariaInvalid !== "true" || !field.value.trim()) return;
  field.ariaInvalid = null;
  $(".errorlist", field.closest(".tw-field"))?.remove();
}

export function onInput(field) {
  const { style } = field;
  if (!CSS.supports("field-sizing", "content")) {
    style.height = "auto";
    style.height = `${field.scrollHeight + 2}px`;
  }
  storeDraft(field);
  updateCharacterCount(field);
}

export async function suggestNames(field, { isComposing }) {
  const module = await load("autocomplete").catch(() => null); // offline
  if (!isComposing) module?.autocomplete(field, fetchFragment);
}

// Shows the errors of the form, and keeps the present text.
function showErrors(form, fresh) {
  const old = $("[data-form-fields]", form);
  const { value, defaultValue } = textField(form);
  $(".tw-tiles", fresh)?.append(...$$(".tw-tile:not([data-key])", old)); // uploads that run
  old.replaceWith(fresh);
  form.pristine ??= old;
  Object.assign(textField(form), { defaultValue, value });
  const wrong = $("[aria-invalid=true]", fresh);
  const ask = $("button[name=undescribed]", fresh);
  focus(wrong || ask || textField(form));
  if (!wrong || !form.isConnected)
    announce($(".errorlist, .tw-ask > :first-child", fresh)?.textContent, true);
  if ($("[data-state]", fresh)) load("media").then(({ watchTiles }) => watchTiles());
}

function clearComposer(form) {
  if (form.pristine) $("[data-form-fields]", form).replaceWith(form.pristine);
  form.pristine = null;
  form.reset();
  $(".tw-tiles", form)?.replaceChildren();
  keyField(form).value = makeKey();
  textField(form).value = "";
  onInput(textField(form));
}

// Returns where the new tweet of form belongs on this page, and how it is inserted. A reply from a
// dialog is shown below the card that it replies to, in a conversation or at home.
function findPlace({ dataset }) {
  const list = $(`.tw-list[data-list="${dataset.list}"]`);
  const bar = dataset.replyTo && $(`.tw-main [data-swap="${dataset.replyTo}"]`);
  if (!bar) return [list, "prepend"];
  if (bar.closest(".tw-current-tweet")) return [$(".tw-list[data-list=replies]"), "prepend"];
  return [bar.closest("[data-list] article"), "after"];
}

export async function submitTweet(form) {
  if (busy.has(form.action) || form.isWaiting) return;
  if ($(".tw-tile:is(:not([data-key]), [data-state])", form)) {
    form.isWaiting = true;
    const isReady = await load("media").then((media) => media.isReady(form), fail);
    form.isWaiting = false;
    if (!isReady) return;
  }
  const button = $("[type=submit]", form);
  // Looked up before the response: by then the dialog may show another form.
  const dialog = form.closest("dialog");
  const field = textField(form);
  const undescribed = Object.assign(document.createElement("input"), {
    type: "hidden",
    name: "undescribed",
    value: 1,
  });
  if (store("local", "descriptions")) form.append(undescribed); // on this device, nobody is asked
  button.ariaDisabled = true;
  field.readOnly = true; // what is typed now would be cleared with what is sent
  await postForm(form, form.action, (page) => {
    const fields = $("[data-form-fields]", page);
    if (fields) return showErrors(form, fields);
    const [to, how] = findPlace(form);
    clearComposer(form);
    if (!dialog && !to) return location.assign(page.url);
    insertCards([$("article", page)], to, how);
    replaceParts(page);
    if (!dialog) focus(textField(form));
    else if (dialog.contains(form)) dialog.close();
    announce(page.notice);
  });
  undescribed.remove();
  button.ariaDisabled = null;
  field.readOnly = false;
}

// The form for a new tweet, made on this page: without the network. Its token is the page's.
function makeOfflineForm(link) {
  const page = $(".tw-offline-form").content.cloneNode(true);
  const text = link.textContent.trim();
  $("h1", page).textContent = text;
  $("[type=submit]", page).textContent = text;
  const form = $("form", page);
  form.action = link.href;
  form.dataset.draft = `${form.dataset.draft}${new URL(link.href).pathname}`;
  textField(form).ariaLabel = text;
  keyField(form).value = makeKey();
  form.append($("#tw-act [name=csrfmiddlewaretoken]").cloneNode());
  return page;
}

export async function openDialog(link) {
  const there = $$(".tweets .tw-composer").find((form) => form.action === link.href);
  if (there) return focus(textField(there));
  // Looked up before the response: an action may replace the link meanwhile.
  const card = link.closest("article");
  const { action } = link.dataset;
  let page;
  try {
    page = await fetchFragment(link.href);
  } catch (error) {
    if (error.status) return location.assign(link.href);
    if (!action || !$(".tw-offline-form")) return fail();
    page = makeOfflineForm(link);
  }
  const form = $(".tw-composer, [data-dialog-form]", page);
  const part = form ?? $("[data-dialog-part]", page);
  const forms = form?.matches("[data-dialog-form]") && (await load("forms").catch(() => null));
  if (!part || forms === null) return location.assign(link.href);
  if (action === "reply") form.dataset.replyTo = link.closest("[data-swap]").dataset.swap;
  $("h1", page).id = "tw-form-dialog-title";
  const dialog = $(".tweets .tw-form-dialog");
  const body = $("div", dialog);
  body.replaceChildren(page);
  dialog.onclose = () => {
    body.replaceChildren();
    updateUnloadWarning();
    // The browser has returned the focus already, except to a link that is gone or had none.
    if (document.activeElement !== document.body) return;
    const now = card?.isConnected ? card : document.getElementById(card?.id);
    focus(
      link.isConnected
        ? link
        : ($(`[data-action="${link.dataset.action}"]`, now ?? document) ?? now),
    );
  };
  if (forms) forms.attach(form);
  else if (form) restoreDraft(form);
  for (const button of $$("[data-share]", body)) button.hidden = !navigator.share;
  dialog.showModal();
  focus(textField(part) ?? $("input:not([type=hidden])", part));
}
