import { type Answer, type Call, type Core, timestamp } from "../call.ts";
import type { Kind } from "../kinds.ts";
import { isObject, type JsonObject } from "../object.ts";
import {
  badRequest,
  conflict,
  invalid,
  invalidValue,
  methodNotAllowed,
  notFound,
} from "../status.ts";
import { current } from "../write.ts";
import { readReview } from "./review.ts";
import { issuer, type TokenClaims } from "./tokens.ts";

const group = "authentication.k8s.io";

const tokenRequest: Pick<Kind, "group" | "version" | "kind"> = {
  group,
  version: "v1",
  kind: "TokenRequest",
};

const bindable: Readonly<Record<string, string>> = {
  Pod: "pods",
  Secret: "secrets",
  Node: "nodes",
};

function boundTo(core: Core, call: Call, reference: unknown): TokenClaims["bound"] {
  if (!isObject(reference)) return undefined;
  const kind = String(reference.kind ?? "");
  const name = String(reference.name ?? "");
  const plural = reference.apiVersion === "v1" ? bindable[kind] : undefined;
  if (!plural) {
    const [version = "", more] = String(reference.apiVersion ?? "").split("/");
    const text = more === undefined ? `/${version}` : `${version}/${more}`;
    throw badRequest(`cannot bind token to object of type ${text}, Kind=${kind}`);
  }
  const found = core.storage.get(plural, kind === "Node" ? "" : call.namespace, name);
  if (!found) throw notFound({ group: "", plural }, name);
  const account = isObject(found.spec) ? found.spec.serviceAccountName : undefined;
  if (kind === "Pod" && account !== call.name) {
    throw badRequest(
      `cannot bind token for serviceaccount ${
        JSON.stringify(call.name)
      } to pod running with different serviceaccount name.`,
    );
  }
  const uid = found.metadata.uid ?? "";
  if (reference.uid && reference.uid !== uid) {
    throw conflict(
      { group: "", plural: kind },
      name,
      `the UID in the bound object reference (${reference.uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  return { kind, name, uid };
}

function check(call: Call, metadata: JsonObject, seconds: number): void {
  const { name, namespace } = metadata;
  const mismatch = (field: string, value: unknown) =>
    invalid(tokenRequest, call.name, [
      invalidValue(
        `metadata.${field}`,
        value,
        `must match the service account ${field} if specified`,
      ),
    ]);
  if (name && name !== call.name) throw mismatch("name", name);
  if (namespace && namespace !== call.namespace) throw mismatch("namespace", namespace);
  const problem = seconds < 600
    ? "may not specify a duration less than 10 minutes"
    : seconds > 2 ** 32
    ? "may not specify a duration larger than 2^32 seconds"
    : undefined;
  if (problem) {
    throw invalid(tokenRequest, "", [invalidValue("spec.expirationSeconds", seconds, problem)]);
  }
}

/** Answers a request for a token of a service account. */
export function requestToken(core: Core, call: Call): Answer {
  if (call.method !== "POST") throw methodNotAllowed();
  const as = { ...call, name: "", kind: { ...call.kind, ...tokenRequest } };
  const given = readReview(core, as);
  const account = current(core, call);
  const spec = given.spec as JsonObject;
  const metadata = given.metadata as JsonObject;
  const seconds = Number(spec.expirationSeconds ?? 3600);
  const uid = account.metadata.uid ?? "";
  if (metadata.uid && metadata.uid !== uid) {
    throw conflict(
      { group, plural: "TokenRequest" },
      call.name,
      `the UID in the token request (${metadata.uid}) does not match the UID of the service account (${uid})`,
    );
  }
  check(call, metadata, seconds);
  const asked = Array.isArray(spec.audiences) ? spec.audiences.map(String) : [];
  const audiences = asked.length ? asked : [issuer];
  const bound = boundTo(core, call, spec.boundObjectRef);
  const { name, namespace } = call;
  const token = core.access.tokens.issue({
    namespace,
    name,
    uid,
    audiences,
    seconds,
    ...(bound ? { bound } : {}),
  });
  return {
    code: 201,
    body: {
      kind: "TokenRequest",
      apiVersion: `${group}/v1`,
      metadata: { ...metadata, name, namespace, uid, creationTimestamp: timestamp(core.clock) },
      spec: {
        audiences,
        expirationSeconds: seconds,
        boundObjectRef: spec.boundObjectRef ?? null,
      },
      status: { token, expirationTimestamp: timestamp(core.clock, seconds * 1000) },
    },
  };
}
