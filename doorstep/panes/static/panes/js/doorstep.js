/* Behaviour on top of pages that work without it. No inline code anywhere: everything hangs on data- attributes,
   and on document, so that parts which htmx brings in later behave the same. Words come from the page, never from here. */
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const on = (type, query, act) => document.addEventListener(type, (event) => {
    const target = event.target instanceof Element ? event.target.closest(query) : null;
    if (target) act(target, event);
  });
  const stored = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: not kept */ } },
  };
  root.classList.add("js");

  /* Dialogs and sheets: <a href="/way-without-scripts/" data-open="dialog-id"> */
  on("click", "[data-open]", (link, event) => {
    const dialog = document.getElementById(link.dataset.open);
    if (!dialog || !dialog.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const menu = link.closest("details.menu");
    if (menu) menu.open = false;
    if (link.hasAttribute("hx-get")) one("#sheet-body").replaceChildren();
    if (!dialog.open) dialog.showModal();
  });
  on("click", "[data-close]", (button) => button.closest("dialog")?.close());
  on("click", "dialog", (dialog, event) => {
    if (event.target !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) dialog.close();
  });

  /* Menus made of <details>: one open at a time, closed by Escape or a click elsewhere. */
  document.addEventListener("click", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = one("details.menu[open]");
    if (menu) { menu.open = false; one("summary", menu).focus(); }
  });

  /* Toasts: stay while read or pointed at; the way back stays in the record's history afterwards. */
  const dismissLater = (toast) => {
    let left = 20;
    const timer = setInterval(() => {
      if (toast.matches(":hover, :focus-within")) return;
      left -= 1;
      if (left <= 0 || !toast.isConnected) { clearInterval(timer); toast.remove(); }
    }, 1000);
  };
  on("click", "[data-dismiss]", (button) => button.closest("[data-toast]")?.remove());

  /* Copy a paragraph. */
  const copy = async (text, area) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed here: select it instead */ }
    const range = document.createRange();
    range.selectNodeContents(area);
    const chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    return document.execCommand("copy");
  };
  on("click", "[data-copy]", async (button) => {
    const area = one("[data-copy-source]", button.parentElement);
    const label = one("span", button);
    if (!area || !(await copy(area.textContent.trim(), area))) return;
    const before = label.textContent;
    label.textContent = button.dataset.done;
    label.setAttribute("role", "status");
    setTimeout(() => { label.textContent = before; label.removeAttribute("role"); }, 4000);
  });

  /* Read the page aloud. */
  const voice = window.speechSynthesis;
  const quiet = () => all("[data-read][data-on]").forEach((button) => {
    delete button.dataset.on;
    one("span", button).textContent = button.dataset.rest;
  });
  on("click", "[data-read]", (button) => {
    if (!voice) return;
    const speaking = "on" in button.dataset;
    voice.cancel();
    quiet();
    if (speaking) return;
    const label = one("span", button);
    button.dataset.rest = label.textContent;
    button.dataset.on = "";
    label.textContent = button.dataset.stopLabel;
    const lines = one(button.dataset.read).innerText.split(/\n+/).filter((line) => line.trim());
    lines.forEach((line, index) => {
      const said = new SpeechSynthesisUtterance(line);
      said.lang = root.lang.startsWith("zh") ? "zh-CN" : root.lang;
      said.rate = 0.9;
      if (index === lines.length - 1) said.onend = quiet;
      voice.speak(said);
    });
  });
  if (voice) addEventListener("pagehide", () => voice.cancel());

  /* Elder mode: the server reads the cookie, the page changes at once. */
  on("click", "[data-elder-switch]", (link, event) => {
    event.preventDefault();
    const large = root.toggleAttribute("data-elder");
    document.cookie = `elder=${large ? 1 : 0}; path=/; max-age=31536000; SameSite=Lax`;
    all("[data-elder-switch]").forEach((other) => {
      one("span", other).textContent = large ? other.dataset.on : other.dataset.off;
      other.setAttribute("href", `?elder=${large ? 0 : 1}`);
    });
  });

  on("click", "[data-print]", () => window.print());

  /* Keyboard in lists. Single keys can be turned off in the help (WCAG 2.1.4). */
  const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const rowLinks = () => all("[data-row]").map((row) => (row.matches("a") ? row : one("a", row))).filter(Boolean);
  const step = (by) => {
    const links = rowLinks();
    if (!links.length) return;
    const row = document.activeElement.closest("[data-row]");
    const at = row ? links.findIndex((link) => row.contains(link)) : -1;
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[to].focus();
    links[to].scrollIntoView({ block: "nearest" });
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => one("[data-next]")?.click(),
    x: () => one("[data-tick]", document.activeElement.closest("[data-row]") || document.createElement("i"))?.click(),
    "/": () => { const box = one("[data-search]"); box?.focus(); box?.select(); },
    "?": () => one("#keys-help")?.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !(event.key in keys)) return;
    if (typing(event.target) || one("dialog[open]") || stored.get("keys") === "off") return;
    event.preventDefault();
    keys[event.key]();
  });
  on("change", "[data-keys-off]", (box) => stored.set("keys", box.checked ? "off" : "on"));

  /* The bar for chosen rows. */
  const recount = (form) => {
    const bar = one(".bulk", form);
    if (!bar) return;
    const count = all("[data-tick]:checked", form).length;
    bar.toggleAttribute("data-some", count > 0);
    one("[data-count]", bar).textContent = String(count);
  };
  on("change", "[data-tick]", (box) => recount(box.form));
  on("change", "[data-tick-all]", (box) => {
    all("[data-tick]", box.form).forEach((tick) => { tick.checked = box.checked; });
    recount(box.form);
  });

  /* A form is sent once: the second tap on a slow line does nothing. */
  on("submit", "[data-form]", (form, event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });

  /* Paste box: words into the box, a picture into the photo field. */
  const giveFile = (input, file) => {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    input.files = carrier.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  on("click", "[data-paste-go]", async (button) => {
    const box = document.getElementById(button.dataset.pasteGo);
    try {
      box.value = await navigator.clipboard.readText();
      box.dispatchEvent(new Event("input", { bubbles: true }));
      if ("pasteSend" in button.dataset && box.value.trim()) { box.form.requestSubmit(); return; }
    } catch { /* not allowed: the person pastes with the finger */ }
    box.focus();
  });
  on("paste", "[data-paste]", (box, event) => {
    const picture = [...(event.clipboardData?.files || [])].find((file) => file.type.startsWith("image/"));
    const input = document.getElementById(box.dataset.photoTarget || "");
    if (picture && input) { event.preventDefault(); giveFile(input, picture); }
  });

  /* Photos: thumbnails, and at most 1600 px a side before they are sent (the server checks again). */
  const smaller = async (file) => {
    try {
      const image = await createImageBitmap(file);
      const scale = Math.min(1, 1600 / Math.max(image.width, image.height));
      if (scale === 1 && file.size < 600000) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
      return blob ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
    } catch { return file; }
  };
  on("click", "[data-photos-go]", (button) => document.getElementById(button.parentElement.dataset.photos).click());
  on("change", "input[type=file]", async (input) => {
    const box = all("[data-photos]").find((one) => one.dataset.photos === input.id);
    if (!box) return;
    const files = await Promise.all([...input.files].map(smaller));
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    const list = one("ul", box);
    list.replaceChildren(...files.map((file, index) => {
      const item = document.createElement("li");
      const picture = document.createElement("img");
      picture.src = URL.createObjectURL(file);
      picture.alt = `${list.dataset.photoName} ${index + 1}`;
      item.append(picture);
      return item;
    }));
  });

  /* Voice: up to 60 seconds into the file field. */
  const recorders = new WeakMap();
  const kinds = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const record = async (box) => {
    const button = one("[data-voice-go]", box);
    const label = one("[data-label]", button);
    const said = one("[data-voice-said]", box);
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch {
      said.textContent = box.dataset.refused;
      document.getElementById(box.dataset.voice).focus();
      return;
    }
    const type = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
    const recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 32000 } : {});
    const pieces = [];
    const limit = Number(box.dataset.limit);
    const began = Date.now();
    const timer = setInterval(() => {
      const seconds = Math.min(Math.floor((Date.now() - began) / 1000), limit);
      said.textContent = `${clock(seconds)} / ${clock(limit)}`;
      if (seconds >= limit && recorder.state === "recording") recorder.stop();
    }, 250);
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      recorders.delete(box);
      delete button.dataset.live;
      label.textContent = label.dataset.again;
      const blob = new Blob(pieces, { type: recorder.mimeType });
      const ending = recorder.mimeType.includes("mp4") ? "m4a" : recorder.mimeType.includes("ogg") ? "ogg" : "webm";
      giveFile(document.getElementById(box.dataset.voice), new File([blob], `voice.${ending}`, { type: blob.type }));
      const player = one("audio", box);
      if (player.src) URL.revokeObjectURL(player.src);
      player.src = URL.createObjectURL(blob);
      player.hidden = false;
    };
    recorders.set(box, recorder);
    button.dataset.live = "";
    label.textContent = label.dataset.busy;
    recorder.start();
  };
  on("click", "[data-voice-go]", (button) => {
    const box = button.closest("[data-voice]");
    const running = recorders.get(box);
    if (running) running.stop(); else record(box);
  });

  /* Where one thing is asked, the finger need not show where. */
  const focusOnly = (part) => {
    const asked = all("input:not([type=hidden]), textarea, select", part);
    if (asked.length === 1) asked[0].focus();
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.more[open]")) focusOnly(event.target);
  }, true);

  /* What needs a look when it comes onto the page, first or by htmx. */
  const arrive = (part) => {
    all("[data-toast]", part).forEach(dismissLater);
    one("[data-focus]", part)?.focus();
    if (part.closest && part.closest("#sheet")) focusOnly(part);
    if (matchMedia("(min-width: 60rem)").matches) all("details[data-open-wide]", part).forEach((more) => { more.open = true; });
    all("form[data-bulk]", part).forEach(recount);
    all("[data-keys-off]", part).forEach((box) => { box.checked = stored.get("keys") === "off"; });
    if (window.MediaRecorder && navigator.mediaDevices) all("[data-voice]", part).forEach((box) => { box.hidden = false; });
    all("[data-photos]", part).forEach((box) => { box.hidden = false; });
    if (!voice) all("[data-read]", part).forEach((button) => { button.hidden = true; });
  };
  const ready = () => arrive(document);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) arrive(event.detail.elt); });
})();
