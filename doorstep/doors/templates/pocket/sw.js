/* The pocket's worker: keeps style, scripts and icons, never a page of somebody; hands shared pictures to the form. */
"use strict";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}"{{ offline|escapejs }}"];
const SHELL = "shell-{{ files|length }}", SHARED = "shared";
addEventListener("install", (event) => event.waitUntil(caches.open(SHELL).then((box) => box.addAll(FILES)).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== SHELL && name !== SHARED) await caches.delete(name);
  await clients.claim();
})()));
/* Shared pictures and voice wait in a cache of their own until the form has taken them; the words go on to the server. */
const share = async (request) => {
  const given = await request.formData();
  const box = await caches.open(SHARED);
  let n = 0;
  for (const name of ["photos", "voice"]) for (const file of given.getAll(name)) {
    await box.put(`/shared/${name}/${n += 1}/${encodeURIComponent(file.name)}`, new Response(file));
  }
  const text = ["title", "text", "url"].map((name) => given.get(name)).filter(Boolean).join("\n").slice(0, 1500);
  return Response.redirect(`/pocket/report/?source=pasted&shared=${n}&text=${encodeURIComponent(text)}`, 303);
};
addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "POST" && url.pathname === "/pocket/share/") event.respondWith(share(event.request));
  else if (event.request.method !== "GET" || url.origin !== location.origin) return;
  else if (FILES.includes(url.pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(url.pathname)));
  else if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => caches.match("{{ offline|escapejs }}")));
});
