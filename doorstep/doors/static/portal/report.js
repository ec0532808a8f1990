/* Topics proposed while somebody types; without scripts the server asks after sending. On document, for a
   refused form is put anew (files.js). */
(() => {
  "use strict";
  let timer = 0;
  const where = (text) => text.form.elements.place?.value || "";
  const all = (text) => `${text.value}\n${where(text)}`;
  const first = document.querySelector("form[data-topics] textarea[name=text]");
  let asked = first && all(first);
  /* Under a finger nothing moves: a button that moves between down and up is not pressed. */
  let lifted = Promise.resolve();
  document.addEventListener("pointerdown", () => {
    lifted = new Promise((up) => {
      for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => setTimeout(up, 100), { once: true });
    });
  }, true);
  const ask = async (text) => {
    const box = document.getElementById("topics");
    if (!box || all(text) === asked) return;
    asked = all(text);
    const body = new FormData();
    body.append("text", text.value.slice(0, 500));
    body.append("place", where(text));
    try {
      const answer = await fetch(text.form.dataset.topics, {
        method: "POST", body, headers: { "X-CSRFToken": text.form.elements.csrfmiddlewaretoken.value },
      });
      const said = answer.ok ? await answer.json() : null;
      await lifted;
      if (said && all(text) === asked) box.innerHTML = said.html;
    } catch { /* no line: the server proposes after sending */ }
  };
  const on = (type, act) => document.addEventListener(type, (event) => {
    if (event.target.matches("form[data-topics] textarea[name=text]")) act(event.target);
  });
  on("input", (text) => { clearTimeout(timer); timer = setTimeout(ask, 600, text); });
  on("focusout", ask);
  document.addEventListener("change", (event) => {
    const text = event.target.name === "place" && event.target.form?.matches("[data-topics]") && event.target.form.elements.text;
    if (text) ask(text);
  });
})();
