// What is known of a household, and what to ask it next. Nothing of it is kept anywhere but in this page, and it is gone with it.

import { Mistakes } from "./engines.js";

const SPOUSE = "spouse";

/** One screen: how the benefit stands (`said`), what is asked, what is wrong, and at the end the decision. */
export class Conversation {
  /** Answers by the name of their question, in the order in which they were given: the question, and a value; null is "not known". */
  answers = new Map();

  constructor(engine, benefit, about, day) {
    this.engine = engine;
    this.benefit = benefit;
    this.about = about;
    this.day = day;
  }

  /** The question who there is, which no law asks. */
  get #who() {
    return { name: SPOUSE, kind: "who", why: [], about: null, choices: null, unit: "boolean" };
  }

  get hasSpouse() {
    return this.answers.get(SPOUSE)?.value === true;
  }

  answer(question, value) {
    this.answers.set(question.name, { question, value });
  }

  /** What is known, as the service and the rules take it. */
  get request() {
    const members = [{ role: "applicant" }, ...(this.hasSpouse ? [{ role: "spouse" }] : [])];
    const household = { members };
    const skipped = this.about.lists.slice();
    for (const [name, { value }] of this.answers) {
      const [, position, input] = /^(?:members\[(\d+)\]\.)?(.+)$/.exec(name);
      const holder = position === undefined ? household : members[position];
      if (name === SPOUSE || !holder) continue;
      if (value === null) skipped.push(name);
      else holder[input] = value;
    }
    return { benefits: [this.benefit], date: this.day, case: household, skipped };
  }

  /** What was answered, as the pages of the service name it. */
  get entries() {
    const key = (name) => name.replace(/^members\[0\]/, "applicant").replace(/^members\[1\]/, "spouse").replace(/^(?=[^.]*$)/, "household.");
    const entries = [...this.answers].map(([name, { value }]) => {
      if (name === SPOUSE) return ["has_spouse", value ? "yes" : "no"];
      return value === null ? [`unknown.${key(name)}`, "yes"] : [key(name), typeof value === "boolean" ? (value ? "yes" : "no") : value];
    });
    return [...entries, ["date", this.day]];
  }

  /** The next screen, or that of a question which somebody came back to. */
  async screen(again = null) {
    if (again) return this.#alone(again);
    if (this.about.spouse && this.answers.size && !this.answers.has(SPOUSE)) return this.#alone(this.#who);
    try {
      return (this.last = await this.#next());
    } catch (error) {
      if (!(error instanceof Mistakes) || !this.last) throw error;
      return this.#wrong(error.problems);
    }
  }

  #alone(question) {
    return { ...this.last, asked: [question], heading: null, problems: [], decision: null };
  }

  async #next() {
    const { request } = this;
    const { answers, questions, heading, progress } = await this.engine.interview(request);
    // What is only reported beside the amount is not shown here, so it is not asked for.
    const asked = questions.filter(({ why }) => !why.length || why.some(({ settles }) => settles !== "reported"));
    const decision = asked.length ? null : await this.engine.decide(request);
    return { said: answers[0], asked, heading, left: progress.left, answered: progress.answered, problems: [], decision };
  }

  /** The questions that something is wrong with, asked again. */
  #wrong(problems) {
    const placed = problems.map((problem) => ({ ...problem, places: [problem.pointer, ...(problem.others ?? [])].map(nameOf) }));
    const places = placed.flatMap((problem) => problem.places);
    const asked = [...this.answers.values()].map(({ question }) => question).filter(({ name }) => places.includes(name));
    return { ...this.last, asked: asked.slice(-3), heading: null, problems: placed, decision: null };
  }
}

const nameOf = (pointer) => pointer.replace(/^case\./, "");
