/* Pictures in the composer: uploads them, one request for each, and changes their order, their
   descriptions and their centers of interest. A tile that is not uploaded has no key yet. */

const tweets = await import(document.querySelector("script.tw-script").src);
const { $, $$, announce, fail, fetchPage, focus, load, parse, textField, texts } = tweets;

const STEP = 0.05; // of the picture, for each press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const uploads = new Map(); // that run, by tile: the request, and a promise of its end
const FIRST_POLL = 1000; // milliseconds until the server is asked whether a file is processed
const LAST_POLL = 15_000;

const listOf = (form) => $(".tw-tiles", form);
const saveDraft = async (form) => (await load("drafts")).storeDraft(textField(form));

// For screen readers. What is seen needs no message.
function say(form, ...words) {
  $(".tw-media-status", form).textContent = words.join(" ");
}

// Sends the fields to url. With an XMLHttpRequest, which tells how much it has sent.
const send = (form, url, fields, tile) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]", form).value);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    request.open("POST", url);
    request.setRequestHeader("X-Tweets-Fragment", 1);
    request.onloadend = () => {
      const page = parse(request.responseText);
      const notice = $("[data-message]", page);
      resolve({ page, notice, isDone: request.status === 200, status: request.status });
    };
    if (tile) {
      uploads.get(tile).request = request;
      request.upload.onprogress = ({ loaded, total }) => {
        $("progress", tile).value = loaded / total;
      };
    }
    request.send(body);
  });

// Sends again if the token was refused: somebody has signed in again in another tab.
async function post(form, ...request) {
  const answer = await send(form, ...request);
  if (answer.status !== 403 || answer.notice || !(await fetchPage().catch(fail))) return answer;
  return send(form, ...request);
}

async function fetchTile(tile, url, fields) {
  const { form } = $("button", tile);
  const { page, notice, isDone, status } = await post(form, url, fields, tile);
  uploads.delete(tile);
  if (!tile.isConnected) return; // it was removed
  const fresh = $(".tw-tile", page);
  if (isDone && fresh) {
    const hadFocus = tile.contains(document.activeElement);
    tile.replaceWith(fresh);
    if (hadFocus) focus($("button", fresh));
    if (fields.file) say(form, listOf(form).dataset.added);
    watch(fresh);
    saveDraft(form);
    return;
  }
  if (!fields.file && status === 404) return tile.remove(); // it is published or gone
  const reasons = { 0: texts().offline, 401: listOf(form).dataset.signedOut };
  const reason = notice?.textContent.trim() ?? reasons[status] ?? texts().failed;
  const name = fields.file?.name;
  $("bdi", tile).textContent = name ? `${name}: ${reason}` : reason;
  $("progress", tile).hidden = true;
  $("[data-tile=retry]", tile).hidden = false;
  announce($("bdi", tile).textContent, true);
}

function start(tile, url, fields) {
  const run = () => {
    $("bdi", tile).textContent = fields.file?.name ?? "";
    $("progress", tile).hidden = false;
    $("progress", tile).value = 0;
    $("[data-tile=retry]", tile).hidden = true;
    const upload = {};
    uploads.set(tile, upload);
    upload.end = fetchTile(tile, url, fields);
  };
  tile.run = run;
  run();
}

// Asks for a file that the server processes, until that is done. What is typed meanwhile stays.
function watch(tile, delay = FIRST_POLL) {
  if (tile.dataset.state !== "processing" || tile.isWatched) return;
  tile.isWatched = true;
  setTimeout(async () => {
    tile.isWatched = false;
    if (!tile.isConnected) return;
    const { form } = $("button", tile);
    const { page, isDone, status } = await post(form, tile.dataset.update, {});
    const fresh = $(".tw-tile", page);
    if (status === 404) {
      tile.remove(); // it is published or gone
      form.dispatchEvent(new Event("tweets:processed"));
      return;
    }
    if (isDone && fresh.dataset.state !== "processing") return showState(form, tile, fresh);
    watch(tile, Math.min(2 * delay, LAST_POLL));
  }, delay);
}

function showState(form, tile, { dataset: { state }, children }) {
  const text = $(".tw-tile-state", tile);
  const { processed } = listOf(form).dataset;
  const failure = [...children].find((node) => node.matches(".tw-tile-state"));
  if (state) {
    tile.dataset.state = state;
    text.replaceWith(failure);
    announce(failure.textContent, true);
  } else {
    delete tile.dataset.state;
    text.remove();
    say(form, processed);
  }
  form.dispatchEvent(new Event("tweets:processed"));
}

const makeTile = (form) => $(".tw-tile-template", form).content.firstElementChild.cloneNode(true);

/** Uploads files, as far as a tweet has room for them. */
export function add(form, files) {
  const list = listOf(form);
  const { upload, max, tooMany } = list.dataset;
  const room = Math.max(max - list.children.length, 0);
  for (const file of files.slice(0, room)) {
    const tile = makeTile(form);
    list.append(tile);
    start(tile, upload, { file });
  }
  if (files.length > room) announce(tooMany, true);
}

/** Shows what was uploaded before this page was loaded, by its keys. */
export function restore(form, keys) {
  const list = listOf(form);
  for (const key of keys) {
    const there = $(`[data-key="${key}"]`, list);
    const tile = there ?? makeTile(form);
    list.append(tile);
    if (!there) start(tile, list.dataset.update.replace("/0/", `/${key}/`), {});
  }
}

