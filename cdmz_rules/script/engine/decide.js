/** Decisions: outcome, amounts and what fails, without the questions of an interview. */
import { isoDay } from "./calendar.js";
import { Certainty } from "./certainty.js";
import { figureOf, outcomeOf, reportedAmounts } from "./interpret.js";
import { requestOf } from "./requests.js";
import { householdOf } from "./standing.js";

/** Of each benefit asked for the outcome, the amounts with their bounds, and the conditions that fail whatever is unknown. */
export function decided(book, request) {
  const { benefits, day, situation } = requestOf(book, request);
  return { date: isoDay(day), decisions: benefits.map((id) => decisionOf(book, book.rules(id), situation, day)) };
}

function decisionOf(book, rules, situation, day) {
  const certainty = new Certainty(householdOf(rules, situation, day));
  const outcome = outcomeOf(rules, certainty);
  certainty.bringCloser(reportedAmounts(rules, outcome));
  const { benefits, amounts, clauses } = book.words;
  const figures = reportedAmounts(rules, outcome).map((name) => {
    const label = book.text(amounts[name] ?? benefits[name]);
    return { ...figureOf(rules, name, certainty, outcome), label };
  });
  const failed = rules.clauses.filter((name) => certainty.bounds[name][1][0] === 0);
  return {
    benefit: rules.id,
    label: book.text(benefits[rules.id]),
    outcome,
    amounts: figures,
    failed: failed.map((id) => ({ id, label: book.text(clauses[id]) })),
  };
}
