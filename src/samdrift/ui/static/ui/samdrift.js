// Quicker with it, complete without it. Two things, both declared in the page:
//
// Single keys. A page that includes ui/keys.html has [data-keys]; a link or button with data-key="n" is followed when N is pressed,
// J and K walk the rows of [data-rows]. Whoever has switched them off for their account gets a page without [data-keys] (WCAG 2.1.4).
// Printing. Every Why is opened for print by the stylesheet; older browsers need their details opened here.
(() => {
  "use strict";
  const keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.hidden = false;

    const walk = (by) => {
      const rows = [...document.querySelectorAll("[data-rows] > *")];
      if (!rows.length) return;
      const here = rows.findIndex((row) => row.classList.contains("sd-here"));
      const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1);
      if (here >= 0) rows[here].classList.remove("sd-here");
      rows[next].classList.add("sd-here");
      rows[next].querySelector("a, button")?.focus();
    };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest("input, select, textarea, [contenteditable], [popover]:popover-open")) return;
      const key = event.key.toLowerCase();
      if (key === "j" || key === "k") { event.preventDefault(); walk(key === "j" ? 1 : -1); return; }
      const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (!target) return;
      event.preventDefault();
      if (target.matches("input, select, textarea")) target.focus(); else target.click();
    });
  }

  const opened = [];
  addEventListener("beforeprint", () => {
    for (const why of document.querySelectorAll("details.sd-why:not([open])")) { why.open = true; opened.push(why); }
  });
  addEventListener("afterprint", () => { for (const why of opened.splice(0)) why.open = false; });
})();
