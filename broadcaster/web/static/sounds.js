// Uploads show how far they are, and a file that is too large is told before it is sent. Without JavaScript the form is sent as it is.
"use strict";

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const file = form.querySelector("input[type=file]");
  const refusal = form.querySelector("[data-refusal]");
  const progress = form.querySelector("[data-progress]");
  const refuse = (words) => {
    refusal.textContent = words;
    refusal.hidden = !words;
    progress.hidden = true;
    delete form.dataset.sent;
  };
  file.addEventListener("change", () => refuse(tooLarge()));

  const tooLarge = () => {
    const limit = Number(form.dataset.limitMb);
    const size = (file.files[0]?.size || 0) / (1 << 20);
    if (size <= limit) return "";
    return `Tệp nặng ${size.toFixed(1).replace(".", ",")} MB, quá mức ${limit} MB. Hãy xuất lại thành MP3 hoặc cắt bớt.`;
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const words = tooLarge();
    if (words) return refuse(words);
    const request = new XMLHttpRequest();
    const button = form.querySelector("button");
    progress.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (sent) => {
      const part = sent.lengthComputable ? Math.round((100 * sent.loaded) / sent.total) : 0;
      progress.querySelector("progress").value = part;
      progress.querySelector("span").textContent = part < 100 ? `Đang gửi: ${part}%` : "Đã gửi xong, đang chỉnh âm lượng…";
    });
    request.addEventListener("error", () => {
      button.disabled = false;
      refuse("Mất kết nối khi đang gửi nên chưa nhận được tệp. Hãy bấm gửi lại.");
    });
    request.addEventListener("load", () => {
      history.replaceState(null, "", request.responseURL);
      document.open();
      document.write(request.responseText); // the answer is a page of ours, with what was typed or what was done
      document.close();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  });
});
