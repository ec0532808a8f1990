/* Topics proposed while somebody types; without scripts the server asks after sending. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-topics]");
  const text = form?.querySelector("textarea[name=text]");
  const box = document.getElementById("topics");
  if (!form || !text || !box) return;
  let timer = 0;
  let asked = text.value;
  const ask = async () => {
    if (text.value === asked) return;
    asked = text.value;
    const body = new FormData();
    body.append("text", asked.slice(0, 500));
    try {
      const answer = await fetch(form.dataset.topics, {
        method: "POST", body, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (answer.ok && text.value === asked) box.innerHTML = (await answer.json()).html;
    } catch { /* no line: the server proposes after sending */ }
  };
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 600); });
  text.addEventListener("blur", ask);
})();
