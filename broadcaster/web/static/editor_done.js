// A bulletin that reached the server as it was typed needs no copy in this browser any more.
"use strict";

(() => {
  const mark = document.querySelector("[data-done]");
  const plain = (text) => (text || "").replaceAll("\r\n", "\n").normalize("NFC").trim();
  const kept = plain(document.querySelector(".written .said")?.textContent);
  const prefix = `ban-tin:${mark.dataset.done}:`;
  const ours = (key) => key.startsWith(`${prefix}${mark.dataset.id}:`) || key === `${prefix}moi:${mark.dataset.key}`;
  const keys = (() => {
    try {
      return Object.keys(localStorage).filter(ours);
    } catch {
      return [];
    }
  })();
  for (const key of keys) {
    try {
      const copy = JSON.parse(localStorage.getItem(key));
      const text = copy?.fields.find(([name]) => name === "text")?.[1];
      if (copy && plain(text) === kept) localStorage.removeItem(key);
    } catch {
      // without a store there is nothing to clear
    }
  }
})();
