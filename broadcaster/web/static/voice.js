// A sound that is being made: ask again until it is there, then put its player in place.
"use strict";

(() => {
  const EVERY_MS = 1500;

  const player = (told, words) => {
    const box = document.createElement("div");
    box.className = "player";
    const audio = document.createElement("audio");
    Object.assign(audio, { controls: true, preload: "none", src: told.src });
    audio.setAttribute("aria-label", words);
    const length = document.createElement("span");
    length.className = "quiet";
    length.textContent = told.length;
    box.append(audio, " ", length);
    return box;
  };

  const say = (box, words, kind) => {
    const line = document.createElement("p");
    line.className = kind;
    line.setAttribute("role", "status");
    line.textContent = words;
    box.replaceChildren(line);
  };

  // The leader decides on a page that tells everything of the sound: length, voice, and whether it took another's place.
  const openAgain = () => {
    const button = document.querySelector("[data-approve]");
    if (!button) return;
    if (!document.querySelector("[name=reason]")?.value.trim()) {
      location.replace(button.dataset.approve);
      return;
    }
    const link = document.createElement("a");
    Object.assign(link, { href: button.dataset.approve, textContent: "Giọng đọc đã làm xong. Mở lại trang để duyệt." });
    document.querySelector("[data-not-ready]")?.replaceChildren(link);
  };

  // Show where a sound stands in a box; ask on until it is made. `whenMade` gets its audio element.
  window.followVoice = async (box, told, words, whenMade) => {
    const turn = (box.turn = (box.turn || 0) + 1);
    for (;;) {
      if (box.turn !== turn) return; // asked for again meanwhile
      if (told.made) {
        box.replaceChildren(player(told, words));
        if (told.note) {
          const note = document.createElement("p");
          Object.assign(note, { className: "notice notice-wait", textContent: told.note });
          box.prepend(note);
        }
        openAgain();
        whenMade?.(box.querySelector("audio"));
        return;
      }
      if (told.problem && told.trial) {
        say(box, `Giọng này chưa đọc được: ${told.problem}`, "notice notice-bad");
        return;
      }
      if (told.problem) say(box, `Chưa làm được giọng đọc: ${told.problem} Chương trình sẽ tự làm lại.`, "notice notice-wait");
      else say(box, "Đang làm giọng đọc, thường mất vài giây…", "quiet");
      await new Promise((done) => setTimeout(done, EVERY_MS));
      try {
        told = await window.send(told.ask);
      } catch (failure) {
        if (failure.status && failure.status !== 503) {
          say(box, failure.message, "notice notice-bad");
          return;
        }
      }
    }
  };

  document.querySelectorAll(".voice[data-ask]:not([data-made])").forEach((box) => {
    const first = { made: false, problem: "", ask: box.dataset.ask };
    window.followVoice(box, first, box.dataset.words);
  });
})();
