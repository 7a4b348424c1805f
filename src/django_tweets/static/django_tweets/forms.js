/* Forms in a dialog, other than composers: a report. They close it when the server has taken them. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, announce, focus, postForm, replaceParts } = tweets;

// Shows the errors. What was typed is in the new fields, too.
function showErrors(form, fresh) {
  $("[data-form-fields]", form).replaceWith(fresh);
  focus($("[aria-invalid=true]", fresh) ?? $("input, textarea", fresh));
  announce($(".errorlist", fresh)?.textContent, true);
}

async function submit(form) {
  const dialog = form.closest("dialog");
  const button = $("[type=submit]", form);
  button.ariaBusy = "true";
  await postForm(form, form.action, (page) => {
    const fields = $("[data-form-fields]", page);
    if (fields) return showErrors(form, fields);
    if (dialog.contains(form)) dialog.close();
    replaceParts(page);
    announce(page.notice);
  });
  button.ariaBusy = null;
}

/** Sends form, which is in a dialog, without leaving the page. */
export function attach(form) {
  form.onsubmit = (event) => {
    event.preventDefault();
    submit(form);
  };
}
