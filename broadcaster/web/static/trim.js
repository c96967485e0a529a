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

  // As many points as the screen shows, so that marks are round and bars are sharp on a phone too.
  const fit = () => {
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * scale);
    canvas.height = Math.round(canvas.clientHeight * scale);
    return scale;
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

  const mark = (context, seconds, scale, side) => {
    const x = (seconds / length) * canvas.width;
    context.fillStyle = colour("--bad-ink");
    context.fillRect(x - scale, 0, 2 * scale, canvas.height);
    context.beginPath();
    context.arc(x + side * 8 * scale, 11 * scale, 10 * scale, 0, 2 * Math.PI);
    context.fill();
  };

  const show = () => {
    const scale = fit();
    const context = canvas.getContext("2d");
    bars(context, canvas.width, canvas.height);
    mark(context, value(start), scale, 1);
    mark(context, value(stop), scale, -1);
    if (!take.paused) {
      context.fillStyle = colour("--ink");
      context.fillRect((take.currentTime / length) * canvas.width, 0, 2 * scale, canvas.height);
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
  window.addEventListener("resize", show);

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
