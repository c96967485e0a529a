// A schedule on paper shows every session whole.
"use strict";

window.addEventListener("beforeprint", () => document.querySelectorAll(".slot").forEach((one) => (one.open = true)));
