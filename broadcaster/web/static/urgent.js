// Choosing villages: how many are ticked is said on the closed line. Without it every tick works the same.
"use strict";

(() => {
  const box = document.querySelector("[data-where]");
  const every = document.getElementById("every");
  if (!box) return;
  const ticks = [...box.querySelectorAll("input[type=checkbox]")];
  const say = () => {
    const count = ticks.filter((one) => one.checked).length;
    const words = count === ticks.length ? `cả xã, ${count} thôn` : count ? `${count} thôn đã chọn` : "chưa chọn thôn nào";
    box.querySelector("[data-where-words]").textContent = words;
  };
  const all = (checked) => () => {
    ticks.forEach((one) => (one.checked = checked));
    say();
  };
  box.querySelector("[data-where-buttons]").hidden = false;
  box.querySelector("[data-none]").addEventListener("click", all(false));
  box.querySelector("[data-all]").addEventListener("click", all(true));
  box.addEventListener("change", say);
  say();

  const until = document.getElementById("until").closest(".field");
  const follow = () => (until.hidden = every.value === "0");
  every.addEventListener("change", follow);
  follow();
})();
