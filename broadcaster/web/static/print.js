// A button that opens the browser's own print window; without JavaScript the browser's menu does.
"use strict";

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
