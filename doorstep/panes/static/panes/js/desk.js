/* The keyboard at the desk, and chips that fill a box. Everything works without this file. Words come from the page. */
(() => {
  "use strict";
  const one = (query, from = document) => from.querySelector(query);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const off = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  /* The steps beside a record: 1 to 9 in their order. The numbers stand on them and in the help. */
  const steps = () => all(".acts .act-items .btn").slice(0, 9);
  const take = (number) => {
    const step = steps()[number - 1];
    if (!step) return;
    const more = step.closest("details");
    if (more) more.open = true;
    step.focus();
    step.click();
  };
  const number = () => {
    const list = one("[data-keys-steps]");
    if (!list) return;
    list.replaceChildren(...steps().map((step, index) => {
      const words = step.textContent.trim();
      const key = document.createElement("kbd");
      key.textContent = String(index + 1);
      const mark = key.cloneNode(true);
      mark.className = "secondary step-key";
      mark.setAttribute("aria-hidden", "true");
      if (!one(".step-key", step)) {
        // The words stay one piece of their own: found by what they say, not by their number.
        for (const bare of [...step.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim())) {
          const said = document.createElement("span");
          said.textContent = bare.textContent.trim();
          bare.replaceWith(said);
        }
        step.append(mark);
      }
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const told = document.createElement("dd");
      term.append(key);
      told.textContent = words;
      row.append(term, told);
      return row;
    }));
  };

  const keys = {
    p: () => one("[data-prev]")?.click(),
    a: () => one("[data-tick-all]")?.click(),
    b: () => one(".bulk .btn")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form[data-form], form[data-send]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || one("dialog[open]") || off()) return;
    if (/^[1-9]$/.test(event.key)) {
      if (steps().length) { event.preventDefault(); take(Number(event.key)); }
    } else if (event.key in keys) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  /* A chip fills the box of that name; what a person has typed stays, the chip comes below it. */
  document.addEventListener("click", (event) => {
    const chip = event.target instanceof Element ? event.target.closest("[data-fill]") : null;
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const box = one(`[name="${chip.dataset.fill}"]`, chip.closest("#sheet-body, main") || document);
    if (!box) return;
    event.preventDefault();
    const typed = box.value.trim();
    const own = typed && typed !== box.dataset.filled;
    box.value = own ? `${box.value.trimEnd()}\n${chip.dataset.words}` : chip.dataset.words;
    box.dataset.filled = box.value.trim();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", number); else number();
})();
