/* Buttons that copy the text of a field, or hand it to an app of the device. */

const { announce, texts } = await import(document.querySelector("script.tw-script").src);

export async function attach(button, { type }) {
  if (type !== "click") return;
  const { field: id, share, done } = button.dataset;
  const field = document.getElementById(id);
  try {
    if (share !== undefined) return await navigator.share({ url: field.value });
    await navigator.clipboard.writeText(field.value);
    announce(done);
  } catch (error) {
    if (error.name === "AbortError") return; // the member has closed the sheet
    field.select(); // to copy it by hand
    announce(texts().failed);
  }
}
