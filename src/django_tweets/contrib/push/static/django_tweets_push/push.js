/* The page of web push: switches notifications on and off in this browser. */

const { $, $$, fail, fetchFragment } = await import(document.querySelector("script.tw-script").src);

const panel = $(".tweets [data-push]");
const { key, worker, scope, subscribe } = panel.dataset;

function show(state) {
  for (const part of $$("[data-state]", panel)) part.hidden = part.dataset.state !== state;
}

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  );

async function getSubscription() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  return registration?.pushManager.getSubscription();
}

// The form that removes this browser, if the server knows it.
async function findForm(subscription) {
  const bytes = new TextEncoder().encode(subscription.endpoint);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const digest = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return $(`.tweets [data-device="${digest}"]`);
}

async function showState() {
  if (!(navigator.serviceWorker && window.PushManager && window.Notification))
    return show("unsupported");
  if (Notification.permission === "denied") return show("denied");
  const subscription = await getSubscription();
  const form = subscription && (await findForm(subscription));
  if (form) $("[data-this]", form).hidden = false;
  show(form ? "on" : "off");
}

// A worker has to be active before a browser subscribes.
async function register() {
  const registration = await navigator.serviceWorker.register(worker, { scope });
  const { installing } = registration;
  if (installing && !registration.active)
    await new Promise((resolve) => {
      installing.addEventListener(
        "statechange",
        () => ["activated", "redundant"].includes(installing.state) && resolve(),
      );
    });
  return registration;
}

async function switchOn() {
  if ((await Notification.requestPermission()) !== "granted") return showState();
  const { pushManager } = await register();
  // One of another key, which the site has had before, gets nothing.
  await (await pushManager.getSubscription())?.unsubscribe();
  const options = { userVisibleOnly: true, applicationServerKey: toBytes(key) };
  const { endpoint, keys } = (await pushManager.subscribe(options)).toJSON();
  const body = new FormData();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const token = $("[name=csrfmiddlewaretoken]").value;
  const fields = { endpoint, ...keys, time_zone: timeZone, csrfmiddlewaretoken: token };
  for (const name in fields) body.append(name, fields[name]);
  await fetchFragment(subscribe, { method: "POST", body });
  location.reload();
}

async function switchOff() {
  const subscription = await getSubscription();
  const form = await findForm(subscription);
  await subscription.unsubscribe();
  form.requestSubmit();
}

for (const button of $$("[data-switch]", panel))
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await (button.dataset.switch === "on" ? switchOn() : switchOff());
    } catch (error) {
      fail(error);
    }
    button.disabled = false;
  });
showState();
