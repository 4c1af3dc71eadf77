// Large type, on every page: chosen once, kept in this browser alone.
"use strict";

const large = document.querySelector("[data-large]");
const root = document.documentElement;

function choose(on) {
  root.classList.toggle("large", on);
  large?.setAttribute("aria-pressed", String(on));
}

try {
  choose(localStorage.getItem("large") === "yes");
} catch {
  choose(false);
}

large?.addEventListener("click", () => {
  const on = !root.classList.contains("large");
  choose(on);
  try {
    localStorage.setItem("large", on ? "yes" : "no");
  } catch {
    // Then it holds for this page.
  }
});
if (large) large.hidden = false;
