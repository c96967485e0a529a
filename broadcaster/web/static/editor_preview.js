// Beside the text while it is typed: what will be said, what to decide, how long it takes, how it sounds.
"use strict";

(() => {
  const form = document.querySelector("[data-editor]");
  if (!form) return;
  const at = (name) => document.querySelector(`[data-${name}]`);
  const [said, list, advice, length, voice] = ["said", "doubts", "advice", "length", "voice"].map(at);
  const QUIET_MS = 300;
  const SETTLE_MS = 1200; // a screen reader is told of the length only when the typing rests
  let waiting = 0;
  let telling = 0;
  let asked = null;
  let answered = "";

  const keys = () => [...list.querySelectorAll("[data-written]")].map((item) => item.dataset.written);

  const markSettled = () => {
    list.querySelectorAll("[data-written]").forEach((item) => {
      item.classList.toggle("doubt-settled", item.querySelector("[name=confirmed_spoken]").value.trim() !== "");
    });
  };

  // Put the list of decisions in place; whoever is typing in one of them goes on typing there.
  const showDoubts = (told) => {
    const same = JSON.stringify(keys()) === JSON.stringify(told.keys);
    if (!same) {
      const here = document.activeElement?.closest?.("[data-written]")?.dataset.written;
      list.innerHTML = told.doubts;
      const again = here && [...list.children].find((item) => item.dataset.written === here);
      again?.querySelector("[name=confirmed_spoken]").focus();
    }
    markSettled();
    at("doubt-box").hidden = told.keys.length === 0;
  };

  const tell = (told) => {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const empty = form.elements.text.value.trim() === "";
      const doubts = told.unsettled ? ` · <b class="wait">${told.unsettled} chỗ chưa rõ cách đọc</b>` : "";
      length.innerHTML = empty ? "Gõ nội dung để xem trước" : `khoảng <b>${told.length}</b>${doubts}`;
    }, SETTLE_MS);
  };

  const show = (told) => {
    const top = said.scrollTop;
    said.innerHTML = told.said;
    said.scrollTop = top;
    advice.innerHTML = told.advice;
    at("advice-box").hidden = advice.children.length === 0;
    at("headline-said").innerHTML = told.headline_said;
    at("headline-note").textContent = told.headline_note;
    at("wished").textContent = told.wished;
    at("headline-length").textContent = told.headline_length;
    at("headline-box").hidden = form.elements.headline.value.trim() === "";
    showDoubts(told);
    tell(told);
    said.classList.remove("said-old");
  };

  const ask = async () => {
    const fields = new URLSearchParams(new FormData(form));
    const question = fields.toString();
    if (question === answered) return;
    asked?.abort();
    asked = new AbortController();
    try {
      show(await window.send(form.dataset.preview, fields, asked.signal));
      answered = question;
    } catch (failure) {
      if (failure.name !== "AbortError") said.classList.add("said-old");
    }
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, QUIET_MS);
  };

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("focus", () => {
    answered = ""; // the dictionary may have been edited in another tab
    soon();
  });
  document.addEventListener("editor:filled", soon);

  list.addEventListener("click", (event) => {
    const keep = event.target.closest("[name=keep]");
    if (!keep) return;
    event.preventDefault();
    const spoken = keep.closest("[data-written]").querySelector("[name=confirmed_spoken]");
    spoken.value = keep.value;
    spoken.dispatchEvent(new Event("input", { bubbles: true }));
    spoken.focus();
  });

  const listen = (button, box, words, spoken) => {
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        const told = await window.send(form.dataset.listen, spoken());
        await window.followVoice(box, told, words, (audio) => audio.play().catch(() => {}));
      } catch (failure) {
        box.textContent = failure.message;
      }
    });
  };
  listen(at("listen-button"), voice, "Nghe thử", () => new FormData(form));
  listen(at("listen-headline"), at("headline-voice"), "Nghe thử lời điểm tin", () => {
    const sent = new FormData(form);
    sent.set("text", form.elements.headline.value);
    sent.delete("kind"); // one voice says it, whatever the bulletin is
    return sent;
  });

  at("propose").addEventListener("click", async (event) => {
    event.preventDefault();
    const field = form.elements.headline;
    try {
      const told = await window.send(event.target.dataset.propose, new FormData(form));
      field.focus();
      field.select();
      // typed rather than set, so that what stood there can be had back with Ctrl+Z
      if (!document.execCommand("insertText", false, told.headline)) field.value = told.headline;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } catch (failure) {
      at("headline-voice").textContent = failure.message;
    }
  });

  document.documentElement.classList.add("script");
  markSettled();
})();
