// The running order of a session: what reorder.js moves is kept when it is let go, or by Enter. Buttons work without this.
"use strict";

document.querySelectorAll("form[data-arrange]").forEach((form) => {
  const list = form.querySelector("[data-reorder]");
  if (!list) return;
  const unsaved = form.querySelector("[data-unsaved]");
  const told = form.querySelector("[data-reorder-told]");
  const first = [...list.children];
  const moved = () => [...list.children].some((line, place) => line !== first[place]);
  const keep = (line) => {
    if (!moved()) return;
    sessionStorage.setItem("board-focus", line.id);
    form.requestSubmit(form.querySelector("[data-save]"));
  };
  const forget = () => {
    const focused = document.activeElement;
    list.append(...first);
    focused.focus();
    unsaved.hidden = true;
    told.textContent = "Đã trả về thứ tự cũ.";
  };

  list.addEventListener("reordered", () => {
    unsaved.hidden = !moved();
    if (moved()) told.textContent += " Bấm Enter để lưu, Esc để thôi.";
  });
  list.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-grip]")?.closest("li");
    if (!line) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      keep(line);
    } else if (event.key === "Escape") {
      forget();
    }
  });
  list.addEventListener("pointerup", (event) => {
    const line = event.target.closest("[data-grip]")?.closest("li");
    if (line) setTimeout(() => keep(line)); // after reorder.js has let it go
  });
  form.querySelector("[data-forget]").addEventListener("click", forget);
});

// After a line was moved the page is opened again: the same handle is in hand. Going to the page's anchor takes
// the focus away when the page has loaded, so it is given back after that.
const held = sessionStorage.getItem("board-focus");
if (held) {
  sessionStorage.removeItem("board-focus");
  const give = () =>
    setTimeout(() => document.getElementById(held)?.querySelector("[data-grip]")?.focus({ preventScroll: true }), 50);
  if (document.readyState === "complete") give();
  else window.addEventListener("load", give);
}
