// The running order of a session: lines are moved by hand or by keys, and kept when let go. Buttons work without this.
"use strict";

document.querySelectorAll("form[data-arrange]").forEach((form) => {
  const list = form.querySelector("[data-lines]");
  if (!list) return;
  form.classList.add("arranging");
  const told = form.querySelector("[data-told]");
  const unsaved = form.querySelector("[data-unsaved]");
  const save = form.querySelector("[data-save]");
  const lines = () => [...list.children];
  const first = lines();
  const moved = () => lines().some((line, place) => line !== first[place]);
  const between = (from, to) => lines().slice(lines().indexOf(from), lines().indexOf(to));
  const tell = (words) => (told.textContent = words);
  const place = (line) => `${line.dataset.title}: vị trí ${lines().indexOf(line) + 1} trên ${first.length}.`;

  const keep = (line) => {
    if (!moved()) return forget();
    sessionStorage.setItem("board-focus", line.id);
    form.requestSubmit(save);
  };
  const forget = () => {
    const focused = document.activeElement;
    list.append(...first);
    unsaved.hidden = true;
    if (focused?.matches("[data-handle]")) focused.focus();
  };
  form.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    tell("Đã trả về thứ tự cũ.");
  });

  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle) return;
    const line = handle.closest("li");
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const other = step < 0 ? line.previousElementSibling : line.nextElementSibling;
      if (!other) return tell(place(line));
      step < 0 ? line.after(other) : line.before(other); // the one in hand stays, so that it keeps the focus
      unsaved.hidden = !moved();
      tell(`${place(line)} Bấm Enter để lưu, Esc để thôi.`);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      keep(line);
    } else if (event.key === "Escape") {
      forget();
      tell("Đã trả về thứ tự cũ.");
    }
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    const line = handle.closest("li");
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    line.classList.add("line-moving");
    const follow = (at) => {
      for (const other of lines()) {
        if (other === line) continue;
        const box = other.getBoundingClientRect();
        const middle = box.top + box.height / 2;
        const isAbove = lines().indexOf(other) < lines().indexOf(line);
        if (isAbove && at.clientY < middle) return line.after(...between(other, line));
        if (!isAbove && at.clientY > middle) line.before(other); // the one in hand stays: moved, it would be let go
      }
    };
    const end = (at) => {
      handle.removeEventListener("pointermove", follow);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      line.classList.remove("line-moving");
      at.type === "pointerup" ? keep(line) : forget();
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  });
});

// After a line was moved the page is opened again: the same handle is in hand. Going to the page's anchor takes
// the focus away when the page has loaded, so it is given back after that.
const held = sessionStorage.getItem("board-focus");
if (held) {
  sessionStorage.removeItem("board-focus");
  const give = () => setTimeout(() => document.getElementById(held)?.querySelector("[data-handle]")?.focus({ preventScroll: true }), 50);
  if (document.readyState === "complete") give();
  else window.addEventListener("load", give);
}
