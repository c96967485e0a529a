// Nothing typed is lost: drafts save themselves to the server and, always first, to this browser.
"use strict";

(() => {
  const form = document.querySelector("[data-editor]");
  if (!form) return;
  const at = (name) => document.querySelector(`[data-${name}]`);
  const SAVE_MS = 1500;
  const AGAIN_MS = 8000;
  const PREFIX = `ban-tin:${form.dataset.editor}:`;
  const NOT_KEPT = new Set(["csrf_token", "version", "act", "keep", "groups", "beside", "replace"]);
  const kept = at("kept");
  let id = form.dataset.id;
  let dirty = false;
  let saving = false;
  let paused = !at("conflict").hidden;
  let timer = 0;

  const storage = (() => {
    try {
      localStorage.setItem(`${PREFIX}?`, "1");
      localStorage.removeItem(`${PREFIX}?`);
      return localStorage;
    } catch {
      return { getItem: () => null, setItem: () => {}, removeItem: () => {}, length: 0, key: () => null };
    }
  })();
  const begun = `${PREFIX}moi:${form.elements.draft_key.value}`;
  const here = Math.random().toString(36).slice(2); // two tabs at one bulletin keep a copy each
  const place = () => (id ? `${PREFIX}${id}:${here}` : begun);
  const fields = () => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const say = (words, bad) => {
    kept.textContent = words;
    kept.classList.toggle("kept-bad", Boolean(bad));
  };

  const keepHere = () => {
    try {
      storage.setItem(place(), JSON.stringify({ at: Date.now(), version: form.elements.version.value, fields: fields() }));
    } catch {
      // a full browser store is no reason to stop the writing; the server has its copy
    }
  };

  const forgetHere = (where) => storage.removeItem(where);

  // A first save gave the bulletin its number: from now on this page is that bulletin's page.
  const settle = (told, before) => {
    form.elements.version.value = told.version;
    if (id) return;
    id = String(told.id);
    forgetHere(before);
    form.action = told.url;
    history.replaceState(null, "", told.url);
  };

  const submits = (may) => (form.querySelector("[value=submit]").disabled = !may);

  const conflict = (told) => {
    const same = ["title", "text", "headline"].every((name) => told[name] === form.elements[name].value);
    if (told.writable && same) {
      form.elements.version.value = told.version; // an earlier save of ours whose answer was lost
      again(0);
      return;
    }
    paused = true;
    submits(false); // nobody's text is put before the leader while two stand against each other
    const box = at("conflict");
    at("conflict-title").textContent = told.title || "";
    at("conflict-text").value = [told.text, told.headline && `Lời điểm tin: ${told.headline}`].filter(Boolean).join("\n\n");
    at("conflict-buttons").hidden = !told.writable;
    at("conflict-message").textContent = told.writable
      ? "Chữ bạn gõ vẫn còn nguyên trong ô bên dưới; đây là bản người kia đã lưu:"
      : "Bản tin này không còn là bản nháp nữa. Chữ bạn gõ vẫn còn trong ô bên dưới; đây là bản đã trình:";
    form.elements.version.value = told.version || ""; // from here on only a press saves, knowing both texts
    box.hidden = false;
    say("Chưa lưu: có người vừa lưu bản tin này", true);
    box.scrollIntoView({ block: "center" });
  };

  const failed = (failure) => {
    if (failure.status === 409) {
      conflict(failure.told);
    } else if (failure.status === 401) {
      say("Phiên làm việc đã hết. Chữ vẫn được giữ trên máy này; hãy đăng nhập ở thẻ khác, chương trình sẽ lưu tiếp", true);
      again(AGAIN_MS);
    } else if (failure.status === 0 || failure.status >= 500) {
      say("Mất kết nối. Chữ vẫn được giữ trên máy này và sẽ lưu khi có kết nối", true);
      again(AGAIN_MS);
    } else {
      say(`Chưa lưu được lên máy chủ: ${failure.message} Chữ vẫn được giữ trên máy này.`, true);
    }
  };

  const save = async () => {
    if (!dirty || saving || paused) return;
    saving = true;
    dirty = false;
    const before = place();
    const sent = new FormData(form);
    if (id) sent.set("bulletin_id", id);
    try {
      const told = await window.send(form.dataset.save, sent);
      settle(told, before);
      say(told.saved);
      if (dirty) keepHere();
      else forgetHere(place());
    } catch (failure) {
      dirty = true;
      failed(failure);
    } finally {
      saving = false;
    }
  };

  const again = (after) => {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  };

  const typed = () => {
    dirty = true;
    keepHere();
    again(SAVE_MS);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("submit", () => {
    keepHere(); // sent by the page itself; the copy goes when the answer shows it was kept
    clearTimeout(timer);
    paused = true;
    setTimeout(() => (paused = false), AGAIN_MS);
  });
  window.addEventListener("online", () => again(200));
  window.addEventListener("focus", () => again(200));
  // Another tab is a good moment to save; leaving is not: the next page may be read before the save arrives.
  let leaving = false;
  window.addEventListener("beforeunload", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("visibilitychange", () => document.hidden && !leaving && save());

  // Fill the form from a copy; a field the copy does not name is left empty, as it was.
  const fill = (copy) => {
    const values = new Map();
    copy.fields.forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    [...form.elements].forEach((one) => {
      if (!one.name || NOT_KEPT.has(one.name) || one.name.startsWith("confirmed_")) return;
      const given = values.get(one.name) || [];
      if (one.type === "checkbox" || one.type === "radio") one.checked = given.includes(one.value);
      else if (given.length) one.value = given[0];
    });
    fillReadings(values);
  };

  const fillReadings = (values) => {
    const written = values.get("confirmed_written") || [];
    const spoken = values.get("confirmed_spoken") || [];
    const items = written.map((word, number) => {
      const item = document.createElement("li");
      item.hidden = true; // the next preview lists it
      [["confirmed_written", word], ["confirmed_spoken", spoken[number] || ""]].forEach(([name, value]) => {
        item.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      });
      return item;
    });
    at("doubts").replaceChildren(...items);
  };

  // Copies that earlier pages left of this bulletin, or of any that never reached the server; the last one first.
  const copies = () => {
    const mine = (key) => key?.startsWith(id ? `${PREFIX}${id}:` : `${PREFIX}moi:`) || key === begun;
    const places = Array.from({ length: storage.length }, (_, n) => storage.key(n)).filter(mine);
    const found = places.map((key) => [key, read(key)]).filter(([, copy]) => copy);
    return found.sort((a, b) => b[1].at - a[1].at);
  };

  const read = (where) => {
    try {
      return JSON.parse(storage.getItem(where));
    } catch {
      return null;
    }
  };

  const differs = (copy) => {
    const pick = (pairs) => JSON.stringify(pairs.filter(([name, value]) => name !== "draft_key" && value !== "").map(([n, v]) => [n, v.replaceAll("\r\n", "\n")]).sort());
    return pick(copy.fields) !== pick(fields());
  };

  const offer = () => {
    const value = (copy, wanted) => (copy.fields.find(([name]) => name === wanted) || ["", ""])[1];
    const worth = (copy) => differs(copy) && (value(copy, "text").trim() || value(copy, "title").trim());
    const old = copies().filter(([key]) => key !== place() || !dirty);
    old.filter(([, copy]) => !worth(copy)).forEach(([key]) => forgetHere(key));
    const [where, copy] = old.find(([, one]) => worth(one)) || [];
    if (!copy) return;
    const [title, text] = [value(copy, "title"), value(copy, "text")];
    const when = new Date(copy.at);
    at("restore-at").textContent = `lúc ${when.getHours()}:${String(when.getMinutes()).padStart(2, "0")} ngày ${when.getDate()}/${when.getMonth() + 1}`;
    at("restore-text").textContent = [title, text].filter(Boolean).join(" – ").slice(0, 300);
    at("restore").hidden = false;
    at("restore-yes").addEventListener("click", () => {
      fill(copy);
      forgetHere(where);
      at("restore").hidden = true;
      typed();
      document.dispatchEvent(new Event("editor:filled"));
      form.elements.text.focus();
    });
    at("restore-no").addEventListener("click", () => {
      forgetHere(where);
      at("restore").hidden = true;
    });
  };

  at("keep-mine").addEventListener("click", () => {
    at("conflict").hidden = true;
    paused = false;
    submits(true);
    typed();
    again(0);
  });
  at("take-theirs").addEventListener("click", () => {
    keepHere(); // the page that opens offers it back
    location.assign(form.action);
  });

  if (id && form.action && location.pathname !== new URL(form.action).pathname) history.replaceState(null, "", form.action);
  if ("unsaved" in form.dataset) {
    dirty = true; // the page shows what was sent and not kept: keep it here until it is
    keepHere();
  }
  offer();

})();
