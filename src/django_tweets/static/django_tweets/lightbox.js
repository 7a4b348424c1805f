/* The pictures of a tweet in a dialog: one at a time, as large as the window or in full size.
   Animations that are videos play while they are pointed at. */

const { $, $$, focus } = await import(document.querySelector("script.tw-script").src);

const SWIPE = 50; // pixels
let leaving; // a promise: the entry of the last dialog goes from the history
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Lightbox {
  constructor(link) {
    this.links = $$("a", link.closest(".tw-media"));
    this.dialog = $(".tweets .tw-lightbox-template").content.firstElementChild.cloneNode(true);
    this.picture = $("img", this.dialog);
    this.figure = $("figure", this.dialog);
    this.zoomButton = $("[data-zoom]", this.dialog);
    if (this.links.length < 2) for (const button of $$("[data-step]", this.dialog)) button.remove();
    link.closest(".tweets").append(this.dialog);
    this.isReversed = getComputedStyle(this.dialog).direction === "rtl";
    this.dialog.addEventListener("click", (event) => this.onClick(event));
    this.dialog.addEventListener("keydown", (event) => this.onKeyDown(event));
    this.dialog.addEventListener("close", () => this.onClose());
    this.figure.addEventListener("pointerdown", (event) => this.onPointerDown(event));
    this.figure.addEventListener("pointerup", (event) => this.onPointerUp(event));
    this.show(this.links.indexOf(link));
    this.dialog.showModal();
    this.enterHistory();
  }

  // An entry of its own, so that Back closes the dialog. The page stays where it is scrolled to.
  enterHistory() {
    history.scrollRestoration = "manual";
    history.pushState({ ...history.state, lightbox: true }, "");
    this.onBack = () => {
      this.hasLeft = true;
      history.scrollRestoration = "auto";
      this.dialog.close();
    };
    addEventListener("popstate", this.onBack, { once: true });
  }

  leaveHistory() {
    removeEventListener("popstate", this.onBack);
    if (this.hasLeft) return;
    leaving = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
    leaving.then(() => {
      history.scrollRestoration = "auto";
    });
    history.back();
  }

  show(at) {
    const count = this.links.length;
    this.at = (at + count) % count;
    const link = this.links[this.at];
    const text = $("details", link.parentNode)?.lastChild.textContent ?? "";
    this.zoom(false);
    this.picture.removeAttribute("src"); // or the last one stays until this one is loaded
    this.picture.alt = $("img", link).alt;
    this.picture.src = link.href;
    // The image says it to screen readers, which would read an own line again.
    $("[role=status] b", this.dialog).textContent = count > 1 ? `${this.at + 1} / ${count}` : "";
    $("[role=status] span", this.dialog).textContent = text;
    if (count > 1) new Image().src = this.links[(this.at + 1) % count].href;
  }

  zoom(isFull) {
    this.zoomButton.ariaPressed = isFull;
    this.figure.tabIndex = isFull ? 0 : -1; // to scroll it by keys
    this.dialog.classList.toggle("tw-full-size", isFull);
  }

  step(by) {
    if (this.links.length > 1) this.show(this.at + by);
  }

  get isFull() {
    return this.zoomButton.ariaPressed === "true";
  }

  onClick({ target, clientX, clientY }) {
    const step = target.closest("[data-step]")?.dataset.step;
    if (step) this.step(+step);
    else if (target.closest("[data-zoom]")) this.zoom(!this.isFull);
    else if (target === this.picture) this.zoomAt(clientX, clientY);
    else if (target === this.figure || target === this.dialog) this.dialog.close();
  }

  // Keeps the point that was clicked where it is, as far as the picture can be scrolled.
  zoomAt(x, y) {
    if (this.wasSwipe) return;
    const box = this.picture.getBoundingClientRect();
    const [left, top] = [(x - box.left) / box.width, (y - box.top) / box.height];
    this.zoom(!this.isFull);
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = this.figure;
    const room = (scrollWidth - clientWidth) * (this.isReversed ? -1 : 1);
    this.figure.scrollTo(
      this.isReversed ? room * (1 - left) : room * left,
      (scrollHeight - clientHeight) * top,
    );
  }

  onKeyDown(event) {
    const forward = this.isReversed ? "ArrowLeft" : "ArrowRight";
    const back = this.isReversed ? "ArrowRight" : "ArrowLeft";
    const acts = {
      "+": () => this.zoom(true),
      "-": () => this.zoom(false),
      Home: () => this.show(0),
      End: () => this.show(this.links.length - 1),
      [forward]: () => this.step(1),
      [back]: () => this.step(-1),
    };
    // In full size, these keys scroll.
    if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.isFull && event.key.length > 1) return;
    event.preventDefault();
    acts[event.key]();
  }

  onPointerDown({ clientX, clientY, isPrimary }) {
    this.wasSwipe = false;
    this.start = isPrimary && !this.isFull ? [clientX, clientY] : null;
  }

  onPointerUp({ clientX, clientY, isPrimary, pointerType }) {
    if (!this.start || !isPrimary || pointerType === "mouse") return;
    const [x, y] = [clientX - this.start[0], clientY - this.start[1]];
    if (Math.abs(x) < SWIPE || Math.abs(x) < 2 * Math.abs(y)) return;
    this.wasSwipe = true;
    this.step(x < 0 === this.isReversed ? -1 : 1);
  }

  onClose() {
    this.leaveHistory();
    this.dialog.remove();
    focus(this.links[this.at]);
  }
}

/** Opens the picture that a link shows, with the others of its tweet. */
export async function open(link) {
  await leaving;
  new Lightbox(link);
}

/** Plays an animation while the pointer is on it, unless the reader wants no motion. */
export function attach(video, { type, pointerType }) {
  if (type !== "pointerover" || pointerType !== "mouse" || calm.matches || !video.paused) return;
  video.play().catch(() => {}); // the browser may forbid it, and there are controls
  video.addEventListener("pointerleave", () => video.pause(), { once: true });
}
