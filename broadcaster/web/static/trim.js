// The take drawn, with two marks to drag; the number fields say the same and work by keyboard and without this.
"use strict";

(() => {
  const form = document.querySelector("[data-trim]");
  const at = (name) => form.querySelector(`[data-${name}]`);
  const [canvas, take, chosen] = ["wave", "take", "chosen"].map(at);
  const [start, stop] = [form.elements.start, form.elements.stop];
  const length = Number(form.dataset.lengthMs) / 1000;
  const SHORTEST = 0.4;
  const COLOURS = getComputedStyle(document.documentElement);
  const colour = (name) => COLOURS.getPropertyValue(name).trim();
  let points = [];
  let dragged = null;
  let until = null;

  const value = (field) => Math.min(length, Math.max(0, Number(field.value) || 0));
  const put = (field, seconds) => {
    const low = field === start ? 0 : value(start) + SHORTEST;
    const high = field === start ? value(stop) - SHORTEST : length;
    field.value = Math.max(low, Math.min(high, seconds)).toFixed(1);
    show();
  };

  const bars = (context, width, height) => {
    const [from, to] = [value(start) / length, value(stop) / length];
    const step = width / points.length;
    points.forEach((point, number) => {
      const place = number / points.length;
      const tall = Math.max(2, (point / 100) * (height - 8));
      context.fillStyle = place >= from && place <= to ? colour("--accent") : colour("--line");
      context.fillRect(number * step, (height - tall) / 2, Math.max(1, step - 0.5), tall);
    });
  };

  const mark = (context, seconds, height, side) => {
    const x = (seconds / length) * canvas.width;
    context.fillStyle = colour("--bad-ink");
    context.fillRect(x - 2, 0, 4, height);
    context.beginPath();
    context.arc(x + side * 10, 14, 12, 0, 2 * Math.PI);
    context.fill();
  };

  const show = () => {
    const context = canvas.getContext("2d");
    const { width, height } = canvas;
    context.clearRect(0, 0, width, height);
    bars(context, width, height);
    mark(context, value(start), height, 1);
    mark(context, value(stop), height, -1);
    if (!take.paused) {
      context.fillStyle = colour("--ink");
      context.fillRect((take.currentTime / length) * width, 0, 2, height);
    }
    const kept = value(stop) - value(start);
    chosen.textContent = kept > 0 ? `Giữ lại ${kept.toFixed(1).replace(".", ",")} giây trong ${length.toFixed(1).replace(".", ",")} giây.` : "Điểm kết thúc phải sau điểm bắt đầu.";
  };

  const moment = (event) => {
    const place = canvas.getBoundingClientRect();
    return ((event.clientX - place.left) / place.width) * length;
  };
  canvas.addEventListener("pointerdown", (event) => {
    const here = moment(event);
    dragged = Math.abs(here - value(start)) <= Math.abs(here - value(stop)) ? start : stop;
    canvas.setPointerCapture(event.pointerId);
    put(dragged, here);
  });
  canvas.addEventListener("pointermove", (event) => dragged && put(dragged, moment(event)));
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => (dragged = null)));
  form.addEventListener("input", show);

  at("play").hidden = false;
  at("play").addEventListener("click", () => {
    take.currentTime = value(start);
    until = value(stop);
    take.play();
  });
  const follow = () => {
    if (until !== null && take.currentTime >= until) {
      take.pause();
      until = null;
    }
    show();
    if (!take.paused) requestAnimationFrame(follow);
  };
  take.addEventListener("play", () => requestAnimationFrame(follow));
  take.addEventListener("pause", show);

  (async () => {
    try {
      points = (await window.send(form.dataset.outline)).points;
      canvas.hidden = false;
      show();
    } catch {
      canvas.hidden = true; // the fields and the player do without the picture
    }
  })();
})();
