// A list that is put in order: [data-reorder] with items that have [data-name], and in them [data-grip] to drag or
// to press the arrow keys on, [data-up] and [data-down]. Without this the buttons send the form instead.
// An element [data-reorder-told] is told every move; the list gets the event "reordered".
// It is always the neighbour that is taken out and put back: what moves keeps its focus and its pointer.
"use strict";

// Pixels from the top or bottom of the screen within which a held item scrolls the page, and how many in a frame.
const EDGE = 70;
const SPEED = 6;

document.querySelectorAll("[data-reorder]").forEach((list) => {
  const told = document.querySelector("[data-reorder-told]");
  const tell = (item) => {
    const every = [...list.children];
    if (told) told.textContent = `${item.dataset.name}: vị trí ${every.indexOf(item) + 1} trên ${every.length}.`;
    list.dispatchEvent(new CustomEvent("reordered", { bubbles: true, detail: { item } }));
  };
  const up = (item) => list.insertBefore(item.previousElementSibling, item.nextElementSibling);
  const down = (item) => list.insertBefore(item.nextElementSibling, item);
  const step = (item, higher) => {
    if (higher ? item.previousElementSibling : item.nextElementSibling) (higher ? up : down)(item);
    tell(item);
    item.scrollIntoView({ block: "nearest" });
  };
  const middle = (one) => one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2;

  const drag = (item, grip, begun) => {
    const from = [...list.children].indexOf(item);
    let at = begun.clientY;
    let frame = 0;
    grip.setPointerCapture(begun.pointerId);
    item.classList.add("moving");
    const follow = (event) => {
      at = event.clientY;
      while (item.previousElementSibling && at < middle(item.previousElementSibling)) up(item);
      while (item.nextElementSibling && at > middle(item.nextElementSibling)) down(item);
    };
    const scroll = () => {
      const by = at < EDGE ? -SPEED : at > innerHeight - EDGE ? SPEED : 0;
      if (by) {
        scrollBy({ top: by, behavior: "instant" });
        follow({ clientY: at });
      }
      frame = requestAnimationFrame(scroll);
    };
    frame = requestAnimationFrame(scroll);
    const end = (kept) => {
      cancelAnimationFrame(frame);
      grip.removeEventListener("pointermove", follow);
      grip.removeEventListener("pointerup", drop);
      grip.removeEventListener("pointercancel", giveUp);
      removeEventListener("keydown", escape);
      item.classList.remove("moving");
      while (!kept && [...list.children].indexOf(item) > from) up(item);
      while (!kept && [...list.children].indexOf(item) < from) down(item);
      tell(item);
    };
    const drop = () => end(true);
    const giveUp = () => end(false);
    const escape = (event) => event.key === "Escape" && end(false);
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", giveUp);
    addEventListener("keydown", escape);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down]");
    if (!button) return;
    event.preventDefault();
    step(button.closest("[data-name]"), button.hasAttribute("data-up"));
  });
  list.querySelectorAll("[data-grip]").forEach((grip) => {
    const item = grip.closest("[data-name]");
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grip.focus();
      drag(item, grip, event);
    });
    grip.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      step(item, event.key === "ArrowUp");
    });
  });
});
document.querySelectorAll("[data-with-script]").forEach((one) => (one.hidden = false));
