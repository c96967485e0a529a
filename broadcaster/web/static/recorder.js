// Recording in the browser: a level to watch, pause, hear, again. Without it the form takes a file and works the same.
"use strict";

(() => {
  const form = document.querySelector("[data-recording]");
  if (!form) return;
  const at = (name) => form.querySelector(`[data-${name}]`);
  const file = form.querySelector("input[type=file]");
  const [box, said, preview, refusal] = ["recorder", "said", "preview", "refusal"].map(at);
  const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", "audio/webm"];
  const ENDINGS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a" };
  const LIMIT_MS = Number(form.dataset.limitMinutes) * 60000;
  let recorder = null;
  let recorded = false; // something of this page that is not sent yet
  let stopMeter = () => {};
  let length = 0;
  let since = 0;

  const spoken = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  const soFar = () => length + (since ? performance.now() - since : 0);

  const refuse = (words) => {
    refusal.textContent = words;
    refusal.hidden = !words;
  };

  const show = (state) => {
    box.dataset.state = state;
    at("start").hidden = state === "recording" || state === "paused";
    at("start").textContent = recorded ? "Thu lại từ đầu" : "Bắt đầu thu";
    at("pause").hidden = at("stop").hidden = !(state === "recording" || state === "paused");
    at("pause").textContent = state === "paused" ? "Thu tiếp" : "Tạm dừng";
    at("send").disabled = state === "recording" || state === "paused";
  };

  // How strong the voice is, twenty times a second, and in words every second.
  const watch = (stream) => {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let strongest = 0;
    let turn = 0;
    const look = () => {
      analyser.getFloatTimeDomainData(samples);
      const level = samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      at("level").value = Math.min(1, level);
      at("time").textContent = spoken(soFar());
      strongest = Math.max(strongest, level);
      if (soFar() >= LIMIT_MS) recorder.stop();
      if (++turn % 40 === 0 && recorder.state === "recording") {
        said.textContent = strongest < 0.05 ? "Tiếng quá nhỏ: hãy lại gần micrô hoặc đọc to hơn." : strongest > 0.97 ? "Tiếng quá to: hãy lùi ra xa micrô một chút." : "Đang thu, tiếng vừa.";
        strongest = 0;
      }
    };
    const timer = setInterval(look, 50);
    return () => {
      clearInterval(timer);
      at("level").value = 0;
      context.close();
    };
  };

  const hear = (blob) => {
    if (preview.src) URL.revokeObjectURL(preview.src);
    preview.src = URL.createObjectURL(blob);
    at("heard").hidden = false;
  };

  // What was recorded becomes the chosen file, so that the form is sent as if it had been brought.
  const keep = (parts, type) => {
    const plain = type.split(";")[0];
    const made = new File(parts, `thu-truc-tiep.${ENDINGS[plain] || "webm"}`, { type: plain });
    const chosen = new DataTransfer();
    chosen.items.add(made);
    file.files = chosen.files;
    recorded = true;
    hear(made);
    said.textContent = `Đã thu ${spoken(length)}. Hãy nghe lại; được rồi thì bấm “${at("send").textContent}”.`;
  };

  const start = async () => {
    refuse("");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: true, autoGainControl: true } });
    } catch (error) {
      refuse(error.name === "NotFoundError" ? "Máy này không thấy micrô. Hãy cắm micrô, hoặc thu bằng điện thoại rồi tải tệp lên." : "Trình duyệt chưa được phép dùng micrô. Hãy bấm biểu tượng ổ khóa cạnh địa chỉ trang, cho phép micrô, rồi bấm lại.");
      return;
    }
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one)) || "";
    const parts = [];
    recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 128000 });
    recorder.addEventListener("dataavailable", (event) => event.data.size && parts.push(event.data));
    recorder.addEventListener("stop", () => {
      length = soFar();
      since = 0;
      stopMeter();
      stream.getTracks().forEach((track) => track.stop());
      keep(parts, recorder.mimeType || type);
      show("recorded");
      preview.focus();
    });
    length = 0;
    since = performance.now();
    recorder.start(1000);
    stopMeter = watch(stream);
    said.textContent = "Đang thu…";
    at("heard").hidden = true;
    show("recording");
    at("stop").focus();
  };

  const pause = () => {
    if (recorder.state === "recording") {
      recorder.pause();
      length = soFar();
      since = 0;
      said.textContent = "Đang tạm dừng. Bấm “Thu tiếp” để đọc tiếp.";
      show("paused");
    } else {
      recorder.resume();
      since = performance.now();
      show("recording");
    }
  };

  const tooLarge = () => {
    const size = (file.files[0]?.size || 0) / (1 << 20);
    return size <= Number(form.dataset.limitMb) ? "" : `Tệp nặng ${size.toFixed(1).replace(".", ",")} MB, quá mức ${form.dataset.limitMb} MB. Hãy xuất lại thành MP3 hoặc cắt bớt.`;
  };

  const ready = navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.AudioContext;
  if (ready) {
    box.hidden = false;
    at("start").addEventListener("click", start);
    at("pause").addEventListener("click", pause);
    at("stop").addEventListener("click", () => recorder.stop());
    show("idle");
  } else {
    const why = window.isSecureContext ? "Trình duyệt này chưa thu âm được." : "Trình duyệt chỉ cho thu âm khi trang mở bằng https, hoặc mở ngay trên máy chủ.";
    at("no-recorder").textContent = `${why} Hãy thu bằng ứng dụng Ghi âm của điện thoại rồi chọn tệp ở dưới.`;
    at("no-recorder").hidden = false;
  }
  file.addEventListener("change", () => {
    refuse(tooLarge());
    recorded = false;
    if (file.files[0]) hear(file.files[0]);
    else at("heard").hidden = true;
    show("idle");
  });
  window.addEventListener("beforeunload", (event) => recorded && event.preventDefault());

  // Sent by script, so that a refusal, a lost line or an ended session costs nobody what they recorded.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    delete form.dataset.sent;
    const missing = "fileOptional" in form.dataset ? "" : "Hãy thu âm, hoặc chọn tệp đã thu sẵn trên máy.";
    const words = file.files[0] ? tooLarge() : missing;
    refuse(words);
    if (words) return;
    const request = new XMLHttpRequest();
    const [progress, button] = [at("progress"), at("send")];
    const kept = file.files[0] ? "Bản thu" : "Nội dung";
    const failed = (message) => {
      button.disabled = false;
      progress.hidden = true;
      refuse(message);
    };
    progress.hidden = false;
    button.disabled = true;
    request.upload.addEventListener("progress", (sent) => {
      const part = sent.lengthComputable ? Math.round((100 * sent.loaded) / sent.total) : 0;
      progress.querySelector("progress").value = part;
      progress.querySelector("span").textContent = part < 100 ? `Đang gửi: ${part}%` : form.dataset.working || "Đã gửi xong, đang chỉnh âm lượng…";
    });
    request.addEventListener("error", () => failed(`Mất kết nối khi đang gửi. ${kept} vẫn còn ở trang này; hãy bấm “${button.textContent}” lần nữa.`));
    request.addEventListener("load", () => {
      let told = {};
      try {
        told = JSON.parse(request.responseText);
      } catch {
        told = {};
      }
      if (request.status === 200 && told.url) {
        recorded = false;
        location.assign(told.url);
        return;
      }
      failed(`${told.message || "Máy chủ chưa nhận được."} ${kept} vẫn còn ở trang này.`);
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  });
})();
