// Keeps the answer up to date while the form is filled in, and what was filled in at hand. Without this script the form's button does the same.
"use strict";

import { ask, carriedHere, carrying, kept, language, share, wake } from "./page.js";

const SOON = 60;
const form = document.querySelector("form[data-live]");
const result = document.getElementById("result");

// Within a page of somebody else the trial figure shows only if that page asks for it; the server sees that only over HTTPS or at home.
if (window.top !== window.self && !new URLSearchParams(location.search).has("illustrate")) document.documentElement.classList.add("framed");

function showProblems() {
  for (const slot of document.querySelectorAll("[data-problem]")) {
    const found = result.querySelector(`[data-for="${CSS.escape(slot.dataset.problem)}"] .message`);
    const field = slot.closest(".field");
    slot.textContent = found ? found.textContent : "";
    field.classList.toggle("wrong", Boolean(found));
    for (const control of field.querySelectorAll("input, select:not(.scale)")) {
      if (found) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

// The answer in a line: it stays in sight below the form on a phone, and is read out.
function showSaid() {
  const said = document.querySelector(".said");
  if (!said || result.querySelector("[data-empty]")) return;
  const parts = [...result.querySelectorAll("[data-said]")].map((part) => part.textContent.trim().replace(/\s+/g, " "));
  const link = document.createElement("a");
  link.href = "#result";
  link.textContent = parts.join(" · ") || said.dataset.done;
  said.replaceChildren(link);
}

// What was filled in stays in this tab alone, until it is cleared or the tab is closed: after a way back, a reload,
// another language or another page for the same household it is still there.
const place = (path) => `filled ${path}`;
const keep = (path, button = null) => kept.put(place(path), [...new FormData(form, button)]);

function fill(entries) {
  const told = new Map(entries);
  for (const control of form.elements) {
    if (control.type === "checkbox") control.checked = told.get(control.name) === control.value;
    else if (control.type === "radio") control.checked = told.has(control.name) ? told.get(control.name) === control.value : control.checked;
    else if (control.matches("input, select") && told.has(control.name)) control.value = told.get(control.name);
  }
  for (const rare of form.querySelectorAll("details")) {
    rare.open ||= [...rare.querySelectorAll("input, select:not(.scale)")].some((control) => control.value);
  }
}

// A link may carry what was filled in behind its #, which no server ever sees; else what was kept in this tab.
function refill() {
  const carried = carriedHere();
  const returned = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const entries = carried ?? (returned || result.querySelector("[data-empty]") ? kept.get(place(location.pathname)) : null);
  if (!entries) return false;
  fill(entries);
  if (carried) {
    history.replaceState(null, "", location.pathname + location.search);
    keep(location.pathname);
  }
  return true;
}

function link() {
  const entries = [...new FormData(form)].filter(([name, text]) => text && !(name.endsWith(".scale") && text === "yuan"));
  return carrying(entries, location.pathname + location.search.replace(/([?&])example&?/, "$1"));
}

// An identity number is read here, and nowhere else: the date of birth and the sex that it says are filled in, and it is gone.
function identified(text) {
  const number = text.normalize("NFKC").trim().toUpperCase();
  const long = /^\d{17}[\dX]$/.test(number);
  if (!long && !/^\d{15}$/.test(number)) return null;
  const sum = [...number.slice(0, 17)].reduce((sum, digit, place) => sum + Number(digit) * (2 ** (17 - place) % 11), 0);
  if (long && "10X98765432"[sum % 11] !== number[17]) return null;
  const day = long ? number.slice(6, 14) : `19${number.slice(6, 12)}`;
  const birth = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  const born = new Date(`${birth}T00:00:00Z`);
  if (Number.isNaN(born.getTime()) || born.toISOString().slice(0, 10) !== birth || birth < "1900-01-01" || born > new Date()) return null;
  return { birth, sex: Number(number[long ? 16 : 14]) % 2 ? "male" : "female" };
}

function readIdentity(field) {
  const read = identified(field.value);
  const problem = field.closest(".field").querySelector(".problem");
  problem.textContent = read || !field.value.trim() ? "" : problem.dataset.wrong;
  field.value = "";
  if (!read) return;
  const controls = [...form.querySelectorAll(`[name^="${field.dataset.identity}."][data-identified]`)];
  // What somebody filled in by hand is not written over: one of the two is wrong.
  const otherwise = controls.filter(({ value, dataset }) => value && value !== dataset.read && value !== read[dataset.identified]);
  if (otherwise.length) {
    problem.textContent = problem.dataset.otherwise;
    otherwise[0].focus();
    return;
  }
  for (const control of controls) {
    control.value = control.dataset.read = read[control.dataset.identified];
    if (control.closest("details")) control.closest("details").open = true;
  }
}

for (const field of document.querySelectorAll("[data-identity]")) field.addEventListener("change", () => readIdentity(field));

if (form && result) {
  let timer = 0;
  let running = false;
  let stale = false;
  let awaited = false;
  // One question at a time: what was typed meanwhile is asked once the answer is there, so that questions never queue up.
  const update = async () => {
    stale = running;
    if (running) return;
    running = true;
    result.setAttribute("aria-busy", "true");
    for (const empty of result.querySelectorAll("[data-empty]")) empty.textContent = result.dataset.working;
    try {
      const text = await ask(form, new FormData(form));
      if (!stale) {
        result.innerHTML = text;
        showProblems();
        showSaid();
      }
    } catch {
      if (!stale) result.textContent = result.dataset.failed;
    }
    running = false;
    if (stale) {
      update();
      return;
    }
    result.removeAttribute("aria-busy");
    if (awaited) result.scrollIntoView();
    awaited = false;
  };
  const soon = (event) => {
    keep(location.pathname);
    clearTimeout(timer);
    timer = setTimeout(update, event.type === "change" ? 0 : SOON);
  };
  const show = () => {
    awaited = true;
    update();
  };
  // Every page is reached by its address, so that the way back and a reload ask for nothing to be sent again.
  const send = (event) => {
    const button = event.submitter;
    const target = new URL(button?.getAttribute("formaction") ?? form.getAttribute("action"), location.href);
    // A button may ask for one thing among others of that page.
    if (!keep(target.pathname, button)) return;
    event.preventDefault();
    const chosen = button?.name === "lang" ? button.value : language;
    if (target.pathname === location.pathname) {
      if (chosen === language) {
        show();
        return;
      }
      target.hash = "";
    }
    target.searchParams.set("lang", chosen);
    location.assign(target);
  };
  // What was chosen before this script was there, or what the browser put back, is not yet in the answer.
  const touched = (control) =>
    control.options
      ? [...control.options].some((option) => option.selected !== option.defaultSelected && (option.defaultSelected || option.index > 0))
      : control.value !== control.defaultValue || control.checked !== control.defaultChecked;
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", send);
  document.querySelector("[data-clear]").addEventListener("click", () => kept.forget());
  document.querySelector("[data-share]").addEventListener("click", (event) => share(event.currentTarget, link()));
  if (refill() || [...form.querySelectorAll("input, select")].some(touched)) (location.hash === "#result" ? show : update)();
  else showSaid();
  // The link to the answer takes whoever uses a keyboard along.
  result.tabIndex = -1;
}

wake(document);
