/* The pocket: its worker, and files that came through the share sheet. */
(() => {
  "use strict";
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/pocket/sw.js", { scope: "/pocket/" }).catch(() => {});
  const form = document.querySelector("form[data-shared]");
  if (!form || !window.caches || !new URLSearchParams(location.search).get("shared")) return;
  (async () => {
    const box = await caches.open("shared");
    for (const name of ["photos", "voice"]) {
      const carrier = new DataTransfer();
      for (const key of await box.keys()) {
        const path = new URL(key.url).pathname.split("/");
        if (path[2] !== name) continue;
        const blob = await (await box.match(key)).blob();
        carrier.items.add(new File([blob], decodeURIComponent(path[4]), { type: blob.type }));
        await box.delete(key);
      }
      const input = form.elements[name];
      if (!input || !carrier.files.length) continue;
      input.files = carrier.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  })();
})();
