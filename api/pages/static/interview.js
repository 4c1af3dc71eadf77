// Goes on from question to question without loading the page anew. Answers are kept in this tab and behind the address's #, which no server
// ever sees; without this script the form's buttons do the same by themselves.
"use strict";

import { ask, carriedHere, carrying, kept, language, share, wake } from "./page.js";

const form = document.querySelector("form[data-interview]");
const step = document.getElementById("step");
const KEPT = "answers";
const GLANCE = 1000;
const CONTROLS = ["lang", "asked", "skip", "change", "show"];

const carried = () =>
  [...step.querySelectorAll('input[type="hidden"]')].filter(({ name }) => !CONTROLS.includes(name)).map(({ name, value }) => [name, value]);
const asked = () => (step.querySelector('[name="asked"]')?.value ?? "").split(" ");
const known = () => kept.get(KEPT) ?? [];

// What is known of a household carries from one interview to the next, within this tab.
function remember({ push }) {
  const entries = carried();
  const names = new Set(entries.map(([name]) => name));
  kept.put(KEPT, [...known().filter(([name]) => !names.has(name) && !name.startsWith("unknown.") && !asked().includes(name)), ...entries]);
  history[push ? "pushState" : "replaceState"](null, "", carrying(entries));
}

let turn = 0;
let shown = -Infinity;

// A screen that is overtaken by what was asked later is not shown.
async function show(entries, { push, focus }) {
  const mine = ++turn;
  form.setAttribute("aria-busy", "true");
  try {
    const screen = await ask(form, entries);
    if (mine !== turn) return;
    step.innerHTML = screen;
    shown = performance.now();
    prepare();
    remember({ push });
    if (focus) arrive();
  } catch {
    if (mine !== turn) return;
    const said = document.createElement("p");
    said.className = "notice";
    said.role = "alert";
    said.textContent = form.dataset.failed;
    step.prepend(said);
  }
  form.removeAttribute("aria-busy");
}

function arrive() {
  const first = step.querySelector(".question.wrong input, .question input, .question select") ?? step.querySelector("#result");
  window.scrollTo({ top: 0 });
  first?.focus({ preventScroll: true });
}

// A day is typed as one writes it, or picked from the browser's calendar, which is there only with scripts.
function pick(picker) {
  const typed = picker.closest(".entry").querySelector("input[name]");
  picker.addEventListener("change", () => {
    if (picker.value) typed.value = picker.value;
  });
}

function prepare() {
  wake(step);
  for (const picker of step.querySelectorAll("[data-pick]")) pick(picker);
  step.querySelector("[data-clear]")?.addEventListener("click", () => kept.forget());
  step.querySelector("[data-share]")?.addEventListener("click", (event) => share(event.currentTarget, carrying(carried())));
}

// The same answers in the other language or in another interview: they travel behind the # alone.
function leave(address, entries) {
  location.assign(carrying(new Map(entries), address));
}

// Nothing is filled in of what is asked.
const blank = () => asked().every((key) => ![...new FormData(form)].some(([name, value]) => name === key && value));

// What was pressed for the question before: while the next one is on its way, or before anybody can have read it.
const late = (button) => form.hasAttribute("aria-busy") || (button?.matches(".ask .primary") && blank() && performance.now() - shown < GLANCE);

// The second press of a double one is meant for no other question.
step.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest?.("button")) event.preventDefault();
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const elsewhere = button?.getAttribute("formaction");
  if (elsewhere && !elsewhere.startsWith("/interviews/")) return;
  event.preventDefault();
  if (late(button)) return;
  if (elsewhere) leave(`${elsewhere}?lang=${language}`, [...known().filter(([name]) => !name.startsWith("unknown.")), ...carried()]);
  else if (button?.name === "lang") leave(`${location.pathname}?lang=${button.value}`, carried());
  else show([...new FormData(form, button)].filter(([, value]) => value), { push: true, focus: true });
});

// One touch answers a question that stands alone.
step.addEventListener("click", (event) => {
  const option = event.target.closest?.('.option input[type="radio"]');
  if (option && event.detail > 0 && step.querySelectorAll(".question").length === 1) form.requestSubmit(step.querySelector(".primary"));
});

// What an answer so far says would bring it closer is asked at once.
step.addEventListener("click", (event) => {
  const key = event.target.closest?.('a[href^="#field-"]')?.getAttribute("href").replace("#field-", "");
  if (!key || document.getElementById(`field-${key}`)) return;
  event.preventDefault();
  show([...carried(), ["change", key]], { push: true, focus: true });
});

// A link within the page changes the address too; what was answered stays.
window.addEventListener("popstate", () => {
  if (!location.hash || carriedHere()) show(carriedHere() ?? [], { push: false, focus: true });
});
wake(document);
prepare();
const begun = carriedHere() ?? known().filter(([name]) => !name.startsWith("unknown."));
if (begun.length) show(begun, { push: false, focus: false });
