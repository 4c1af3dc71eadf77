// A client for the service, typed by its description: one function for every route that takes or gives JSON.
import type { components, operations, paths } from "./schema";

type Name = keyof typeof ROUTES;
type Json<Part> = Part extends { content: { "application/json": infer Body } } ? Body : never;
type Sent<Operation extends Name> = Json<NonNullable<operations[Operation]["requestBody"]>>;
type Said<Operation extends Name> = operations[Operation] extends { responses: { 200: infer Answer } } ? Json<Answer> : never;
type Named<Operation extends Name> = {
  path?: operations[Operation]["parameters"]["path"];
  query?: operations[Operation]["parameters"]["query"];
  signal?: AbortSignal;
};

const ROUTES = {
  decide: ["POST", "/v1/decisions"],
  interview: ["POST", "/v1/interviews"],
  what_if: ["POST", "/v1/what-if"],
  compare_cities: ["POST", "/v1/compare"],
  schedule_loan: ["POST", "/v1/schedules"],
  settle_claims: ["POST", "/v1/medical/settlements"],
  settle_beds: ["POST", "/v1/elder-care/settlements"],
  list_benefits: ["GET", "/v1/benefits"],
  get_benefit: ["GET", "/v1/benefits/{name}"],
  list_law: ["GET", "/v1/law"],
  get_law_item: ["GET", "/v1/law/{path}"],
  compare_law: ["GET", "/v1/law-matrix"],
  list_reforms: ["GET", "/v1/reforms"],
  get_reform: ["GET", "/v1/reforms/{reform}"],
  health: ["GET", "/healthz"],
} as const satisfies Partial<Record<keyof operations, readonly ["GET" | "POST", keyof paths]>>;

/** What the service says is wrong, each with its place, in Chinese and English. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: components["schemas"]["Problem"][],
  ) {
    super(errors.map(({ pointer, message_en }) => `${pointer}: ${message_en}`).join("; ") || String(status));
  }
}

/** Ask the service at an address: `const ask = client("https://…"); await ask("interview", { benefits, case })`. */
export function client(service: string, fetcher: typeof fetch = fetch) {
  return async function ask<Operation extends Name>(name: Operation, body: Sent<Operation> | null = null, named: Named<Operation> = {}): Promise<Said<Operation>> {
    const [method, route] = ROUTES[name];
    const path = route.replace(/\{(\w+)\}/g, (_, part: string) => encodeURIComponent(String((named.path as Record<string, unknown> | undefined)?.[part])));
    const address = new URL(service.replace(/\/$/, "") + path);
    for (const [key, value] of Object.entries(named.query ?? {})) if (value != null) address.searchParams.set(key, String(value));
    const sent = body === null ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
    const response = await fetcher(address, { method, credentials: "omit", signal: named.signal ?? null, ...sent });
    const said: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new Refusal(response.status, (said as components["schemas"]["Faults"] | null)?.errors ?? []);
    return said as Said<Operation>;
  };
}
