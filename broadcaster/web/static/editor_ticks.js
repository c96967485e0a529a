// Villages and sessions to tick: shown where some are meant, and a group ticks all its villages at once.
"use strict";

(() => {
  const form = document.querySelector("[data-editor]");
  if (!form) return;
  const [villages, sessions] = ["villages", "sessions"].map((name) => document.querySelector(`[data-${name}]`));
  const groups = [...villages.querySelectorAll("[data-members]")];
  const members = (group) => {
    const ids = new Set(group.dataset.members.split(" "));
    return [...villages.querySelectorAll("[name=village_ids]")].filter((one) => ids.has(one.value));
  };

  // A group is ticked where all its villages are, and half where some are.
  const show = () => {
    villages.hidden = form.elements.where.value === "tat_ca";
    sessions.hidden = form.elements.which.value === "moi_buoi";
    groups.forEach((group) => {
      const ticked = members(group).map((one) => one.checked);
      group.checked = ticked.every(Boolean);
      group.indeterminate = !group.checked && ticked.some(Boolean);
    });
  };

  groups.forEach((group) => {
    group.addEventListener("input", () => members(group).forEach((one) => (one.checked = group.checked)));
  });
  form.addEventListener("change", show);
  document.addEventListener("editor:filled", show);
  show();
})();
