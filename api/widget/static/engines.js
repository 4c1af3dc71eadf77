// Who works the answers out: the service, or the rules themselves in this page. Both are asked the same and answer the same.

const PATIENCE = 20_000;
const A_FRAME = 20;

/** Why there is no answer: `unreachable`, `busy`, `no_rules`, `unknown_benefit` or `unavailable`. */
export class Trouble extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Something in the answers cannot be: with each place and what is wrong there. */
export class Mistakes extends Error {
  constructor(problems) {
    super("mistakes");
    this.problems = problems;
  }
}

/** The service at an address. */
export class Service {
  constructor(base) {
    this.base = base;
  }

  /** What a benefit is called, whether a spouse counts, and what only those are asked who list every member. */
  async about(benefit) {
    const { benefit: info, inputs } = await this.#ask(`v1/benefits/${encodeURIComponent(benefit)}`);
    const persons = inputs.filter(({ entity }) => entity === "person");
    return {
      label: info.label,
      spouse: persons.some(({ roles }) => roles === null || roles.includes("spouse")),
      lists: inputs.flatMap(({ never }) => never.filter(({ kind }) => kind === "fewer").map(({ inputs: [first] }) => first)),
    };
  }

  interview(request) {
    return this.#ask("v1/interviews", request);
  }

  async decide({ skipped, ...request }) {
    return (await this.#ask("v1/decisions", request)).decisions[0];
  }

  async #ask(path, body) {
    const sent = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    let response;
    try {
      response = await fetch(new URL(path, this.base), {
        ...(body && sent),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      throw new Trouble("unreachable");
    }
    if (response.status === 429 || response.status === 503) throw new Trouble("busy");
    const said = await response.json().catch(() => null);
    if (response.ok && said) return said;
    if (response.status === 404) throw new Trouble("unknown_benefit");
    if (response.status === 422 && said) throw new Mistakes(said.errors);
    throw new Trouble("unavailable");
  }
}

let failures = 0;

/** A module by its address. A browser remembers by its address what could not be loaded; another fragment makes it try again. */
async function loaded(address) {
  try {
    return await import(failures ? `${address}#${failures}` : address);
  } catch {
    failures += 1;
    throw new Trouble("no_rules");
  }
}

/** A module of rules, which answers without any server. */
export class Rules {
  constructor(address) {
    this.address = address;
  }

  async about(benefit) {
    this.module ??= await loaded(this.address);
    const info = this.module.law.benefits.find(({ id }) => id === benefit);
    if (!info) throw new Trouble("unknown_benefit");
    return info;
  }

  /** The day to which the rules are known. */
  get date() {
    return this.module.law.made;
  }

  interview(request) {
    return this.#run("interview", request);
  }

  async decide({ skipped, ...request }) {
    return (await this.#run("decide", request)).decisions[0];
  }

  async #run(name, request) {
    // Let the page show that something is worked out, before it is.
    await new Promise((resolve) => setTimeout(resolve, A_FRAME));
    try {
      return await this.module[name](request);
    } catch (error) {
      if (error.problems) throw new Mistakes(error.problems);
      throw new Trouble("unavailable");
    }
  }
}
