/* A refused form keeps the photos and the voice that were chosen: it is sent from here, and only what the
   server says anew is put on the page. Without scripts, and for forms without files, the browser sends it. */
(() => {
  "use strict";
  const said = document.currentScript.dataset;
  const head = "Doorstep-Files";
  const full = (form) => [...form.querySelectorAll("input[type=file][name]")].filter((input) => input.files.length);
  const failed = (form) => {
    document.getElementById("not-sent")?.remove();
    const box = document.createElement("div");
    box.id = "not-sent";
    box.className = "error-summary";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    box.append(Object.assign(document.createElement("p"), { textContent: said.lost }));
    form.before(box);
    box.focus();
  };

  /* The new page in the place of the old one, with the fields that hold files as they stand: with thumbnails
     and recorder. A field that is at fault itself comes back empty. */
  const put = (form, page, refused) => {
    const old = document.getElementById("content");
    const fresh = document.importNode(page.getElementById("content"), true);
    let lost = false;
    for (const input of full(form)) {
      const asked = [...fresh.querySelectorAll("form[data-form] input[type=file]")].find((one) => one.name === input.name);
      const field = asked?.closest(".field");
      if (!field || refused || field.matches("[data-bad]")) { lost = true; continue; }
      const held = input.closest(".field");
      held.removeAttribute("data-bad");
      held.querySelectorAll(".error").forEach((error) => error.remove());
      field.replaceWith(held);
    }
    if (!lost) fresh.querySelectorAll("[data-files-again]").forEach((notice) => notice.remove());
    const sheet = form.closest("dialog");
    sheet?.close();
    sheet?.querySelector("#sheet-body")?.replaceChildren();
    old.replaceWith(fresh);
    document.title = page.title;
    window.htmx?.process(fresh);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: fresh } }));
  };

  const send = async (form, button) => {
    const label = [...(button?.childNodes || [])];
    const body = new FormData(form, button?.name ? button : undefined);
    form.setAttribute("aria-busy", "true");
    button?.replaceChildren(said.busy);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { [head]: "stay" } });
      const next = answer.headers.get("HX-Redirect");
      if (next) { location.assign(next); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.status >= 500 || !page.getElementById("content")) throw new Error(String(answer.status));
      if (form.action !== location.href) history.replaceState(null, "", form.action);
      put(form, page, answer.headers.get(head) === "refused");
    } catch {
      failed(form);
      form.removeAttribute("aria-busy");
      delete form.dataset.sent;
      button?.replaceChildren(...label);
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-form][enctype='multipart/form-data']")) return;
    if (event.submitter?.hasAttribute("formaction")) return; /* joins another instead of sending this */
    if (form.ariaBusy === "true") { event.preventDefault(); return; }
    if (event.defaultPrevented || !full(form).length) return;
    event.preventDefault();
    send(form, event.submitter);
  });
})();
