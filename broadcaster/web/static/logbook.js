// One button ticks a whole day; without JavaScript each box is ticked by hand.
"use strict";

document.querySelectorAll("[data-tick-all]").forEach((button) => {
  const boxes = document.querySelectorAll(`input[type=checkbox][form="${button.form.id}"]`);
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = [...boxes].every((box) => box.checked);
    boxes.forEach((box) => (box.checked = !all));
    button.textContent = all ? "Chọn cả ngày" : "Bỏ chọn cả ngày";
  });
});
