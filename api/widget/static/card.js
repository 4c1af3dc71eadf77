// What stands in the shadow root: title, figure, questions, answers and foot, each drawn anew in its place.

import { decided, standing } from "./answer.js";
import { make } from "./make.js";
import { called, show, spokenProblem, told } from "./questions.js";
import { sheet } from "./style.js";
import { spoken } from "./words.js";

const TROUBLES = {
  unreachable: "The calculator cannot be reached just now.",
  busy: "Many people are asking just now. Try again in a moment.",
  no_rules: "The rules could not be loaded.",
  unavailable: "It cannot be worked out just now.",
};
const FOR_GOOD = {
  no_benefit: "This calculator is not set up yet: it does not say which benefit it is about.",
  unknown_benefit: "There is no calculator called “{name}”.",
};
const KEPT = ["unreachable", "busy"];
const STILL_HERE = "Your answers are still here.";
const REMINDER = { who: "please choose yes or no", others: "please answer, or say that it is not known" };
const GLANCE = 1000;

/** What the keyboard goes to, the first that is there. */
const FOCUSED = [".wrong :is(input, select)", ".notice button", "fieldset :checked:is(input)", "fieldset :is(input, select)", ".result"];

export class Card {
  #title = make("p", { class: "title", part: "title", role: "heading", hidden: true });
  #now = make("div", { class: "now", part: "figure", role: "status", "aria-atomic": "true" });
  #step = make("form", { class: "step", novalidate: true });
  #list = make("div");
  #foot = make("p", { class: "foot", part: "footer" });
  #card = make("div", { class: "card", part: "card" }, this.#title, this.#now, this.#step, this.#list, this.#foot);
  #open = false;
  #drawn = -Infinity;
  #screen = null;

