() => {
  const out = [], doc = document.documentElement;
  if (doc.scrollWidth > doc.clientWidth) out.push(`scrolls to the side: ${doc.scrollWidth} > ${doc.clientWidth}`);
  const name = (e) => `<${e.tagName.toLowerCase()} class="${e.className.baseVal ?? e.className}"> ${(e.innerText || e.value || '').trim().slice(0, 24)}`;
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden') && !e.matches('.visually-hidden, .skip');
  for (const e of document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), textarea')) {
    if (!seen(e)) continue;
    let box = e.getBoundingClientRect();
    const label = e.closest('label');
    if (label && e.matches('[type=checkbox], [type=radio]')) box = label.getBoundingClientRect();
    if (getComputedStyle(e).clipPath !== 'none') continue;
    const after = getComputedStyle(e, '::after');
    if (after.position === 'absolute' && after.content !== 'none') box = (e.closest('tr') || e).getBoundingClientRect();
    if (box.width < 43.5 || box.height < 43.5) out.push(`small target ${Math.round(box.width)}x${Math.round(box.height)}: ${name(e)}`);
  }
  for (const e of document.querySelectorAll('body *')) {
    if (!seen(e) || e.closest('svg')) continue;
    const box = e.getBoundingClientRect();
    if (box.right > doc.clientWidth + 1 && box.width) out.push(`beyond the edge: ${name(e)}`);
    const how = getComputedStyle(e);
    if (how.clipPath === 'none' && how.overflowX === 'hidden' && e.scrollWidth > e.clientWidth + 1) out.push(`clipped: ${name(e)}`);
  }
  return out;
}
