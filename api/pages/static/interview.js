// Goes on from question to question without loading the page anew. Answers are kept in this tab and behind the address's #, which no server
// ever sees; without this script the form's buttons do the same by themselves.
"use strict";

const form = document.querySelector("form[data-interview]");
const step = document.getElementById("step");
const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const KEPT = "answers";
const CONTROLS = ["lang", "asked", "skip", "change"];

// What is known of a household carries from one interview to the next, within this tab.
const store = {
  get() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
    } catch {
      return [];
    }
  },
  put(entries) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(entries));
    } catch {
      // Then they are in the address alone.
    }
  },
  forget() {
    try {
      sessionStorage.clear();
    } catch {
      // Nothing can have been kept.
    }
  },
};

const carried = () =>
  [...step.querySelectorAll('input[type="hidden"]')].filter(({ name }) => !CONTROLS.includes(name)).map(({ name, value }) => [name, value]);
const address = (entries) => `${location.pathname}${location.search}#${new URLSearchParams(entries)}`;
const fromAddress = () => (location.hash.includes("=") ? [...new URLSearchParams(location.hash.slice(1))] : null);

function remember({ push }) {
  const entries = carried();
  const names = new Set(entries.map(([name]) => name));
  store.put([...store.get().filter(([name]) => !names.has(name) && !name.startsWith("unknown.") && !asked().includes(name)), ...entries]);
  history[push ? "pushState" : "replaceState"](null, "", address(entries));
}

const asked = () => (step.querySelector('[name="asked"]')?.value ?? "").split(" ");

async function show(entries, { push, focus }) {
  form.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(entries);
    body.set("lang", language);
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } });
    if (!response.ok) throw new Error(String(response.status));
    step.innerHTML = await response.text();
    wake();
    remember({ push });
    if (focus) arrive();
  } catch {
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

function wake() {
  for (const hidden of step.querySelectorAll("[data-script]")) hidden.hidden = false;
  step.querySelector("[data-clear]")?.addEventListener("click", () => store.forget());
  step.querySelector("[data-share]")?.addEventListener("click", (event) => share(event.currentTarget));
  step.querySelector("[data-print]")?.addEventListener("click", () => window.print());
}

async function share(button) {
  const link = location.origin + address(carried());
  try {
    await navigator.clipboard.writeText(link);
    button.textContent = button.dataset.done;
  } catch {
    window.prompt(button.textContent, link);
  }
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const elsewhere = button?.getAttribute("formaction");
  if (elsewhere) return;
  if (button?.name === "lang") {
    // The same answers in the other language: they travel behind the # alone.
    event.preventDefault();
    location.assign(`${location.pathname}?lang=${button.value}#${new URLSearchParams(carried())}`);
    return;
  }
  event.preventDefault();
  const entries = [...new FormData(form, button)].filter(([, value]) => value);
  show(entries, { push: true, focus: true });
});

// One touch answers a question that stands alone.
step.addEventListener("click", (event) => {
  const option = event.target.closest?.('.option input[type="radio"]');
  if (option && event.detail > 0 && step.querySelectorAll(".question").length === 1) form.requestSubmit(step.querySelector(".primary"));
});

window.addEventListener("popstate", () => show(fromAddress() ?? [], { push: false, focus: true }));
for (const hidden of document.querySelectorAll("[data-script]")) hidden.hidden = false;
wake();
const begun = fromAddress() ?? store.get().filter(([name]) => !name.startsWith("unknown."));
if (begun.length) show(begun, { push: false, focus: false });
