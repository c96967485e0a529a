// What every page shares: going back, forms sent once, talking to the server. Pages work without this.
"use strict";

document.querySelectorAll("[data-back]").forEach((link) => {
  link.addEventListener("click", (event) => {
    if (history.length > 1) {
      event.preventDefault();
      history.back();
    }
  });
});

document.querySelectorAll("form[method=post]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault(); // a second tap on a slow line is the same act
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
});

// Send fields and get JSON back. Throws {status, message}; status 0 means there is no connection.
window.send = async (url, fields, signal) => {
  const body = fields instanceof FormData ? new URLSearchParams(fields) : fields && new URLSearchParams(fields);
  let answer;
  try {
    answer = await fetch(url, { method: body ? "POST" : "GET", body, signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw { status: 0, message: "Mất kết nối với máy chủ." };
  }
  let told = {};
  try {
    told = await answer.json();
  } catch {
    told = {};
  }
  if (!answer.ok) throw { status: answer.status, message: told.message || "Máy chủ chưa trả lời được.", told };
  return told;
};
