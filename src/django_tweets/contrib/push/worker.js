/* The service worker of web push: shows what a push says, and opens the page that it is about.
   It handles no fetch: pages come from the network as without it. */

const SETTINGS = new URL("./", location.href).href;
const SUBSCRIBE = new URL("subscribe/", location.href).href;

addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const { title, url, ...options } = read(event.data);
  // A browser wants to see a notification for each push.
  event.waitUntil(
    registration.showNotification(title || location.host, { ...options, data: { url } }),
  );
});

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(getOwnUrl(event.notification.data?.url)));
});

// Only pages of this site are opened.
function getOwnUrl(url) {
  try {
    const found = new URL(url || ".", registration.scope);
    if (found.origin === location.origin) return found.href;
  } catch {}
  return registration.scope;
}

// A tab that shows the page comes to the front. No other is led away: it may have unsent text.
async function open(url) {
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find((each) => each.url.split("#")[0] === url.split("#")[0]);
  return tab ? tab.focus() : clients.openWindow(url);
}

// The browser has another address from now on.
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

async function renew({ oldSubscription, newSubscription }) {
  const { options } = oldSubscription ?? {};
  const subscription =
    newSubscription ?? (options && (await registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const page = await (await fetch(SETTINGS)).text();
  const token = page.match(/name="csrfmiddlewaretoken" value="([^"]+)"/)?.[1];
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys, csrfmiddlewaretoken: token });
  await fetch(SUBSCRIBE, { method: "POST", body, headers: { "X-Tweets-Fragment": 1 } });
}