/** Waits for the uploads that run. Returns whether form has all of its pictures. */
export async function isReady(form) {
  const running = () => $$(".tw-tile", form).filter((tile) => uploads.has(tile));
  if (running().length) announce(listOf(form).dataset.waiting);
  while (running().length) await Promise.all(running().map((tile) => uploads.get(tile).end));
  if ($("[data-state=processing]", form)) announce(listOf(form).dataset.processing);
  while ($("[data-state=processing]", form) && form.isConnected)
    await new Promise((resolve) => {
      form.addEventListener("tweets:processed", resolve, { once: true });
    });
  const failed = $(".tw-tile:is(:not([data-key]), [data-state=failed])", form);
  if (!failed) return form.isConnected;
  announce(listOf(form).dataset.unfinished, true);
  focus($("[data-tile=retry]", failed) ?? $("[data-tile=remove]", failed));
}

// Moves the other tiles, so that this one keeps the focus and the pointer.
function move(tile, to) {
  if (!to || to === tile || to.parentNode !== tile.parentNode) return;
  const isLater = tile.compareDocumentPosition(to) & Node.DOCUMENT_POSITION_FOLLOWING;
  for (let other; other !== to; ) {
    other = isLater ? tile.nextElementSibling : tile.previousElementSibling;
    tile[isLater ? "before" : "after"](other);
  }
  const { form } = $("button", tile);
  const tiles = $$(".tw-tile", form);
  say(form, listOf(form).dataset.place, `${tiles.indexOf(tile) + 1} / ${tiles.length}`);
  saveDraft(form);
}

function remove(tile) {
  const { form } = $("button", tile);
  const next = tile.nextElementSibling ?? tile.previousElementSibling;
  uploads.get(tile)?.request.abort();
  if (tile.dataset.update) send(form, tile.dataset.update, { delete: 1 });
  tile.remove();
  form.dispatchEvent(new Event("tweets:processed"));
  focus(next ? $("[data-tile=remove]", next) : $("[name=files]", form));
  say(form, listOf(form).dataset.removed);
  saveDraft(form);
}

const pointField = (tile) => $("[name^=focus-]", tile);
const readPoint = (tile) => pointField(tile).value.split(",").map(Number);

function setPoint(tile, point) {
  const [x, y] = point.map((share) => Math.round(Math.min(Math.max(share, 0), 1) * 1000) / 1000);
  pointField(tile).value = `${x},${y}`;
  const marker = $(".tw-focus > span", tile);
  if (!marker) return;
  [marker.style.left, marker.style.top] = [`${x * 100}%`, `${y * 100}%`];
}

function describe(tile) {
  const dialog = $("dialog", tile);
  const field = $("textarea", dialog);
  const before = [field.value, pointField(tile).value];
  dialog.onclose = () => {
    if (dialog.returnValue !== "save") [field.value, pointField(tile).value] = before;
    else keep(tile, field);
    field.dispatchEvent(new Event("input"));
    focus($("[data-tile=describe]", tile));
  };
  dialog.returnValue = "";
  dialog.showModal();
  setPoint(tile, readPoint(tile));
  focus(field);
}

// Sends the texts of a file that is not published: so they survive a reload. Others go with the form.
async function keep(tile, { form, value }) {
  const picture = $("img", tile);
  if (picture && value.trim()) picture.alt = value;
  if (!tile.dataset.update) return;
  const fields = { alt: value, focus: pointField(tile).value };
  const { isDone, notice } = await post(form, tile.dataset.update, fields);
  if (!isDone) fail({ notice });
}

const ACTIONS = {
  describe,
  remove,
  retry: (tile) => tile.run(),
  earlier: (tile) => move(tile, tile.previousElementSibling),
  later: (tile) => move(tile, tile.nextElementSibling),
  close: (tile) => $("dialog", tile).close(),
  save: (tile) => {
    if ($(".tw-too-long", tile)) focus($("textarea", tile));
    else $("dialog", tile).close("save");
  },
  focus: (tile, { detail, clientX, clientY }) => {
    const { left, top, width, height } = $(".tw-focus", tile).getBoundingClientRect();
    if (detail) setPoint(tile, [(clientX - left) / width, (clientY - top) / height]);
  },
};

/** Handles the field for files, and the buttons of tiles. */
export function attach(control, event) {
  if (event.type === "click") ACTIONS[control.dataset.tile]?.(control.closest(".tw-tile"), event);
  if (!control.files?.length) return;
  const files = [...control.files];
  control.value = ""; // they are sent one by one, and not with the form
  add(control.form, files);
}

// Captured: the page publishes on Control+Enter.
document.addEventListener(
  "keydown",
  (event) => {
    const tile = event.target.closest?.(".tw-tile");
    if (!tile || !$("dialog[open]", tile)) return;
    const arrow = event.target.matches(".tw-focus") && ARROWS[event.key];
    if (arrow) {
      setPoint(
        tile,
        readPoint(tile).map((share, axis) => share + arrow[axis] * STEP),
      );
      const [x, y] = readPoint(tile);
      $(".tw-focus-status", tile).textContent =
        `${Math.round(x * 100)} %, ${Math.round(y * 100)} %`;
    } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") ACTIONS.save(tile);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);

// A picture is dragged to its place, by mouse or finger.
document.addEventListener("pointerdown", ({ target, pointerId, button }) => {
  const picture = target.closest?.(".tw-tile > img");
  if (!picture || button) return;
  picture.setPointerCapture(pointerId);
  picture.onpointermove = ({ clientX, clientY }) => {
    if (!picture.hasPointerCapture(pointerId)) return;
    const over = document.elementFromPoint(clientX, clientY)?.closest(".tw-tile");
    move(picture.parentNode, over);
  };
});

/** Waits for the files that the server processes. */
export function watchTiles() {
  for (const tile of $$(".tweets .tw-tile[data-state]")) watch(tile);
}

watchTiles();
