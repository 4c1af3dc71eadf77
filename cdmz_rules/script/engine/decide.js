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
  const figures = reportedAmounts(rules, outcome).map((name) => ({
    ...figureOf(rules, name, certainty, outcome),
    label: book.text(rules.figures[name][1]),
  }));
  const conditions = rules.clauses.map((id, place) => ({ id, label: book.text(rules.conditions[place]) }));
  return {
    benefit: rules.id,
    label: book.text(rules.label),
    outcome,
    amounts: figures,
    failed: conditions.filter(({ id }) => certainty.bounds[id][1][0] === 0),
  };
}
