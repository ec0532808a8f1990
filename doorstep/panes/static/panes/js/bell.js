/* The bell: its number comes after the page and now and then anew; the page of a record says which it shows,
   so that what was told of it is no longer unread. */
(() => {
  "use strict";
  const ring = async (bell, about) => {
    const asked = about ? {
      method: "POST", body: new URLSearchParams({ about }), headers: { "X-CSRFToken": bell.dataset.token },
    } : {};
    let told = {};
    try {
      const answer = await fetch(bell.dataset.bell, asked);
      if (answer.status === 200) told = await answer.json(); else if (answer.status !== 204) return;
    } catch { return; /* no line, or logged out: as it was */ }
    const [count, words] = [...bell.querySelectorAll("span")];
    bell.dataset.rest ||= words.textContent;
    count.textContent = told.count || "";
    count.hidden = !told.count;
    words.textContent = told.words || bell.dataset.rest;
  };
  document.querySelectorAll("[data-bell]").forEach((bell) => {
    ring(bell, bell.dataset.about);
    setInterval(() => { if (!document.hidden) ring(bell); }, 300000);
    addEventListener("pageshow", (event) => { if (event.persisted) ring(bell); });
  });
})();
