// While programmes are made the page says how far it is, and opens itself again when it is done.
"use strict";

const box = document.querySelector("[data-progress]");
if (box) {
  const words = box.querySelector("[data-progress-words]");
  const busy = () =>
    [...document.querySelectorAll("audio")].some((one) => !one.paused) || document.querySelector("details[open].danger, form:focus-within");
  const look = async () => {
    let told;
    try {
      told = await window.send(box.dataset.progress);
    } catch (error) {
      if (error.status === 401) return; // signed out: the next click asks to sign in
      setTimeout(look, 5000);
      return;
    }
    if (told.working) {
      words.textContent = "Đang làm chương trình…" + (told.voices ? ` còn ${told.voices} giọng đọc` : "");
      setTimeout(look, 2000);
    } else if (busy()) {
      words.textContent = "Chương trình đã làm xong. Hãy tải lại trang khi nghe xong.";
      setTimeout(look, 3000);
    } else {
      location.reload();
    }
  };
  setTimeout(look, 1500);
}
