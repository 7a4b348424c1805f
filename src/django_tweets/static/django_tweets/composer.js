/* The composer: counts characters, suggests names, publishes without a reload, and opens in a
   dialog. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, busy, fetchFragment, focus, load, parse, postForm } = tweets;
const { keyField, replaceParts, restoreDraft, storeDraft, textField, texts, updateUnloadWarning } =
  tweets;

const counting = Promise.all([load("counter"), load("tlds")]);
const { insertCards } = await load("lists");

let countTimer;

export async function updateCharacterCount({ form }) {
  const [{ weigh }, { TLDS }] = await counting;
  const output = $(".tw-character-count", form);
  const [visible, spoken] = output.children;
  const left = textField(form).dataset.maxLength - weigh(textField(form).value, TLDS);
  output.hidden = false;
  output.classList.toggle("tw-too-long", left < 0);
  visible.textContent = left;
  clearTimeout(countTimer);
  countTimer = setTimeout(() => {
    const word = texts()[left < 0 ? "over" : "left"];
    spoken.textContent = left > 20 ? "" : `${word} ${Math.abs(left)}`;
  }, 1000);
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
  const { autocomplete } = await load("autocomplete");
  if (!isComposing) autocomplete(field, fetchFragment);
}

// Shows the errors of the form, and keeps the present text.
function showErrors(form, fresh) {
  const old = $("[data-form-fields]", form);
  const { value, defaultValue } = textField(form);
  old.replaceWith(fresh);
  form.pristine ??= old;
  Object.assign(textField(form), { defaultValue, value });
  const wrong = $("[aria-invalid=true]", fresh);
  focus(wrong || textField(form));
  if (!wrong || !form.isConnected) announce($(".errorlist", fresh)?.textContent);
}

function clearComposer(form) {
  if (form.pristine) $("[data-form-fields]", form).replaceWith(form.pristine);
  form.pristine = null;
  form.reset();
  keyField(form).value = crypto.getRandomValues(new Uint32Array(4)).join("-");
  textField(form).value = "";
  onInput(textField(form));
}

export async function submitTweet(form) {
  if (busy.has(form.action)) return;
  const button = $("[type=submit]", form);
  // Looked up before the response: by then the dialog may show another form.
  const dialog = form.closest("dialog");
  button.ariaDisabled = true;
  await postForm(form, form.action, (page) => {
    const fields = $("[data-form-fields]", page);
    if (fields) return showErrors(form, fields);
    const to = $(`.tw-list[data-list="${form.dataset.list}"]`);
    clearComposer(form);
    if (!dialog && !to) return location.assign(page.url);
    insertCards([$("article", page)], to, "prepend");
    replaceParts(page);
    if (!dialog) focus(textField(form));
    else if (dialog.contains(form)) dialog.close();
    announce(page.announcement);
  });
  button.ariaDisabled = null;
}

export async function openDialog(link) {
  const there = $$(".tweets .tw-composer").find((form) => form.action === link.href);
  if (there) return focus(textField(there));
  // Looked up before the response: an action may replace the link meanwhile.
  const card = link.closest("article");
  const page = await fetchFragment(link.href).catch(parse);
  const form = $(".tw-composer", page);
  if (!form) return location.assign(link.href);
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
  restoreDraft(form);
  dialog.showModal();
  focus(textField(form));
}
