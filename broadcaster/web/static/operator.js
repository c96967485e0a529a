// The page opens itself again when the next session begins, so that its buttons appear, unless it is in use.
"use strict";

const starts = [...document.querySelectorAll("[data-starts]")]
  .map((one) => Date.parse(one.dataset.starts))
  .filter((at) => at > Date.now());
const idle = () =>
  ![...document.querySelectorAll("audio")].some((one) => !one.paused) && !document.querySelector(".not-played[open]");
if (starts.length) {
  const again = () => (idle() ? location.reload() : setTimeout(again, 60000));
  const wait = Math.min(...starts) - Date.now() + 5000;
  if (wait < 86400000) setTimeout(again, wait);
}

// What is called out at once must be seen by who has the page open: it is asked for again every minute while it is looked at.
setInterval(() => document.visibilityState === "visible" && idle() && !document.querySelector("details[open]") && location.reload(), 60000);
