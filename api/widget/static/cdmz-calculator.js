// <cdmz-calculator benefit="provident_fund_loan" city="deyang" lang="zh">: what somebody is entitled to, asked and answered on any website.
// No cookies, no storage; it needs no style of the host page and works under a Content-Security-Policy without 'unsafe-inline'.
// Attributes, events, parts and variables: docs/embedding.md.

import { Card } from "./card.js";
import { Conversation } from "./conversation.js";
import { Mistakes, Rules, Service, Trouble } from "./engines.js";
import { read } from "./questions.js";
import { speaker } from "./words.js";

const BEGINS_ANEW = ["benefit", "service", "offline", "rules", "date"];

export class CdmzCalculator extends HTMLElement {
  static observedAttributes = [...BEGINS_ANEW, "city", "lang", "level"];

  #card = new Card(this.attachShadow({ mode: "open" }), {
    submit: (way, data) => this.#submit(way, data),
    change: (question) => this.#next(question),
    restart: () => this.restart({ focus: true }),
  });
  #conversation = null;
  #screen = null;
  #trouble = null;
  #turn = 0;
  #busy = false;
  #told = "";

  connectedCallback() {
    this.restart();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after || !this.#turn) return;
    if (BEGINS_ANEW.includes(name) || (name === "lang" && this.#mode === "offline")) this.restart();
    else if (!this.#busy) this.#draw();
  }

  /** Forget every answer and begin anew. */
  async restart({ focus = false } = {}) {
    this.#conversation = this.#screen = null;
    this.#told = "";
    await this.#go(() => this.#begin(), { focus });
  }

  async #begin() {
    const benefit = this.getAttribute("benefit");
    if (!benefit) throw new Trouble("no_benefit");
    const engine = this.#engine(benefit);
    const conversation = new Conversation(engine, benefit, await engine.about(benefit), this.getAttribute("date") || today());
    return [conversation, await conversation.screen()];
  }

  /** Ask on, or again what somebody came back to. */
  #next(again = null) {
    const conversation = this.#conversation;
    return this.#go(async () => [conversation, await conversation.screen(again)]);
  }

  get #mode() {
    return this.hasAttribute("offline") || this.hasAttribute("rules") ? "offline" : "service";
  }

  /** The address below which the service stands: that of this script, unless another is named; null if that is no address. */
  get #base() {
    const named = this.getAttribute("service");
    return named ? address(named.replace(/\/?$/, "/"), document.baseURI) : new URL("../", import.meta.url);
  }

  #engine(benefit) {
    const named = this.getAttribute("rules");
    const base = named ? document.baseURI : this.#base;
    if (!base) throw new Trouble("unreachable");
    if (this.#mode === "service") return new Service(base);
    const rules = address(named || `widget/rules/${encodeURIComponent(benefit)}.${this.#language}.js`, base);
    if (!rules) throw new Trouble("no_rules");
    return new Rules(rules.href);
  }

  /** The language of the attribute `lang`, else of what stands around it, else Chinese. */
  get #language() {
    const named = this.lang || this.parentElement?.closest("[lang]")?.lang || "zh";
    return /^en/i.test(named) ? "en" : "zh";
  }

  /** Work out the next screen and show it; one that is overtaken by what was asked later is not shown. */
  async #go(work, { focus = true } = {}) {
    const turn = ++this.#turn;
    this.#busy = true;
    this.#trouble = null;
    this.#card.wait(speaker(this.#language));
    const [found, failure] = await work().then((found) => [found, null], (error) => [null, error]);
    if (turn !== this.#turn) return;
    this.#busy = false;
    const begun = found && found[0] !== this.#conversation;
    if (found) [this.#conversation, this.#screen] = found;
    else this.#fail(failure, work);
    this.#draw();
    if (focus) this.#card.arrive();
    if (begun) this.#tell("ready", { benefit: this.#conversation.benefit, mode: this.#mode });
    if (found) this.#report(this.#screen);
  }

  #fail(error, work) {
    const code = error instanceof Trouble ? error.code : error instanceof Mistakes ? "mistakes" : "unavailable";
    this.#trouble = { code, problems: error.problems ?? [], again: () => this.#go(work) };
    this.#tell("error", { code });
  }

  #draw() {
    const lang = this.#language;
    this.#card.draw({
      shown: { lang, say: speaker(lang), city: this.getAttribute("city") },
      benefit: this.getAttribute("benefit"),
      name: this.querySelector("a")?.textContent.trim(),
      level: this.getAttribute("level") ?? "2",
      mode: this.#mode,
      service: this.hasAttribute("rules") && !this.hasAttribute("service") ? null : this.#base,
      conversation: this.#conversation,
      screen: this.#screen,
      trouble: this.#trouble,
    });
  }

  #submit(way, data) {
    const { answers } = this.#conversation;
    const { asked } = this.#screen;
    if (way === "back") {
      this.#next([...answers.values()].at(-1).question);
      return;
    }
    // Of one question that is not known, nothing that its controls hold counts; of several, what is left empty is not known.
    const nothing = way === "skip" && asked.length === 1;
    const given = asked.map((question) => [question, nothing ? null : read(question, data)]);
    if (way === "on" && given.every(([, value]) => value === null)) {
      if (this.#card.fresh) return;
      this.#screen = { ...this.#screen, reminded: true };
      this.#draw();
      this.#card.arrive();
      return;
    }
    for (const [question, value] of given) if (value !== null || way === "skip") this.#conversation.answer(question, value);
    this.#next();
  }

  /** Tell the host page how things stand: outcome and figure, and how much is still asked. Never what was answered. */
  #report({ said, asked, left, decision }) {
    const { bound, lower, upper, unit } = said.amount;
    const answer = { benefit: said.benefit, outcome: said.outcome, bound, lower, upper, unit, settled: Boolean(decision) };
    if (JSON.stringify(answer) !== this.#told) this.#tell("answer", answer);
    this.#told = JSON.stringify(answer);
    if (asked.length) this.#tell("question", { benefit: said.benefit, asked: asked.length, left });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`cdmz-${name}`, { detail, bubbles: true, composed: true }));
  }
}

/** An address as an attribute writes it; null if it is none. */
const address = (written, base) => (URL.canParse(written, base) ? new URL(written, base) : null);

/** What day it is in China. */
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());

if (!customElements.get("cdmz-calculator")) customElements.define("cdmz-calculator", CdmzCalculator);
