// Voices are tried without leaving the page, and put in order by dragging. Both work by buttons without this.
"use strict";

(() => {
  const sentence = document.getElementById("sentence");

  document.querySelectorAll("[data-try]").forEach((button) => {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      const fields = new FormData(button.form);
      fields.set("sentence", sentence.value);
      if (button.name) fields.set(button.name, button.value);
      const box = document.querySelector(`[data-heard="${button.dataset.try}"]`);
      const words = button.getAttribute("aria-label") || button.textContent;
      try {
        const told = await window.send(button.formAction, fields);
        await window.followVoice(box, told, words, (audio) => audio.play().catch(() => {}));
      } catch (failure) {
        const line = Object.assign(document.createElement("p"), { className: "notice notice-bad", textContent: failure.message });
        line.setAttribute("role", "alert");
        box.replaceChildren(line);
      }
    });
  });

  const list = document.querySelector("[data-order]");
  const form = document.getElementById("thu-tu");
  if (!list || !form || list.children.length < 2) return;
  let dragged = null;

  list.querySelectorAll("[data-grip]").forEach((grip) => {
    const item = grip.closest("[data-engine]");
    grip.hidden = false;
    grip.draggable = true;
    grip.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.engine);
      event.dataTransfer.setDragImage(item, 20, 20);
    });
    grip.addEventListener("dragend", () => {
      item.classList.remove("dragged");
      list.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
      dragged = null;
    });
  });

  const order = () => [...list.querySelectorAll("[data-engine]")].map((item) => item.dataset.engine);

  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("[data-engine]");
    list.querySelectorAll(".over").forEach((one) => one.classList.toggle("over", one === over));
    if (over && over !== dragged) over.classList.add("over");
  });

  list.addEventListener("drop", (event) => {
    const over = event.target.closest("[data-engine]");
    if (!dragged || !over) return;
    event.preventDefault();
    const before = order().join();
    const below = order().indexOf(dragged.dataset.engine) < order().indexOf(over.dataset.engine);
    over[below ? "after" : "before"](dragged);
    if (order().join() === before) return;
    order().forEach((name) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "engine", value: name })));
    form.requestSubmit();
  });
})();
