/* Crops a chosen picture before it is sent: a dialog in which it is moved and enlarged, by pointer or
   keyboard. The part that is shown replaces the file. A file that the browser can't read stays as it
   is: the server says what is wrong. */

const { $ } = await import(document.querySelector("script.tw-script").src);

const STEP = 0.04; // of the frame, for each press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Shows picture in a frame of width × height. Returns whether its part was chosen, drawn on canvas. */
function choosePart(picture, canvas, dialog) {
  const { width, height } = canvas;
  const zoom = $("input", dialog);
  const cover = Math.max(width / picture.width, height / picture.height);
  let [x, y] = [0.5, 0.5]; // of the picture, in the middle of the frame
  const draw = () => {
    const scale = cover * zoom.value;
    const [halfWidth, halfHeight] = [
      width / 2 / scale / picture.width,
      height / 2 / scale / picture.height,
    ];
    x = Math.min(Math.max(x, halfWidth), 1 - halfWidth);
    y = Math.min(Math.max(y, halfHeight), 1 - halfHeight);
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, width, height);
    context.drawImage(
      picture,
      width / 2 - x * picture.width * scale,
      height / 2 - y * picture.height * scale,
      picture.width * scale,
      picture.height * scale,
    );
  };
  // by: pixels of the canvas.
  const move = (byX, byY) => {
    x += byX / (cover * zoom.value * picture.width);
    y += byY / (cover * zoom.value * picture.height);
    draw();
  };
  const enlarge = (by) => {
    zoom.valueAsNumber += by;
    draw();
  };
  zoom.value = 1;
  zoom.oninput = draw;
  canvas.onpointerdown = ({ pointerId }) => canvas.setPointerCapture(pointerId);
  canvas.onpointermove = (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const ratio = width / canvas.clientWidth;
    move(-event.movementX * ratio, -event.movementY * ratio);
  };
  canvas.onwheel = (event) => {
    event.preventDefault();
    enlarge(-Math.sign(event.deltaY) * 0.1);
  };
  canvas.onkeydown = (event) => {
    const { key } = event;
    const [toX, toY] = ARROWS[key] ?? [];
    if (ARROWS[key]) move(-toX * STEP * width, -toY * STEP * height);
    else if ("+=-".includes(key)) enlarge(key === "-" ? -0.1 : 0.1);
    else return;
    event.preventDefault();
  };
  draw();
  dialog.returnValue = "";
  dialog.showModal();
  canvas.focus();
  return new Promise((resolve) => {
    dialog.onclose = () => resolve(dialog.returnValue === "use");
  });
}

// A canvas, because the site's policy may allow no pictures from the page itself.
function showPreview(field, canvas) {
  const preview = document.createElement("canvas");
  preview.className = "tw-current-picture";
  if (canvas.width === canvas.height) preview.classList.add("tw-avatar");
  [preview.width, preview.height] = [canvas.width, canvas.height];
  preview.getContext("2d").drawImage(canvas, 0, 0);
  $(".tw-current-picture", field)?.remove();
  field.prepend(preview);
}

/** Crops the file of input after it was chosen. */
export async function attach(input, { type }) {
  const [file] = input.files;
  const dialog = $(".tweets .tw-crop-dialog");
  if (type !== "change" || !file || !dialog) return;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return;
  const canvas = $("canvas", dialog);
  [canvas.width, canvas.height] = [input.dataset.width, input.dataset.height];
  const isChosen = await choosePart(picture, canvas, dialog);
  picture.close();
  input.focus();
  if (!isChosen) {
    input.value = "";
    return;
  }
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", 0.92));
  const files = new DataTransfer();
  const name = `${file.name.replace(/\.\w+$/, "")}.${blob.type.replace("image/", "")}`;
  files.items.add(new File([blob], name, { type: blob.type }));
  input.files = files.files;
  showPreview(input.closest(".tw-field"), canvas);
}
