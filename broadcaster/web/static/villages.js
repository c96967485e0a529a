// Copying a link or a text and printing a sheet; without a script the link can be marked, and the browser prints.
"use strict";

document.querySelectorAll("[data-copy]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // a page without https has no clipboard of its own
    }
    button.textContent = "Đã chép";
    setTimeout(() => (button.textContent = button.dataset.words || "Chép liên kết"), 3000);
  });
});

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