  /** `acts` are what a press asks for: `submit(way, data)`, `change(question)`, `restart()`. */
  constructor(root, acts) {
    this.acts = acts;
    root.adoptedStyleSheets = [sheet];
    root.append(this.#card);
    this.#step.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#card.hasAttribute("aria-busy")) acts.submit(event.submitter?.value ?? "on", new FormData(this.#step));
    });
    this.#step.addEventListener("click", (event) => this.#touched(event));
  }

  /** Whether nobody can have read the questions yet: what is pressed then was meant for those before. */
  get fresh() {
    return performance.now() - this.#drawn < GLANCE;
  }

  /** One touch answers a question that stands alone; keys move among its options first. */
  #touched(event) {
    const { target, detail } = event;
    // The second press of a double one is meant for no other question.
    if (target.type === "submit" && detail > 1) event.preventDefault();
    const alone = this.#step.querySelectorAll("fieldset").length === 1;
    if (target.type === "radio" && alone && detail > 0) this.#step.requestSubmit(this.#step.querySelector(".primary"));
  }

  wait(say) {
    this.#card.setAttribute("aria-busy", "true");
    if (!this.#now.hasChildNodes() && !this.#step.hasChildNodes()) this.#now.append(make("p", { class: "facts" }, `${say("Working it out")} …`));
  }

  draw(state) {
    const { shown, conversation, screen, level } = state;
    const going = Boolean(conversation && screen);
    if (screen !== this.#screen) this.#drawn = performance.now();
    this.#screen = screen;
    this.#card.removeAttribute("aria-busy");
    this.#card.lang = shown.lang === "zh" ? "zh-CN" : "en";
    this.#title.ariaLevel = level;
    const label = conversation ? spoken(conversation.about.label, shown.lang) : this.#named(state);
    this.#title.hidden = !label;
    this.#title.textContent = label;
    this.#now.replaceChildren(...(going && !screen.decision ? standing(screen, shown).filter(Boolean) : []));
    this.#step.replaceChildren(...[this.#notice(state), ...(going ? this.#body(state) : [])].filter(Boolean));
    this.#list.replaceChildren(...(going && conversation.answers.size ? [this.#answers(state)] : []));
    this.#foot.replaceChildren(...(going ? this.#closing(state) : []));
  }

  /** Bring what is new into sight, and the keyboard to it. */
  arrive() {
    const found = FOCUSED.map((selector) => this.#step.querySelector(selector)).find(Boolean);
    found?.focus({ preventScroll: true });
    if (this.#card.getBoundingClientRect().top < 0) this.#card.scrollIntoView();
  }

  /** A benefit that could not be asked about has only the name that the website gives it. */
  #named({ trouble, name }) {
    return trouble?.code in TROUBLES ? name ?? "" : "";
  }

  #notice(state) {
    const { shown: { say, lang }, screen, trouble, benefit, conversation } = state;
    const placed = new Set(screen?.asked.map(({ name }) => name));
    const wrong = [...(screen?.problems ?? []).filter(({ places }) => !places.some((place) => placed.has(place))), ...(trouble?.problems ?? [])];
    const phrase = TROUBLES[trouble?.code] ?? FOR_GOOD[trouble?.code];
    const kept = KEPT.includes(trouble?.code) && conversation?.answers.size > 0;
    const lines = [...wrong.map((problem) => spokenProblem(problem, lang)), ...(phrase ? [say(phrase, { name: benefit })] : []), ...(kept ? [say(STILL_HERE)] : [])];
    if (!lines.length) return null;
    const again = trouble?.code in TROUBLES && make("button", { type: "button", class: "secondary", part: "button", onclick: trouble.again }, say("Try again"));
    const full = trouble?.code in TROUBLES && this.#full(state);
    const link = full && make("p", {}, make("a", { href: full, target: "_blank", rel: "noopener" }, `${say("The calculator on its own page")} (${say("opens in a new tab")})`));
    return make("div", { class: "notice", role: "alert", part: "notice" }, lines.map((line) => make("p", {}, line)), again, link);
  }

  #body(state) {
    const { screen, shown } = state;
    if (screen.decision) return [decided(screen.decision, screen.said, { ...shown, full: this.#full(state) })];
    if (!screen.asked.length) return [];
    const topic = screen.asked.length > 1 && screen.heading && make("p", { class: "topic" }, spoken(screen.heading, shown.lang));
    return [topic, ...screen.asked.map((question) => this.#question(question, state)), this.#buttons(state)];
  }

  #question(question, { screen, conversation, shown }) {
    const found = screen.problems.find(({ places }) => places.includes(question.name));
    const reminder = screen.reminded && question === screen.asked[0] && { message: { [shown.lang]: shown.say(REMINDER[question.kind] ?? REMINDER.others) } };
    return show(question, { ...shown, problem: found ?? reminder, before: conversation.answers.get(question.name)?.value ?? null });
  }

  #buttons({ conversation, screen, shown: { say } }) {
    const button = (value, kind, text) => make("button", { type: "submit", value, class: kind, part: `button ${kind}` }, text);
    const law = screen.asked.some(({ kind }) => kind !== "who");
    return make(
      "p",
      { class: "go" },
      button("on", "primary", say("Go on")),
      law && button("skip", "secondary", say("I do not know")),
      conversation.answers.size > 0 && button("back", "quiet", say("One step back")),
    );
  }

  #answers({ conversation, shown }) {
    const { say } = shown;
    const rows = [...conversation.answers.values()].map((given) => {
      const label = called(given.question, shown);
      const press = { type: "button", class: "quiet", "aria-label": `${say("Change")}${say(": ")}${label}`, onclick: () => this.acts.change(given.question) };
      return make("div", { class: "given" }, make("dt", {}, label), make("dd", {}, told(given, shown)), make("dd", {}, make("button", press, say("Change"))));
    });
    const again = make("button", { type: "button", class: "quiet", onclick: this.acts.restart }, say("Begin anew"));
    const opened = ({ target }) => (this.#open = target.open);
    return make(
      "details",
      { class: "answers", part: "answers", open: this.#open, ontoggle: opened },
      make("summary", {}, `${say("Your answers")} (${rows.length})`),
      make("dl", {}, rows),
      again,
    );
  }

  #closing({ mode, conversation, shown: { say, lang } }) {
    const { date } = conversation.engine;
    const privacy = mode === "offline" ? "What you answer does not leave this page." : "What you answer is not stored.";
    return [[say(privacy), say("The office's own decision stands."), date && say("Rules as of {day}.", { day: date })].filter(Boolean).join(lang === "zh" ? "" : " ")];
  }

  /** The page of the service that gives the full answer: what was answered travels behind the #, which no server sees. */
  #full({ service, conversation, benefit, shown: { lang } }) {
    if (!service) return null;
    const page = new URL(`interviews/${benefit}?lang=${lang}`, service);
    if (conversation) page.hash = new URLSearchParams(conversation.entries);
    return page.href;
  }
}
